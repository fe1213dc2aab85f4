// The texts that Camunda Forms bring along are in English and cannot be set, so they are replaced where they appear.
const PLACES = [
  '.fjs-form-field-error',
  '.fjs-select-placeholder',
  '.fjs-dropdownlist-empty',
  '.fjs-input-group input[placeholder]',
].join(', ');

const TEXTS = [
  [/Field is required\./g, '此项必填。'],
  [/Field must match pattern [^\n]*\./g, '格式不正确，请按此项的说明填写。'],
  [/Field must have minimum value of (\S+)\./g, '不能小于 $1。'],
  [/Field must have maximum value of (\S+)\./g, '不能大于 $1。'],
  [/Field must have minimum length of (\d+)\./g, '至少填写 $1 个字。'],
  [/Field must have maximum length of (\d+)\./g, '最多填写 $1 个字。'],
  [/Field must be a valid {1,2}international phone number\. \(e\.g\. \S+\)/g, '请填写带国家代码的电话号码（例如 +8613900000000）。'],
  [/Field must be a valid email\./g, '请填写正确的电子邮箱地址。'],
  [/Value is not a number\./g, '请填写数字。'],
  [/Value is expected to be an integer\./g, '请填写整数。'],
  [/Value is expected to have at most (\d+) decimal digits?\./g, '最多 $1 位小数。'],
  [/Please select a valid value, the two nearest valid values are (\S+) and (\S+)\./g, '请填写有效的值，最接近的是 $1 和 $2。'],
  [/^Select$/, '请选择'],
  [/^Search$/, '搜索'],
  [/^No results$/, '没有结果'],
  [/^All values selected$/, '已全部选择'],
];

/** What a form says, in Chinese; what it does not say by itself stays. */
export function inChinese(text) {
  return TEXTS.reduce((said, [english, chinese]) => said.replace(english, chinese), text);
}

function translate(place) {
  if (place.placeholder) {
    const chinese = inChinese(place.placeholder);
    if (chinese !== place.placeholder) place.placeholder = chinese;
    return;
  }
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const chinese = inChinese(node.data);
    if (chinese !== node.data) node.data = chinese; // the form compares with what it wrote, so this stays
  }
}

/** Keep all forms below a node in Chinese. */
export function translateForms(root) {
  const all = () => root.querySelectorAll(PLACES).forEach(translate);
  new MutationObserver(all).observe(root, { childList: true, characterData: true, subtree: true });
  all();
}
