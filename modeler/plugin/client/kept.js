// A template applied to a step that is filled already takes nothing away: the Modeler would put the template's defaults
// in place of what stood there and drop every parameter that the template does not name. It would also write down
// every input that may be left out, as an empty parameter.
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
  const outputs = (element) => (extension(element, 'camunda:InputOutput') || { get: () => [] }).get('outputParameters') || [];
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
      worked: Boolean(element.businessObject.get('camunda:topic')),
      attributes,
      parameters: [ ...parameters(element) ],
      outputs: [ ...outputs(element) ],
      properties: properties(element).map(({ name, value }) => ({ name, value })),
    };
  }

  function restore({ context }) {
    const { element, newTemplate, sopKept } = context;
    if (newTemplate) dropEmpty(element, newTemplate, sopKept);
    if (!sopKept) return;
    if (Object.keys(sopKept.attributes).length) modeling.updateProperties(element, sopKept.attributes);
    restoreParameters(element, 'inputParameters', sopKept.parameters);
    restoreParameters(element, 'outputParameters', sopKept.outputs);
    for (const { name, value } of sopKept.properties) {
      const now = properties(element).find((each) => each.name === name);
      if (now && now.value !== value) modeling.updateModdleProperties(element, now, { value });
    }
  }

  /** Input parameters that the template allows to be left out, and that are. */
  function dropEmpty(element, { properties: fields }, kept) {
    const holder = extension(element, 'camunda:InputOutput');
    if (!holder) return;
    const optional = new Set(fields
      .filter(({ binding, constraints }) => binding.type === 'camunda:inputParameter' && !(constraints || {}).notEmpty)
      .map(({ binding }) => binding.name));
    // A step of a worker that did without one has done with its default so far.
    const did = kept && kept.worked ? kept.parameters.map(({ name }) => name) : null;
    const filled = parameters(element).filter(({ name, value, definition }) => !optional.has(name)
      || ((value || definition) && (!did || did.includes(name))));
    if (filled.length === parameters(element).length) return;
    const elements = element.businessObject.get('extensionElements');
    if (filled.length || (holder.get('outputParameters') || []).length) {
      modeling.updateModdleProperties(element, holder, { inputParameters: filled });
    } else {
      modeling.updateModdleProperties(element, elements, { values: elements.get('values').filter((each) => each !== holder) });
    }
  }

  function restoreParameters(element, list, before) {
    if (!before.length) return;
    const parent = extension(element, 'camunda:InputOutput') || addHolder(element);
    const names = new Set(before.map(({ name }) => name));
    const added = (parent.get(list) || []).filter(({ name }) => !names.has(name));
    before.forEach((each) => { each.$parent = parent; });
    modeling.updateModdleProperties(element, parent, { [list]: [ ...before, ...added ] });
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
