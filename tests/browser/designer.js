// What a designer does in the modelling library, by name: window.designer.
'use strict';

window.designer = {
  async open({ xml, templates }) {
    if (window.modeler) window.modeler.destroy();
    const plugins = window.plugins || [];
    const modules = plugins.filter(({ type }) => type === 'bpmn.platform.modeler.additionalModules');
    const panel = window.lintPanel ? [ window.lintPanel.linting ] : [];
    window.modeler = new BpmnModeler({
      container: '#canvas',
      propertiesPanel: { parent: '#panel' },
      additionalModules: [ ...modules.map(({ plugin }) => plugin), ...panel ],
    });
    const said = [];
    modeler.get('eventBus').on('elementTemplates.errors', ({ errors }) => said.push(...errors.map(String)));
    modeler.get('elementTemplatesLoader').setTemplates(templates);
    const { warnings } = await modeler.importXML(xml);
    return [ ...said, ...warnings.map(({ message }) => message) ];
  },

  async save() {
    return (await modeler.saveXML({ format: true })).xml;
  },

  apply({ element, template }) {
    const templates = modeler.get('elementTemplates');
    const found = templates.getAll().find(({ id }) => id === template);
    if (!found) throw new Error(`no template ${template}`);
    templates.applyTemplate(modeler.get('elementRegistry').get(element), found);
  },

  /** A new element to the right of another one. */
  draw({ after, id, name, type }) {
    const modeling = modeler.get('modeling');
    const from = modeler.get('elementRegistry').get(after);
    const place = { x: from.x + from.width + 120, y: from.y + from.height / 2 };
    modeling.updateProperties(modeling.appendShape(from, { type }, place), { id, name });
  },

  /** A new element at a place. */
  place({ parent, id, name, type, at }) {
    const modeling = modeler.get('modeling');
    const shape = modeling.createShape({ type }, at, modeler.get('elementRegistry').get(parent));
    modeling.updateProperties(shape, { id, name });
  },

  /** A lane below all others. */
  lane({ below, id, name }) {
    const modeling = modeler.get('modeling');
    const lane = modeling.addLane(modeler.get('elementRegistry').get(below), 'bottom');
    modeling.updateProperties(lane, { id, name });
  },

  move({ elements, by }) {
    const registry = modeler.get('elementRegistry');
    modeler.get('modeling').moveElements(elements.map((id) => registry.get(id)), by);
  },

  widen({ element, by }) {
    const shape = modeler.get('elementRegistry').get(element);
    const { x, y, width, height } = shape;
    const bounds = { x, y, width: width + by, height };
    const modeling = modeler.get('modeling');
    const hasLanes = shape.children.some(({ type }) => type === 'bpmn:Lane');
    if (hasLanes) modeling.resizeLane(shape, bounds); // as pulling at its edge does
    else modeling.resizeShape(shape, bounds);
  },

  connect({ from, to, id, name, points, condition }) {
    const registry = modeler.get('elementRegistry'), modeling = modeler.get('modeling');
    const flow = modeling.connect(registry.get(from), registry.get(to));
    if (id) modeling.updateProperties(flow, { id, name });
    if (condition) {
      const conditionExpression = modeler.get('bpmnFactory').create('bpmn:FormalExpression', { body: condition });
      modeling.updateProperties(flow, { conditionExpression });
    }
    if (points) modeling.updateWaypoints(flow, points);
  },

  /** Another end for a flow. */
  reconnect({ flow, to, points }) {
    const registry = modeler.get('elementRegistry');
    modeler.get('modeling').reconnectEnd(registry.get(flow), registry.get(to), points[points.length - 1]);
    modeler.get('modeling').updateWaypoints(registry.get(flow), points);
  },

  drag({ flow, points }) {
    modeler.get('modeling').updateWaypoints(modeler.get('elementRegistry').get(flow), points);
  },

  set({ element, values }) {
    modeler.get('modeling').updateProperties(modeler.get('elementRegistry').get(element), values);
  },

  byDefault({ gateway, flow }) {
    const registry = modeler.get('elementRegistry');
    modeler.get('modeling').updateProperties(registry.get(gateway), { default: registry.get(flow).businessObject });
  },

  document({ element, text }) {
    const shape = modeler.get('elementRegistry').get(element);
    const documentation = modeler.get('bpmnFactory').create('bpmn:Documentation', { text });
    modeler.get('modeling').updateProperties(shape, { documentation: [ documentation ] });
  },

  /** What a person looks at: the whole diagram, an element chosen, its template's fields open. */
  look({ element, group }) {
    const canvas = modeler.get('canvas');
    canvas.zoom('fit-viewport', 'auto');
    canvas.scroll({ dx: 60, dy: 0 });
    modeler.get('selection').select(element ? modeler.get('elementRegistry').get(element) : null);
    modeler.get('contextPad').close();
    const headers = [ ...document.querySelectorAll('.bio-properties-panel-group-header') ];
    const header = headers.find((each) => each.textContent.startsWith(group));
    if (header && !header.classList.contains('open')) header.click();
  },

  /** Values for fields of an element's template, by the names that they are bound to. */
  fill({ element, values }) {
    const shape = modeler.get('elementRegistry').get(element);
    const bindings = modeler.get('elementTemplates').get(shape).properties.map(({ binding }) => binding);
    const modeling = modeler.get('modeling');
    for (const [ name, value ] of Object.entries(values)) {
      const binding = bindings.find((each) => each.name === name);
      if (!binding) throw new Error(`${name} is no field of the template`);
      if (binding.type === 'property') {
        modeling.updateProperties(shape, { [name]: value });
      } else {
        const { inputParameters = [] } = inputOutput(shape);
        const parameter = inputParameters.find((each) => each.name === name) || addParameter(shape, name);
        modeling.updateModdleProperties(shape, parameter, { value });
      }
    }
  },

  /** What the Modeler's panel lists, with marks on the canvas. */
  async lint() {
    const plugins = window.plugins.filter(({ type }) => type === 'lintRules.bpmn').map(({ plugin }) => plugin);
    const linter = new window.lintPanel.Linter({ modeler: 'desktop', type: 'platform', plugins });
    const reports = await linter.lint(modeler.getDefinitions());
    modeler.get('linting').setErrors(reports);
    modeler.get('linting').activate();
    return reports.map(({ id, rule, message, category }) => ({ id, rule, message, category }));
  },

  undo() {
    modeler.get('commandStack').undo();
  },
};

function inputOutput(shape) {
  const elements = shape.businessObject.extensionElements;
  const found = elements.values.find(({ $type }) => $type === 'camunda:InputOutput');
  if (found) return found;
  const made = modeler.get('bpmnFactory').create('camunda:InputOutput', { inputParameters: [] });
  made.$parent = elements;
  modeler.get('modeling').updateModdleProperties(shape, elements, { values: [ ...elements.values, made ] });
  return made;
}

function addParameter(shape, name) {
  const holder = inputOutput(shape);
  const made = modeler.get('bpmnFactory').create('camunda:InputParameter', { name });
  made.$parent = holder;
  const inputParameters = [ ...(holder.inputParameters || []), made ];
  modeler.get('modeling').updateModdleProperties(shape, holder, { inputParameters });
  return made;
}
