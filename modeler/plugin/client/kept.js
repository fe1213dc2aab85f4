// A template applied to a step that is filled already takes nothing away: the Modeler would put the template's defaults
// in place of what stood there and drop every input parameter that the template does not name.
'use strict';

const APPLIED = 'commandStack.propertiesPanel.camunda.changeTemplate';
const FIRST = 2000;

Kept.$inject = [ 'eventBus', 'modeling', 'bpmnFactory' ];

function Kept(eventBus, modeling, bpmnFactory) {
  const extension = (element, type) => {
    const elements = element.businessObject.get('extensionElements');
    return elements && elements.get('values').find((each) => each.$type === type);
  };
  const parameters = (element) => (extension(element, 'camunda:InputOutput') || { get: () => [] }).get('inputParameters') || [];
  const properties = (element) => (extension(element, 'camunda:Properties') || { get: () => [] }).get('values') || [];

  function remember({ context }) {
    const { element, newTemplate, oldTemplate } = context;
    if (!newTemplate || oldTemplate || element.businessObject.get('camunda:modelerTemplate')) return;
    const attributes = {};
    for (const { type, binding } of newTemplate.properties) {
      const value = binding.type === 'property' && type !== 'Hidden' && element.businessObject.get(binding.name);
      if (value !== undefined && value !== false) attributes[binding.name] = value;
    }
    context.sopKept = {
      attributes,
      parameters: [ ...parameters(element) ],
      properties: properties(element).map(({ name, value }) => ({ name, value })),
    };
  }

  function restore({ context }) {
    const { element, sopKept } = context;
    if (!sopKept) return;
    if (Object.keys(sopKept.attributes).length) modeling.updateProperties(element, sopKept.attributes);
    restoreParameters(element, sopKept.parameters);
    for (const { name, value } of sopKept.properties) {
      const now = properties(element).find((each) => each.name === name);
      if (now && now.value !== value) modeling.updateModdleProperties(element, now, { value });
    }
  }

  function restoreParameters(element, before) {
    if (!before.length) return;
    const holder = extension(element, 'camunda:InputOutput');
    const names = new Set(before.map(({ name }) => name));
    const added = parameters(element).filter(({ name }) => !names.has(name));
    const parent = holder || addHolder(element);
    before.forEach((each) => { each.$parent = parent; });
    modeling.updateModdleProperties(element, parent, { inputParameters: [ ...before, ...added ] });
  }

  function addHolder(element) {
    const elements = element.businessObject.get('extensionElements');
    const made = bpmnFactory.create('camunda:InputOutput', { inputParameters: [] });
    made.$parent = elements;
    modeling.updateModdleProperties(element, elements, { values: [ ...elements.get('values'), made ] });
    return made;
  }

  eventBus.on(`${APPLIED}.preExecute`, FIRST, remember);
  eventBus.on(`${APPLIED}.postExecuted`, FIRST, restore);
}

module.exports = { __init__: [ 'sopKept' ], sopKept: [ 'type', Kept ] };
