// What a designer does in the modelling library, by name: window.designer.
'use strict';

window.designer = {
  async open({ xml, templates }) {
    if (window.modeler) window.modeler.destroy();
    const plugins = window.plugins || [];
    const modules = plugins.filter(({ type }) => type === 'bpmn.platform.modeler.additionalModules');
    const panel = window.panel ? [ window.panel.linting ] : [];
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

  connect({ from, to }) {
    const registry = modeler.get('elementRegistry');
    modeler.get('modeling').connect(registry.get(from), registry.get(to));
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
        const extensions = shape.businessObject.extensionElements.values;
        const { inputParameters } = extensions.find(({ $type }) => $type === 'camunda:InputOutput');
        const parameter = inputParameters.find((each) => each.name === name);
        modeling.updateModdleProperties(shape, parameter, { value });
      }
    }
  },

  /** What the Modeler's panel lists, with marks on the canvas. */
  async lint() {
    const plugins = window.plugins.filter(({ type }) => type === 'lintRules.bpmn').map(({ plugin }) => plugin);
    const linter = new window.panel.Linter({ modeler: 'desktop', type: 'platform', plugins });
    const reports = await linter.lint(modeler.getDefinitions());
    modeler.get('linting').setErrors(reports);
    modeler.get('linting').activate();
    return reports.map(({ id, rule, message, category }) => ({ id, rule, message, category }));
  },

  undo() {
    modeler.get('commandStack').undo();
  },
};
