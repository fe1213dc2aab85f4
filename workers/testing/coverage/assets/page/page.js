'use strict';
// Shows the measurement embedded in the page: a picker, diagrams by bpmn-js, tables, elements.

const data = JSON.parse(document.getElementById('data').textContent);
const at = (id) => document.getElementById(id);
const FONT = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif';
const COLOURS = {
  reached: ['#1b6e3c', '#e3f3e7'],
  missed: ['#c1121f', '#fde3e3'],
  excluded: ['#6b7280', '#e5e7eb'],
};
const KINDS = { node: 'Flow nodes', flow: 'Sequence flows', rule: 'Rules' };
const READABLE = 0.6;

let viewer = null;
let shown = null;

/** An element with text, never markup: names come from models. */
function make(tag, { text, className, title } = {}, ...children) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  if (title) made.title = title;
  made.append(...children);
  return made;
}

const stateOf = (element) => (element.hits > 0 ? 'reached' : element.exclusion ? 'excluded' : 'missed');

/** Rounded down, so that 100.0 % is all. */
function share({ reached, total }) {
  return `${(Math.floor((reached * 1000) / total) / 10).toFixed(1)} %`;
}

function listFiles() {
  for (const [noun, tally] of Object.entries(data.totals)) {
    if (tally.total === 0) continue;
    at('totals').append(make('dt', { text: noun }), make('dd', { text: `${tally.reached}/${tally.total}  ${share(tally)}` }));
  }
  for (const file of data.files) {
    const tallies = Object.entries(file.totals).filter(([, tally]) => tally.total > 0);
    const all = tallies.reduce((sum, [, { reached, total }]) => ({ reached: sum.reached + reached, total: sum.total + total }), { reached: 0, total: 0 });
    const filled = make('i');
    filled.style.width = all.total ? `${(all.reached / all.total) * 100}%` : '100%';
    const button = make('button', {},
      make('span', { className: 'name', text: file.file }),
      make('span', { className: 'numbers', text: tallies.map(([noun, tally]) => `${noun} ${tally.reached}/${tally.total}`).join(' · ') }),
      make('span', { className: 'bar' }, filled));
    button.addEventListener('click', () => { location.hash = encodeURIComponent(file.file); });
    at('files').append(make('li', {}, button));
  }
  if (data.strangers.length > 0) {
    at('strangers').hidden = false;
    at('strangers').querySelector('ul').append(...data.strangers.map((text) => make('li', { text })));
  }
}

async function show(file) {
  shown = file;
  [...at('files').querySelectorAll('button')].forEach((button, index) => {
    if (data.files[index] === file) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  });
  at('title').textContent = file.file;
  at('runs').textContent = Object.entries(file.runs).map(([key, runs]) => `${key}: ${runs} ${file.xml ? 'instances' : 'evaluations'}`).join(' · ');
  at('selected').hidden = true;
  at('filter').value = '';
  listElements();
  viewer?.destroy();
  viewer = null;
  const drawn = await draw(file);
  at('canvas').hidden = !drawn;
  at('undrawn').hidden = drawn || file.xml === null;
  at('tables').hidden = file.xml !== null;
  document.querySelector('.zoom').hidden = !drawn;
  if (drawn) open();
  else if (file.xml === null) showTables(file);
}

/** Draws the file's diagram; false where it has none that can be drawn. */
async function draw(file) {
  if (!file.xml || !/<(\w+:)?BPMNPlane\b/.test(file.xml)) return false;
  at('canvas').hidden = false;
  const style = { fontFamily: FONT, fontSize: 12, lineHeight: 1.2 };
  viewer = new window.BpmnJS({ container: at('canvas'), textRenderer: { defaultStyle: style, externalStyle: { ...style, fontSize: 11 } } });
  try {
    await viewer.importXML(file.xml);
  } catch {
    return false; // the elements beside still tell everything
  }
  const registry = viewer.get('elementRegistry');
  for (const element of file.elements) {
    const shape = registry.get(element.id);
    if (shape) paint(shape, element, stateOf(element));
  }
  viewer.on('element.click', ({ element }) => {
    const found = file.elements.find(({ id }) => id === (element.labelTarget ?? element).id);
    if (found) choose(found, false);
  });
  return true;
}

function paint(shape, element, state) {
  const [stroke, fill] = COLOURS[state];
  shape.di.set('bioc:stroke', stroke);
  // The area of an expanded sub-process stays white, else it would hide what is in it.
  if (!shape.waypoints && !(shape.children?.length > 0)) shape.di.set('bioc:fill', fill);
  const kind = shape.waypoints ? 'connection' : 'shape';
  viewer.get('graphicsFactory').update(kind, shape, viewer.get('elementRegistry').getGraphics(shape));
  viewer.get('canvas').addMarker(shape, state);
  const badge = make('div', { className: `badge ${state}${shape.waypoints ? ' flow' : ''}`, text: state === 'excluded' ? '–' : String(element.hits) });
  const position = shape.waypoints ? middle(shape.waypoints) : { top: 0, left: shape.width };
  viewer.get('overlays').add(shape, { position, html: badge, show: { minZoom: shape.waypoints ? 0.5 : 0.35 } });
}

/** The point halfway along a line, relative to its bounding box. */
function middle(points) {
  const lengths = points.slice(1).map((point, i) => Math.hypot(point.x - points[i].x, point.y - points[i].y));
  let rest = lengths.reduce((sum, length) => sum + length, 0) / 2;
  let i = 0;
  while (i < lengths.length - 1 && rest > lengths[i]) rest -= lengths[i++];
  const part = lengths[i] ? rest / lengths[i] : 0;
  const [from, to] = [points[i], points[i + 1]];
  return {
    left: from.x + (to.x - from.x) * part - Math.min(...points.map(({ x }) => x)),
    top: from.y + (to.y - from.y) * part - Math.min(...points.map(({ y }) => y)),
  };
}

