// What belongs on the border of a step: an error event for each error that its worker may raise, and the timer of its
// limit. Templates carry both in `metadata`; the Modeler's own templates cannot add shapes.
'use strict';

const APPLIED = 'propertiesPanel.camunda.changeTemplate';
const CHANGED = [ 'element.updateProperties', 'element.updateModdleProperties', 'properties-panel.update-businessobject-list' ];
const STEP = 100; // between two events on one border
const BELOW = 90; // from the border to what follows
const COLUMN = 150;

Boundaries.$inject = [ 'eventBus', 'modeling', 'bpmnFactory', 'canvas', 'elementTemplates' ];

function Boundaries(eventBus, modeling, bpmnFactory, canvas, elementTemplates) {
  const metadata = (element) => (elementTemplates.get(element) || {}).metadata || {};
  const businessObject = (element) => element.businessObject;
  const attached = (element) => (element.attachers || []).map((shape) => ({ shape, event: businessObject(shape) }));
  const definitionOf = ({ event }, type) => (event.eventDefinitions || []).find((each) => each.$type === type);

  function definitions() {
    let each = businessObject(canvas.getRootElement());
    while (each.$parent && each.$type !== 'bpmn:Definitions') each = each.$parent;
    return each;
  }

  /** An error or escalation of the file, by its code; made where there is none. */
  function global(type, codeName, code, name, id) {
    const root = definitions();
    const found = root.get('rootElements').find((each) => each.$type === type && each[codeName] === code);
    if (found) return found;
    const taken = root.get('rootElements').some((each) => each.id === id);
    const made = bpmnFactory.create(type, { name, [codeName]: code, ...(taken ? {} : { id }) });
    made.$parent = root;
    root.get('rootElements').push(made);
    return made;
  }

  /** The next free place on the lower edge. */
  function place(element) {
    const taken = (element.attachers || []).length;
    const right = element.x + element.width;
    return { x: Math.max(right - 20 - (taken * STEP) / 2, element.x), y: element.y + element.height };
  }

  function attach(element, type, name, id, attributes) {
    const shape = modeling.createShape(
      { type: 'bpmn:BoundaryEvent', eventDefinitionType: type }, place(element), element, { attach: true }
    );
    modeling.updateProperties(shape, { name, ...id, ...attributes });
    return shape;
  }

  /** The events on the border of a step and of the scopes around it. */
  function watching(element) {
    const found = [];
    for (let each = element; each; each = each.parent) found.push(...attached(each));
    return found;
  }

  function errors(element) {
    for (const { code, name } of metadata(element).errors || []) {
      const caught = attached(element).some((each) => {
        const definition = definitionOf(each, 'bpmn:ErrorEventDefinition');
        return definition && (!definition.errorRef || definition.errorRef.errorCode === code);
      });
      if (caught) continue;
      const word = camel(code);
      const errorRef = global('bpmn:Error', 'errorCode', code, name, `Error_${word}`);
      const shape = attach(element, 'bpmn:ErrorEventDefinition', name, free(`Boundary_${word}`));
      modeling.updateModdleProperties(shape, businessObject(shape).eventDefinitions[0], { errorRef });
    }
  }

  function limit(element) {
    const { limits } = metadata(element);
    const found = limits && limits[businessObject(element).get('camunda:dueDate')];
    if (!found) return;
    const ours = Object.values(limits).map(({ timer }) => timer);
    const timers = watching(element).map((each) => ({ ...each, definition: definitionOf(each, 'bpmn:TimerEventDefinition') }))
      .filter(({ definition }) => definition && definition.timeCycle);
    if (timers.some(({ definition }) => definition.timeCycle.body === found.timer)) return;
    const other = timers.find(({ definition }) => ours.includes(definition.timeCycle.body));
    if (other) return remember(other, found);
    const shape = attach(element, 'bpmn:TimerEventDefinition', '时限节点', free(`Timer_${found.word}`), { cancelActivity: false });
    rung(shape, found);
  }

  function remember({ shape, definition }, found) {
    modeling.updateModdleProperties(shape, definition, { timeCycle: cycle(definition, found.timer) });
    const end = shape.outgoing.map(({ target }) => target).find((each) => each && definitionOf({ event: businessObject(each) }, 'bpmn:EscalationEventDefinition'));
    if (end && found.escalation) escalate(end, found);
  }

  function cycle(definition, body) {
    const made = bpmnFactory.create('bpmn:FormalExpression', { body });
    made.$parent = definition;
    return made;
  }

  function rung(shape, found) {
    const [ definition ] = businessObject(shape).eventDefinitions;
    modeling.updateModdleProperties(shape, definition, { timeCycle: cycle(definition, found.timer) });
    if (found.escalation) return escalationBehind(shape, found);
    if (found.worker) workerBehind(shape, found);
  }

  const behind = (shape, type, more) => {
    const place = { x: shape.x + shape.width / 2 + COLUMN, y: shape.y + shape.height / 2 + BELOW };
    return modeling.appendShape(shape, { type, ...more }, place);
  };
  const called = (flows, word) => flows.forEach((flow) => modeling.updateProperties(flow, free(`Flow_${word}`)));

  function escalationBehind(shape, found) {
    const { word, escalation } = found;
    const end = behind(shape, 'bpmn:EndEvent', { eventDefinitionType: 'bpmn:EscalationEventDefinition' });
    modeling.updateProperties(end, { name: escalation.name, ...free(`EndEvent_${word}Rung`) });
    called(shape.outgoing, `${word}_${word}Rung`);
    escalate(end, found);
  }

  function workerBehind(shape, { word, worker }) {
    const plain = behind(shape, 'bpmn:ServiceTask');
    modeling.updateProperties(plain, { name: worker.name, ...free(`Task_Handle${word}Rung`) });
    called(shape.outgoing, `${word}_Handle${word}Rung`);
    const template = elementTemplates.getAll().find(({ id }) => id === `sop.worker.${worker.topic}`);
    const task = template ? elementTemplates.applyTemplate(plain, template) : plain;
    for (const each of parameters(task)) {
      if (each.name in worker.inputs) modeling.updateModdleProperties(task, each, { value: worker.inputs[each.name] });
    }
    const place = { x: task.x + task.width + COLUMN / 2, y: task.y + task.height / 2 };
    const end = modeling.appendShape(task, { type: 'bpmn:EndEvent' }, place);
    modeling.updateProperties(end, { name: '已提醒', ...free(`EndEvent_${word}Rung`) });
    called(task.outgoing, `Handle${word}Rung_${word}Rung`);
  }

  function parameters(element) {
    const { values = [] } = businessObject(element).extensionElements || {};
    const holder = values.find(({ $type }) => $type === 'camunda:InputOutput');
    return (holder && holder.inputParameters) || [];
  }

  function escalate(end, { escalation, word }) {
    const [ definition ] = businessObject(end).eventDefinitions;
    const escalationRef = global('bpmn:Escalation', 'escalationCode', escalation.code, escalation.name, `Escalation_${word}`);
    modeling.updateModdleProperties(end, definition, { escalationRef });
  }

  const camel = (code) => code.toLowerCase().split('_').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');

  /** An id by our convention, unless something has it. */
  function free(id) {
    return businessObject(canvas.getRootElement()).$model.ids.assigned(id) ? {} : { id };
  }

  function complete({ context }) {
    const { element } = context;
    if (!element || !element.businessObject || element.labelTarget) return;
    errors(element);
    limit(element);
  }

  // Within the same command: one undo takes back the template and what came with it.
  eventBus.on(`commandStack.${APPLIED}.postExecuted`, complete);
  CHANGED.forEach((command) => eventBus.on(`commandStack.${command}.postExecuted`, ({ context }) => {
    if (context.element && (context.element.businessObject || {}).$type === 'bpmn:UserTask') complete({ context });
  }));
}

module.exports = { __init__: [ 'sopBoundaries' ], sopBoundaries: [ 'type', Boundaries ] };
