// Draws a form as a person sees it before it is filled.
'use strict';

async function draw({ schema, data }) {
  const sheet = document.getElementById('sheet');
  sheet.style.cssText = 'padding:8px 16px;background:#fff';
  const form = new FormViewer.Form({ container: sheet });
  const { warnings } = await form.importSchema(schema, data);
  if (warnings.length) throw new Error(warnings.map(({ message }) => message).join('\n'));
  await new Promise((done) => setTimeout(done, 100));
  return sheetAsSvg();
}
