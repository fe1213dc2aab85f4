// Draws every model under bpmn/ with bpmn-js in headless Chromium: docs/pictures/<id>.svg and .png, and one picture per
// phase (BPMN Group) where a model has phases. Usage: npm run pictures [-- <id> …]; CHROMIUM=/path/to/browser overrides.
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
const margin = 20;
const phaseMargin = 4; // phases stand 8 apart
const headerWidth = 30; // of a lane
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

/** Runs in the page: the picture and the places that the cuts need. */
async function draw({ xml, fontFamily }) {
  const style = { fontFamily, fontSize: 12, lineHeight: 1.2 };
  const viewer = new window.BpmnJS({ container: '#canvas', textRenderer: { defaultStyle: style, externalStyle: { ...style, fontSize: 11 } } });
  const { warnings } = await viewer.importXML(xml);
  if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('\n'));
  const { svg } = await viewer.saveSVG();
  const box = ({ x, y, width, height }) => ({ x, y, width, height });
  const shapes = viewer.get('elementRegistry').filter((element) => !element.labelTarget && !element.waypoints && element.parent);
  const of = (test) => shapes.filter(test).map((shape) => ({ ...box(shape), name: shape.businessObject.name ?? '' }));
  const is = (type) => (shape) => shape.businessObject.$instanceOf(type);
  const places = {
    phases: of(is('bpmn:Group')),
    lanes: of(is('bpmn:Lane')),
    nodes: of(is('bpmn:FlowNode')),
    blackBoxes: of((shape) => is('bpmn:Participant')(shape) && !shape.businessObject.processRef),
    eventSubProcesses: of((shape) => shape.businessObject.triggeredByEvent === true),
  };
  viewer.destroy();
  return { svg, places };
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
const inner = (svg) => svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
const overlaps = (a, from, to) => a.x < to && a.x + a.width > from;

/** One picture of the columns from…to: the lane headers at the left, lanes below the last used one cut off. */
function cut(svg, places, from, to) {
  const used = places.nodes.filter((node) => overlaps(node, from, to));
  const lowest = Math.max(...used.map((node) => node.y + node.height));
  const bottom = Math.min(...places.lanes.map((lane) => lane.y + lane.height).filter((edge) => edge >= lowest));
  const top = Math.min(...places.blackBoxes.map(({ y }) => y), ...places.phases.map(({ y }) => y)) - margin;
  const left = Math.min(...places.lanes.map(({ x }) => x));
  const height = bottom - top + 1;
  const strip = (x, at, width) => `<svg x="${at}" y="0" width="${width}" height="${height}" viewBox="${x} ${top} ${width} ${height}">${inner(svg)}</svg>`;
  const names = places.blackBoxes.map((pool) => `<text x="${headerWidth / 2}" y="${pool.y - top + pool.height / 2 + 4}" `
    + `style="font-family: ${font.replaceAll('"', "'")}; font-size: 12px">${pool.name}</text>`).join('');
  const width = headerWidth + to - from;
  return { width, height, svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`
    + `${strip(left, 0, headerWidth)}${strip(from, headerWidth, to - from)}${names}</svg>` };
}

function cuts(id, svg, places) {
  const phases = [...places.phases].sort((a, b) => a.x - b.x);
  const result = phases.map((phase, index) => [`${id}-phase-${index + 1}`, cut(svg, places, phase.x - phaseMargin, phase.x + phase.width + phaseMargin)]);
  const events = places.eventSubProcesses;
  if (phases.length > 0 && events.length > 0) {
    const from = Math.min(...events.map(({ x }) => x)) - margin;
    const to = Math.max(...events.map(({ x, width }) => x + width)) + margin;
    result.push([`${id}-event-sub-processes`, cut(svg, places, from, to)]);
  }
  return result;
}

async function photograph(browser, name, { svg, width, height }, scale) {
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
  const svg = withStableIds(drawn.svg);
  await writeFile(path.join(target, `${id}.svg`), svg);
  const [, , width, height] = viewBox(svg);
  await photograph(browser, id, { svg, width, height }, width > 4000 ? 1 : 2);
  for (const [name, picture] of cuts(id, svg, drawn.places)) await photograph(browser, name, picture, picture.width > 3000 ? 1 : 1.5);
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
