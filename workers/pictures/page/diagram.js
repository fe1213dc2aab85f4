// Draws a model, with the route of a case where there is one.
'use strict';

const BACK = '#fff';
const WENT = { stroke: '#1b5e20', fill: '#e3f3e5' };
const WAITS = { stroke: '#b45309', fill: '#fff1d6' };
const CANCELLED = { stroke: '#7a7a7a', fill: '#eee' };

async function draw({ xml, font, route }) {
  const style = { fontFamily: font, fontSize: 12, lineHeight: 1.2 };
  const viewer = new BpmnJS({
    container: '#sheet',
    textRenderer: { defaultStyle: style, externalStyle: { ...style, fontSize: 11 } },
  });
  document.getElementById('sheet').style.cssText = 'width:1600px;height:900px';
  const { warnings } = await viewer.importXML(xml);
  if (warnings.length) throw new Error(warnings.map(({ message }) => message).join('\n'));
  if (route) mark(viewer, route, font);
  const { svg } = await viewer.saveSVG();
  return withStableIds(svg.replace(/<!DOCTYPE[^>]*>\s*/, ''));
}

/** The library gives its markers random names; numbered ones keep a file equal from run to run. */
function withStableIds(svg) {
  const names = new Map();
  for (const [ , id ] of svg.matchAll(/(?<![\w-])id="([^"]*)"/g)) {
    if (!names.has(id)) names.set(id, `m${names.size + 1}`);
  }
  return svg.replace(/(?<![\w-])id="([^"]*)"/g, (_, id) => `id="${names.get(id)}"`)
    .replace(/url\((['"]?|&quot;)#(.*?)\1\)/g, (all, quote, id) => (names.has(id) ? `url(#${names.get(id)})` : all));
}

function mark(viewer, { title, steps, flows }, font) {
  const registry = viewer.get('elementRegistry');
  const layer = viewer.get('canvas').getActiveLayer();
  for (const id of flows) colourFlow(registry.getGraphics(id));
  for (const step of steps) {
    const shape = registry.get(step.element);
    if (!shape) continue;
    const colours = step.state === 'open' ? WAITS : step.state === 'cancelled' ? CANCELLED : WENT;
    colourShape(registry.getGraphics(shape), shape, colours);
    note(layer, shape, step.lines, colours, font);
  }
  heading(viewer, layer, title, font);
}

function colourShape(graphics, shape, { stroke, fill }) {
  const visual = graphics && graphics.querySelector('.djs-visual');
  if (!visual) return;
  const outline = visual.firstElementChild;
  if (!outline) return;
  outline.style.stroke = stroke;
  outline.style.strokeWidth = '3px';
  // A sub-process is a frame: filled it would hide nothing, but drown what is in it.
  if (!shape.children || !shape.children.length) outline.style.fill = fill;
}

function colourFlow(graphics) {
  const path = graphics && graphics.querySelector('.djs-visual > path'); // not the arrow's
  if (!path) return;
  path.style.stroke = WENT.stroke;
  path.style.strokeWidth = '2.5px';
}

function make(name, attributes, style, text) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [ key, value ] of Object.entries(attributes)) made.setAttribute(key, value);
  made.setAttribute('style', style);
  if (text) made.textContent = text;
  return made;
}

/** When, how long and by whom: above the shape, for border events and names are below. */
function note(layer, shape, lines, { stroke }, font) {
  if (!lines.length) return;
  const size = 9, step = 11;
  const wide = Math.max(...lines.map(width), 0) * size + 8;
  const x = shape.x + shape.width / 2;
  const top = shape.y - lines.length * step - 8;
  layer.appendChild(make('rect', { x: x - wide / 2, y: top, width: wide, height: lines.length * step + 4, rx: 3 },
    `fill:${BACK};fill-opacity:.92;stroke:${stroke};stroke-width:1px`));
  lines.forEach((line, index) => layer.appendChild(make('text', { x, y: top + step * (index + 1) - 1, 'text-anchor': 'middle' },
    `font-family:${font.replaceAll('"', "'")};font-size:${size}px;fill:${stroke}`, line)));
}

/** In ems: a Chinese character is one, any other about half. */
function width(line) {
  return [ ...line ].reduce((sum, each) => sum + (each.charCodeAt(0) > 0x2e7f ? 1 : 0.58), 0);
}

function heading(viewer, layer, title, font) {
  const { x, y } = layer.getBBox();
  title.forEach((line, index) => layer.appendChild(make('text', { x, y: y - 12 - (title.length - 1 - index) * 22 },
    `font-family:${font.replaceAll('"', "'")};font-size:${index ? 13 : 17}px;fill:#222`, line)));
}