const fit = () => viewer.get('canvas').zoom('fit-viewport', 'auto');

/** The whole diagram if its words can be read then, else its beginning at a size where they can. */
function open() {
  const canvas = viewer.get('canvas');
  fit();
  if (canvas.zoom() >= READABLE) return;
  const { inner, outer } = canvas.viewbox();
  canvas.viewbox({ x: inner.x - 20, y: inner.y - 20, width: outer.width / READABLE, height: outer.height / READABLE });
}

function listElements() {
  const wanted = at('filter').value.trim().toLowerCase();
  const order = { missed: 0, excluded: 1, reached: 2 };
  const list = at('elements');
  list.replaceChildren();
  for (const [kind, heading] of Object.entries(KINDS)) {
    const matching = shown.elements
      .filter((element) => element.kind === kind && `${element.label} ${element.id}`.toLowerCase().includes(wanted))
      .sort((a, b) => order[stateOf(a)] - order[stateOf(b)]);
    if (matching.length === 0) continue;
    list.append(make('li', { className: 'kind', text: heading }));
    for (const element of matching) {
      const button = make('button', {},
        make('span', { className: 'count', text: stateOf(element) === 'excluded' ? '–' : String(element.hits) }),
        make('span', { className: 'label', text: element.label }, ...(element.label === element.id ? [] : [make('small', { text: element.id })])));
      button.addEventListener('click', () => choose(element, true));
      list.append(make('li', { className: stateOf(element) }, button));
    }
  }
}

function choose(element, centre) {
  const panel = at('selected');
  panel.hidden = false;
  panel.querySelector('h3').textContent = element.label;
  panel.querySelector('.id').textContent = `${element.type} · ${element.id}`;
  const why = element.exclusion ? `Left out: ${element.exclusion.reason} Tested by ${element.exclusion.test}.`
    : element.hits === 0 ? 'Not reached by any scenario.' : `Reached ${element.hits} times:`;
  panel.querySelector('.why').textContent = why;
  const scenarios = Object.entries(element.scenarios).sort((a, b) => b[1] - a[1]);
  panel.querySelector('table').replaceChildren(...scenarios.map(([name, hits]) =>
    make('tr', {}, make('td', { text: name || 'unnamed' }), make('td', { text: String(hits) }))));
  for (const chosen of document.querySelectorAll('#tables .chosen')) chosen.classList.remove('chosen');
  const row = document.querySelector(`#tables tr[data-rule="${CSS.escape(element.id)}"]`);
  row?.classList.add('chosen');
  if (centre) row?.scrollIntoView({ block: 'center' });
  if (viewer) mark(element.id, centre);
}

function mark(id, centre) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  registry.filter((each) => canvas.hasMarker(each, 'chosen')).forEach((each) => canvas.removeMarker(each, 'chosen'));
  const shape = registry.get(id);
  if (!shape) return;
  canvas.addMarker(shape, 'chosen');
  if (!centre) return;
  canvas.setRootElement(canvas.findRoot(shape)); // what a collapsed sub-process holds is on a plane of its own
  const { x, y } = shape.waypoints ? shape.waypoints[Math.floor(shape.waypoints.length / 2)] : { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 };
  const size = canvas.viewbox().outer;
  canvas.viewbox({ x: x - size.width / 2, y: y - size.height / 2, width: size.width, height: size.height });
}

function showTables(file) {
  const rules = new Map(file.elements.map((element) => [`${element.definition} ${element.id}`, element]));
  at('tables').replaceChildren(...file.decisions.flatMap((decision) => {
    const heading = make('h3', { text: `${decision.name} (${decision.id})` });
    if (decision.rules.length === 0) return [heading, make('p', { text: `No table. ${decision.runs} evaluations.` })];
    const head = make('tr', {}, make('th', { text: decision.hitPolicy }),
      ...decision.inputs.map((text) => make('th', { text })),
      ...decision.outputs.map((text) => make('th', { text, className: 'output' })),
      make('th', { text: 'Remark' }), make('th', { text: 'Hits' }));
    const rows = decision.rules.map((rule) => {
      const element = rules.get(`${decision.id} ${rule.id}`);
      const cells = [rule.index, ...rule.inputs.map((text) => text || '–'), ...rule.outputs, rule.annotation];
      const row = make('tr', { className: stateOf(element), title: element.exclusion?.reason },
        ...cells.map((text) => make('td', { text })),
        make('td', { className: 'hits', text: element.exclusion ? '–' : String(element.hits) }));
      row.dataset.rule = rule.id;
      row.addEventListener('click', () => choose(element, false));
      return row;
    });
    return [heading, make('table', {}, make('thead', {}, head), make('tbody', {}, ...rows))];
  }));
}

/** Shows what the address names: #file, or #file&element. */
async function fromAddress() {
  const [name, id] = location.hash.slice(1).split('&').map(decodeURIComponent);
  const file = data.files.find((each) => each.file === name) ?? data.files[0];
  if (!file) return;
  await show(file);
  const element = file.elements.find((each) => each.id === id);
  if (element) choose(element, true);
  document.body.dataset.shown = file.file;
}

at('fit').addEventListener('click', fit);
at('actual').addEventListener('click', () => viewer.get('canvas').zoom(1, 'auto'));
at('filter').addEventListener('input', listElements);
window.addEventListener('hashchange', fromAddress);
listFiles();
fromAddress();
