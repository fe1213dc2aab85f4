// Draws every model under bpmn/ with bpmn-js in headless Chromium: docs/pictures/<id>.svg and .png.
// Usage: npm run pictures [-- <id> …]; CHROMIUM=/path/to/browser overrides.
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = path.join(root, 'docs', 'pictures');
const font = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif';
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:/Program Files/Google/Chrome/Application/chrome.exe'];

function browserPath() {
  const found = process.env.CHROMIUM ?? browsers.find((file) => existsSync(file));
  if (!found) throw new Error('No Chromium found. Install it, or set CHROMIUM to its path.');
  return found;
}

async function models() {
  const files = await readdir(path.join(root, 'bpmn'), { recursive: true });
  const wanted = process.argv.slice(2);
  return files.filter((file) => file.endsWith('.bpmn')).sort()
    .map((file) => ({ id: path.basename(file, '.bpmn'), file: path.join(root, 'bpmn', file) }))
    .filter(({ id }) => wanted.length === 0 || wanted.includes(id));
}

/** Runs in the page. */
async function draw({ xml, fontFamily }) {
  const style = { fontFamily, fontSize: 12, lineHeight: 1.2 };
  const viewer = new window.BpmnJS({ container: '#canvas', textRenderer: { defaultStyle: style, externalStyle: { ...style, fontSize: 11 } } });
  const { warnings } = await viewer.importXML(xml);
  if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('\n'));
  const { svg } = await viewer.saveSVG();
  viewer.destroy();
  return svg;
}

/** bpmn-js gives its markers random names; numbered ones keep the files equal from run to run. */
function withStableIds(svg) {
  const names = new Map();
  const collected = [...svg.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);
  collected.forEach((id) => names.has(id) || names.set(id, `m${names.size + 1}`));
  return svg.replace(/\bid="([^"]*)"/g, (_, id) => `id="${names.get(id)}"`)
    .replace(/url\((['"]?|&quot;)#(.*?)\1\)/g, (all, quote, id) => (names.has(id) ? `url(#${names.get(id)})` : all));
}

const viewBox = (svg) => svg.match(/viewBox="([^"]*)"/)[1].split(' ').map(Number);

async function photograph(browser, name, { svg, width, height }) {
  const scale = 1.5;
  const page = await browser.newPage({ viewport: { width: Math.ceil(width), height: Math.ceil(height) }, deviceScaleFactor: scale });
  await page.setContent(`<!doctype html><style>body{margin:0;background:#fff}svg{display:block}</style>${svg}`);
  await page.screenshot({ path: path.join(target, `${name}.png`) });
  await page.close();
  console.log(`docs/pictures/${name}.png  ${Math.ceil(width * scale)} × ${Math.ceil(height * scale)}`);
}

async function render(browser, { id, file }) {
  const page = await browser.newPage();
  await page.setContent('<!doctype html><div id="canvas" style="width:1600px;height:900px"></div>');
  for (const sheet of ['diagram-js.css', 'bpmn-js.css']) await page.addStyleTag({ path: require.resolve(`bpmn-js/dist/assets/${sheet}`) });
  await page.addScriptTag({ path: require.resolve('bpmn-js/dist/bpmn-viewer.production.min.js') });
  const drawn = await page.evaluate(draw, { xml: await readFile(file, 'utf8'), fontFamily: font });
  await page.close();
  const svg = withStableIds(drawn);
  await writeFile(path.join(target, `${id}.svg`), svg);
  const [, , width, height] = viewBox(svg);
  await photograph(browser, id, { svg, width, height });
}

await mkdir(target, { recursive: true });
const browser = await chromium.launch({
  executablePath: browserPath(),
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  for (const model of await models()) await render(browser, model);
} finally {
  await browser.close();
}
