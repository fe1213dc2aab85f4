"use strict";
(() => {
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __commonJS = (cb, mod) => function __require() {
    try {
      return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
    } catch (e) {
      throw mod = 0, e;
    }
  };

  // plugin/client/kept.js
  var require_kept = __commonJS({
    "plugin/client/kept.js"(exports, module) {
      "use strict";
      var APPLIED = "commandStack.propertiesPanel.camunda.changeTemplate";
      var FIRST = 2e3;
      Kept.$inject = ["eventBus", "modeling", "bpmnFactory"];
      function Kept(eventBus, modeling, bpmnFactory) {
        const extension = (element, type) => {
          const elements = element.businessObject.get("extensionElements");
          return elements && elements.get("values").find((each) => each.$type === type);
        };
        const parameters = (element) => (extension(element, "camunda:InputOutput") || { get: () => [] }).get("inputParameters") || [];
        const properties = (element) => (extension(element, "camunda:Properties") || { get: () => [] }).get("values") || [];
        function remember({ context }) {
          const { element, newTemplate, oldTemplate } = context;
          if (!newTemplate || oldTemplate || element.businessObject.get("camunda:modelerTemplate")) return;
          const attributes = {};
          for (const { type, binding } of newTemplate.properties) {
            const value = binding.type === "property" && type !== "Hidden" && element.businessObject.get(binding.name);
            if (value !== void 0 && value !== false) attributes[binding.name] = value;
          }
          context.sopKept = {
            attributes,
            parameters: [...parameters(element)],
            properties: properties(element).map(({ name, value }) => ({ name, value }))
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
          const holder = extension(element, "camunda:InputOutput");
          const names = new Set(before.map(({ name }) => name));
          const added = parameters(element).filter(({ name }) => !names.has(name));
          const parent = holder || addHolder(element);
          before.forEach((each) => {
            each.$parent = parent;
          });
          modeling.updateModdleProperties(element, parent, { inputParameters: [...before, ...added] });
        }
        function addHolder(element) {
          const elements = element.businessObject.get("extensionElements");
          const made = bpmnFactory.create("camunda:InputOutput", { inputParameters: [] });
          made.$parent = elements;
          modeling.updateModdleProperties(element, elements, { values: [...elements.get("values"), made] });
          return made;
        }
        eventBus.on(`${APPLIED}.preExecute`, FIRST, remember);
        eventBus.on(`${APPLIED}.postExecuted`, FIRST, restore);
      }
      module.exports = { __init__: ["sopKept"], sopKept: ["type", Kept] };
    }
  });

  // plugin/client/boundaries.js
  var require_boundaries = __commonJS({
    "plugin/client/boundaries.js"(exports, module) {
      "use strict";
      var APPLIED = "propertiesPanel.camunda.changeTemplate";
      var CHANGED = ["element.updateProperties", "element.updateModdleProperties", "properties-panel.update-businessobject-list"];
      var STEP = 100;
      var BELOW = 90;
      var COLUMN = 150;
      Boundaries.$inject = ["eventBus", "modeling", "bpmnFactory", "canvas", "elementTemplates"];
      function Boundaries(eventBus, modeling, bpmnFactory, canvas, elementTemplates) {
        const metadata = (element) => (elementTemplates.get(element) || {}).metadata || {};
        const businessObject = (element) => element.businessObject;
        const attached = (element) => (element.attachers || []).map((shape) => ({ shape, event: businessObject(shape) }));
        const definitionOf = ({ event }, type) => (event.eventDefinitions || []).find((each) => each.$type === type);
        function definitions() {
          let each = businessObject(canvas.getRootElement());
          while (each.$parent && each.$type !== "bpmn:Definitions") each = each.$parent;
          return each;
        }
        function global(type, codeName, code, name, id) {
          const root = definitions();
          const found = root.get("rootElements").find((each) => each.$type === type && each[codeName] === code);
          if (found) return found;
          const taken = root.get("rootElements").some((each) => each.id === id);
          const made = bpmnFactory.create(type, { name, [codeName]: code, ...taken ? {} : { id } });
          made.$parent = root;
          root.get("rootElements").push(made);
          return made;
        }
        function place(element) {
          const taken = (element.attachers || []).length;
          const right = element.x + element.width;
          return { x: Math.max(right - 20 - taken * STEP / 2, element.x), y: element.y + element.height };
        }
        function attach(element, type, name, id, attributes) {
          const shape = modeling.createShape(
            { type: "bpmn:BoundaryEvent", eventDefinitionType: type },
            place(element),
            element,
            { attach: true }
          );
          modeling.updateProperties(shape, { name, ...id, ...attributes });
          return shape;
        }
        function watching(element) {
          const found = [];
          for (let each = element; each; each = each.parent) found.push(...attached(each));
          return found;
        }
        function errors(element) {
          for (const { code, name } of metadata(element).errors || []) {
            const caught = attached(element).some((each) => {
              const definition = definitionOf(each, "bpmn:ErrorEventDefinition");
              return definition && (!definition.errorRef || definition.errorRef.errorCode === code);
            });
            if (caught) continue;
            const word = camel(code);
            const errorRef = global("bpmn:Error", "errorCode", code, name, `Error_${word}`);
            const shape = attach(element, "bpmn:ErrorEventDefinition", name, free(`Boundary_${word}`));
            modeling.updateModdleProperties(shape, businessObject(shape).eventDefinitions[0], { errorRef });
          }
        }
        function limit(element) {
          const { limits } = metadata(element);
          const found = limits && limits[businessObject(element).get("camunda:dueDate")];
          if (!found) return;
          const ours = Object.values(limits).map(({ timer }) => timer);
          const timers = watching(element).map((each) => ({ ...each, definition: definitionOf(each, "bpmn:TimerEventDefinition") })).filter(({ definition }) => definition && definition.timeCycle);
          if (timers.some(({ definition }) => definition.timeCycle.body === found.timer)) return;
          const other = timers.find(({ definition }) => ours.includes(definition.timeCycle.body));
          if (other) return remember(other, found);
          const shape = attach(element, "bpmn:TimerEventDefinition", "时限节点", free(`Timer_${found.word}`), { cancelActivity: false });
          rung(shape, found);
        }
        function remember({ shape, definition }, found) {
          modeling.updateModdleProperties(shape, definition, { timeCycle: cycle(definition, found.timer) });
          const end = shape.outgoing.map(({ target }) => target).find((each) => each && definitionOf({ event: businessObject(each) }, "bpmn:EscalationEventDefinition"));
          if (end && found.escalation) escalate(end, found);
        }
        function cycle(definition, body) {
          const made = bpmnFactory.create("bpmn:FormalExpression", { body });
          made.$parent = definition;
          return made;
        }
        function rung(shape, found) {
          const [definition] = businessObject(shape).eventDefinitions;
          modeling.updateModdleProperties(shape, definition, { timeCycle: cycle(definition, found.timer) });
          if (!found.escalation) return;
          const end = modeling.appendShape(
            shape,
            { type: "bpmn:EndEvent", eventDefinitionType: "bpmn:EscalationEventDefinition" },
            { x: shape.x + shape.width / 2 + COLUMN, y: shape.y + shape.height / 2 + BELOW }
          );
          modeling.updateProperties(end, { name: found.escalation.name, ...free(`EndEvent_${found.word}Rung`) });
          shape.outgoing.forEach((flow) => modeling.updateProperties(flow, free(`Flow_${found.word}_${found.word}Rung`)));
          escalate(end, found);
        }
        function escalate(end, { escalation, word }) {
          const [definition] = businessObject(end).eventDefinitions;
          const escalationRef = global("bpmn:Escalation", "escalationCode", escalation.code, escalation.name, `Escalation_${word}`);
          modeling.updateModdleProperties(end, definition, { escalationRef });
        }
        const camel = (code) => code.toLowerCase().split("_").map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
        function free(id) {
          return businessObject(canvas.getRootElement()).$model.ids.assigned(id) ? {} : { id };
        }
        function complete({ context }) {
          const { element } = context;
          if (!element || !element.businessObject || element.labelTarget) return;
          errors(element);
          limit(element);
        }
        eventBus.on(`commandStack.${APPLIED}.postExecuted`, complete);
        CHANGED.forEach((command) => eventBus.on(`commandStack.${command}.postExecuted`, ({ context }) => {
          if (context.element && (context.element.businessObject || {}).$type === "bpmn:UserTask") complete({ context });
        }));
      }
      module.exports = { __init__: ["sopBoundaries"], sopBoundaries: ["type", Boundaries] };
    }
  });

  // plugin/client/client.js
  var require_client = __commonJS({
    "plugin/client/client.js"() {
      var plugins = window.plugins = window.plugins || [];
      for (const plugin of [require_kept(), require_boundaries()]) {
        plugins.push({ plugin, type: "bpmn.platform.modeler.additionalModules" });
      }
    }
  });
  require_client();
})();
