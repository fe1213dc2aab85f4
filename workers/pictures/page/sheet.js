// What all pages share: a page as SVG.
'use strict';

/** The sheet with all styles inside, as a drawing that any browser shows. */
function sheetAsSvg() {
  const sheet = document.getElementById('sheet');
  const { width, height } = sheet.getBoundingClientRect();
  const copy = sheet.cloneNode(true);
  sheet.querySelectorAll('input, textarea').forEach((field, index) => {
    const other = copy.querySelectorAll('input, textarea')[index];
    if (field.tagName === 'TEXTAREA') other.textContent = field.value;
    else other.setAttribute('value', field.value);
  });
  const style = document.createElement('style');
  style.textContent = usedRules([ sheet, ...sheet.querySelectorAll('*') ]);
  copy.prepend(style);
  const inside = new XMLSerializer().serializeToString(copy);
  const size = `width="${Math.ceil(width)}" height="${Math.ceil(height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}">`
    + `<foreignObject ${size}>${inside}</foreignObject></svg>`;
}

/** The style rules that apply to some element; all others would only make the file large. */
function usedRules(elements) {
  const bare = (selector) => selector.replace(/::?(before|after|placeholder|hover|focus[\w-]*|active|disabled)\b/g, '');
  const applies = ({ selectorText }) => selectorText.split(',').some((selector) => {
    const tested = bare(selector).trim() || '*';
    try {
      return elements.some((element) => element.matches(tested)) || /^(:root|body|html)$/.test(tested);
    } catch {
      return false;
    }
  });
  const found = [];
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule.selectorText && applies(rule)) found.push(rule.cssText.replace(/^(body|html|:root)\b/, '#sheet'));
    }
  }
  return found.join('\n');
}
