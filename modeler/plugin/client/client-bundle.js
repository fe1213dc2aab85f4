"use strict";
(() => {
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __glob = (map) => (path) => {
    var fn = map[path];
    if (fn) return fn();
    throw new Error("Module not found in bundle: " + path);
  };
  var __esm = (fn, res, err) => function __init() {
    if (err) throw err[0];
    try {
      return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
    } catch (e) {
      throw err = [e], e;
    }
  };
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
        const outputs = (element) => (extension(element, "camunda:InputOutput") || { get: () => [] }).get("outputParameters") || [];
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
            worked: Boolean(element.businessObject.get("camunda:topic")),
            attributes,
            parameters: [...parameters(element)],
            outputs: [...outputs(element)],
            properties: properties(element).map(({ name, value }) => ({ name, value }))
          };
        }
        function restore({ context }) {
          const { element, newTemplate, sopKept } = context;
          if (newTemplate) dropEmpty(element, newTemplate, sopKept);
          if (!sopKept) return;
          if (Object.keys(sopKept.attributes).length) modeling.updateProperties(element, sopKept.attributes);
          restoreParameters(element, "inputParameters", sopKept.parameters);
          restoreParameters(element, "outputParameters", sopKept.outputs);
          for (const { name, value } of sopKept.properties) {
            const now = properties(element).find((each) => each.name === name);
            if (now && now.value !== value) modeling.updateModdleProperties(element, now, { value });
          }
        }
        function dropEmpty(element, { properties: fields }, kept) {
          const holder = extension(element, "camunda:InputOutput");
          if (!holder) return;
          const optional = new Set(fields.filter(({ binding, constraints }) => binding.type === "camunda:inputParameter" && !(constraints || {}).notEmpty).map(({ binding }) => binding.name));
          const did = kept && kept.worked ? kept.parameters.map(({ name }) => name) : null;
          const filled = parameters(element).filter(({ name, value, definition }) => !optional.has(name) || (value || definition) && (!did || did.includes(name)));
          if (filled.length === parameters(element).length) return;
          const elements = element.businessObject.get("extensionElements");
          if (filled.length || (holder.get("outputParameters") || []).length) {
            modeling.updateModdleProperties(element, holder, { inputParameters: filled });
          } else {
            modeling.updateModdleProperties(element, elements, { values: elements.get("values").filter((each) => each !== holder) });
          }
        }
        function restoreParameters(element, list, before) {
          if (!before.length) return;
          const parent = extension(element, "camunda:InputOutput") || addHolder(element);
          const names = new Set(before.map(({ name }) => name));
          const added = (parent.get(list) || []).filter(({ name }) => !names.has(name));
          before.forEach((each) => {
            each.$parent = parent;
          });
          modeling.updateModdleProperties(element, parent, { [list]: [...before, ...added] });
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
          if (found.escalation) return escalationBehind(shape, found);
          if (found.worker) workerBehind(shape, found);
        }
        const behind = (shape, type, more) => {
          const place2 = { x: shape.x + shape.width / 2 + COLUMN, y: shape.y + shape.height / 2 + BELOW };
          return modeling.appendShape(shape, { type, ...more }, place2);
        };
        const called = (flows, word) => flows.forEach((flow) => modeling.updateProperties(flow, free(`Flow_${word}`)));
        function escalationBehind(shape, found) {
          const { word, escalation } = found;
          const end = behind(shape, "bpmn:EndEvent", { eventDefinitionType: "bpmn:EscalationEventDefinition" });
          modeling.updateProperties(end, { name: escalation.name, ...free(`EndEvent_${word}Rung`) });
          called(shape.outgoing, `${word}_${word}Rung`);
          escalate(end, found);
        }
        function workerBehind(shape, { word, worker }) {
          const plain = behind(shape, "bpmn:ServiceTask");
          modeling.updateProperties(plain, { name: worker.name, ...free(`Task_Handle${word}Rung`) });
          called(shape.outgoing, `${word}_Handle${word}Rung`);
          const template = elementTemplates.getAll().find(({ id }) => id === `sop.worker.${worker.topic}`);
          const task = template ? elementTemplates.applyTemplate(plain, template) : plain;
          for (const each of parameters(task)) {
            if (each.name in worker.inputs) modeling.updateModdleProperties(task, each, { value: worker.inputs[each.name] });
          }
          const place2 = { x: task.x + task.width + COLUMN / 2, y: task.y + task.height / 2 };
          const end = modeling.appendShape(task, { type: "bpmn:EndEvent" }, place2);
          modeling.updateProperties(end, { name: "已提醒", ...free(`EndEvent_${word}Rung`) });
          called(task.outgoing, `Handle${word}Rung_${word}Rung`);
        }
        function parameters(element) {
          const { values = [] } = businessObject(element).extensionElements || {};
          const holder = values.find(({ $type }) => $type === "camunda:InputOutput");
          return holder && holder.inputParameters || [];
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

  // bpmnlint-plugin-sop/model.js
  var require_model = __commonJS({
    "bpmnlint-plugin-sop/model.js"(exports, module) {
      "use strict";
      var SCOPES = ["bpmn:SubProcess", "bpmn:Transaction", "bpmn:AdHocSubProcess"];
      var ZEEBE = "http://camunda.org/schema/zeebe/1.0";
      var local = (name) => name.split(":").pop();
      function attribute(element, name) {
        if (!element) return "";
        const typed = element.$descriptor && element.$descriptor.propertiesByName[`camunda:${name}`];
        const found = typed ? element.get(`camunda:${name}`) : void 0;
        if (found !== void 0) return String(found).trim();
        const other = Object.entries(element.$attrs || {}).find(([key]) => key.includes(":") && local(key) === name);
        return other ? String(other[1]).trim() : "";
      }
      function extensions(element, kind) {
        const { values = [] } = element.extensionElements || {};
        return values.filter(({ $type }) => local($type).toLowerCase() === kind.toLowerCase());
      }
      function properties(element, name) {
        return extensions(element, "properties").flatMap((each) => each.values || each.$children || []).filter((each) => each.name === name).map(({ value }) => String(value));
      }
      var isExpression = (text) => text.includes("${") || text.includes("#{");
      var Model = class {
        constructor(definitions) {
          this.definitions = definitions;
          this.nodes = [];
          this.flows = [];
          this.lanes = [];
          const roots = definitions.rootElements || [];
          this.allProcesses = roots.filter(({ $type }) => $type === "bpmn:Process");
          this.processes = isForCamunda8(definitions) ? [] : this.allProcesses.filter(({ isExecutable }) => isExecutable);
          this.participants = roots.flatMap((each) => each.participants || []);
          for (const process of this.allProcesses) {
            this._read(process, process, process);
            this._readLanes(process, process.laneSets || []);
          }
          this.byElement = new Map(this.nodes.map((node) => [node.element, node]));
          this.planes = (definitions.diagrams || []).map(({ plane }) => plane).filter(Boolean).map(sheet);
        }
        /** Nodes that an engine runs; of some types only. */
        running(...types) {
          return this.nodes.filter(({ process, type }) => this.processes.includes(process) && (!types.length || types.includes(type)));
        }
        boundaries({ element }) {
          return this.nodes.filter((each) => each.element.attachedToRef === element);
        }
        _read(scope, process, parent) {
          for (const element of scope.flowElements || []) {
            if (element.$type === "bpmn:SequenceFlow") this.flows.push({ element, process });
            if (!element.$instanceOf("bpmn:FlowNode")) continue;
            this.nodes.push({ element, process, parent, type: element.$type });
            if (SCOPES.includes(element.$type)) this._read(element, process, element);
          }
        }
        _readLanes(process, sets) {
          for (const lane of sets.flatMap((set) => set.lanes || [])) {
            this.lanes.push({ lane, process });
            if (lane.childLaneSet) this._readLanes(process, [lane.childLaneSet]);
          }
        }
      };
      function isForCamunda8(definitions) {
        const { $attrs = {} } = definitions;
        const platform = Object.entries($attrs).find(([key]) => local(key) === "executionPlatform");
        const named = platform ? platform[1] : definitions.get("modeler:executionPlatform");
        return String(named || "").includes("Cloud") || Object.values($attrs).includes(ZEEBE);
      }
      function sheet(plane) {
        const shapes = /* @__PURE__ */ new Map(), edges = /* @__PURE__ */ new Map();
        for (const each of plane.planeElement || []) {
          if (!each.bpmnElement) continue;
          if (each.$type === "bpmndi:BPMNShape" && each.bounds) shapes.set(each.bpmnElement, each.bounds);
          if (each.$type === "bpmndi:BPMNEdge" && (each.waypoint || []).length > 1) edges.set(each.bpmnElement, each.waypoint);
        }
        return { element: plane.bpmnElement, shapes, edges };
      }
      function timerOf({ element }) {
        const definition = (element.eventDefinitions || []).find(({ $type }) => $type === "bpmn:TimerEventDefinition");
        if (!definition) return null;
        for (const [key, kind] of [["timeDate", "date"], ["timeDuration", "duration"], ["timeCycle", "cycle"]]) {
          if (definition[key]) return { kind, text: String(definition[key].body || "").trim() };
        }
        return { kind: "duration", text: "" };
      }
      function rule(look) {
        return () => ({
          check(node, reporter) {
            if (node.$type === "bpmn:Definitions") look(new Model(node), (id, text) => reporter.report(id, text));
          }
        });
      }
      module.exports = { attribute, extensions, isExpression, properties, rule, timerOf };
    }
  });

  // bpmnlint-plugin-sop/rules/deployment-binding.js
  var require_deployment_binding = __commonJS({
    "bpmnlint-plugin-sop/rules/deployment-binding.js"(exports, module) {
      "use strict";
      var { attribute, rule } = require_model();
      module.exports = rule((model, report) => {
        for (const { element } of model.running()) {
          for (const [name, word] of [["formRef", "表单"], ["decisionRef", "决策表"]]) {
            const binding = attribute(element, `${name}Binding`) || "latest";
            if (attribute(element, name) && binding !== "deployment") {
              report(element.id, `${word}的绑定是 ${binding}，进行中的案件会用到别的版本；选 deployment`);
            }
          }
        }
      });
    }
  });

  // bpmnlint-plugin-sop/rules/diagram-fits-screen.js
  var require_diagram_fits_screen = __commonJS({
    "bpmnlint-plugin-sop/rules/diagram-fits-screen.js"(exports, module) {
      "use strict";
      var { rule } = require_model();
      var WIDTH = 2600;
      var HEIGHT = 1400;
      module.exports = rule(({ planes, definitions }, report) => {
        for (const { element, shapes } of planes) {
          const boxes = [...shapes.values()];
          if (!boxes.length) continue;
          const width = Math.max(...boxes.map((each) => each.x + each.width)) - Math.min(...boxes.map(({ x }) => x));
          const height = Math.max(...boxes.map((each) => each.y + each.height)) - Math.min(...boxes.map(({ y }) => y));
          if (width > WIDTH || height > HEIGHT) {
            report((element || definitions).id, `图宽 ${width.toFixed()}、高 ${height.toFixed()}，超过 ${WIDTH} × ${HEIGHT}`);
          }
        }
      });
    }
  });

  // bpmnlint-plugin-sop/rules/flow-is-orthogonal.js
  var require_flow_is_orthogonal = __commonJS({
    "bpmnlint-plugin-sop/rules/flow-is-orthogonal.js"(exports, module) {
      "use strict";
      var { rule } = require_model();
      var SLACK = 3;
      module.exports = rule(({ planes, flows }, report) => {
        for (const { edges } of planes) {
          for (const { element } of flows) {
            const points = edges.get(element) || [];
            const slants = points.slice(1).some((end, index) => Math.min(
              Math.abs(points[index].x - end.x),
              Math.abs(points[index].y - end.y)
            ) > SLACK);
            if (slants) report(element.id, "线是斜的；拖动线上的点，使每一段都是水平或垂直的");
          }
        }
      });
    }
  });

  // bpmnlint-plugin-sop/rules/id-convention.js
  var require_id_convention = __commonJS({
    "bpmnlint-plugin-sop/rules/id-convention.js"(exports, module) {
      "use strict";
      var { rule } = require_model();
      var ID = /^[A-Z][A-Za-z]+(?:_[A-Z][A-Za-z0-9]*)+$/;
      var DRAWN = /_[0-9a-z]{7}$/;
      var PREFIXES = {
        "bpmn:StartEvent": ["StartEvent"],
        "bpmn:EndEvent": ["EndEvent"],
        "bpmn:BoundaryEvent": ["Boundary", "Timer"],
        "bpmn:IntermediateCatchEvent": ["Event", "Timer", "Catch"],
        "bpmn:IntermediateThrowEvent": ["Event", "Throw"],
        "bpmn:SubProcess": ["SubProcess", "EventSubProcess"],
        "bpmn:Transaction": ["SubProcess", "Transaction"],
        "bpmn:AdHocSubProcess": ["SubProcess", "AdHoc"],
        "bpmn:CallActivity": ["Task", "Call"]
      };
      var GLOBALS = { "bpmn:Error": "Error", "bpmn:Message": "Message", "bpmn:Signal": "Signal", "bpmn:Escalation": "Escalation" };
      module.exports = rule((model, report) => {
        const expect = (id, prefixes) => {
          if (ID.test(id) && prefixes.includes(id.split("_")[0]) && !DRAWN.test(id)) return;
          report(id, `标识 ${id} 不合约定；改成 ${prefixes.map((each) => `${each}_…`).join(" 或 ")}，后面是大写开头的英文`);
        };
        for (const { element, type } of model.running()) {
          expect(element.id, type.endsWith("Gateway") ? ["Gateway"] : PREFIXES[type] || ["Task"]);
        }
        for (const { element, process } of model.flows) if (model.processes.includes(process)) expect(element.id, ["Flow"]);
        if (!model.processes.length) return;
        for (const { id, $type } of model.definitions.rootElements) if (GLOBALS[$type]) expect(id, [GLOBALS[$type]]);
      });
    }
  });

  // bpmnlint-plugin-sop/rules/limit-has-timer.js
  var require_limit_has_timer = __commonJS({
    "bpmnlint-plugin-sop/rules/limit-has-timer.js"(exports, module) {
      "use strict";
      var { attribute, rule } = require_model();
      module.exports = rule((model, report) => {
        for (const task of model.running("bpmn:UserTask")) {
          if (!attribute(task.element, "dueDate")) continue;
          const timers = timersOf(model, task);
          if (timers.some(({ cancelActivity }) => cancelActivity === false)) continue;
          report(task.element.id, timers.length ? "定时器会中断任务：到时任务就没有了，经办人得不到提醒" : "有到期时间，但没有定时器：逾期时没有人得到提醒；在边上加不中断的定时器");
        }
      });
      function timersOf(model, task) {
        const found = [];
        for (let node = task; node; node = model.byElement.get(node.parent)) {
          found.push(...model.boundaries(node).map(({ element }) => element));
        }
        return found.filter(({ eventDefinitions = [] }) => eventDefinitions.some(({ $type }) => $type === "bpmn:TimerEventDefinition"));
      }
    }
  });

  // bpmnlint-plugin-sop/rules/model-reads-at-a-glance.js
  var require_model_reads_at_a_glance = __commonJS({
    "bpmnlint-plugin-sop/rules/model-reads-at-a-glance.js"(exports, module) {
      "use strict";
      var { rule } = require_model();
      var MOST_NODES = 25;
      module.exports = rule((model, report) => {
        for (const process of model.processes) {
          const count = model.running().filter((each) => each.process === process && each.type !== "bpmn:BoundaryEvent").length;
          if (count > MOST_NODES) report(process.id, `有 ${count} 个节点，一眼看不完；把自成一段的部分做成被调用的流程`);
        }
      });
    }
  });

  // bpmnlint-plugin-sop/rules/name-convention.js
  var require_name_convention = __commonJS({
    "bpmnlint-plugin-sop/rules/name-convention.js"(exports, module) {
      "use strict";
      var { rule } = require_model();
      var CHINESE = /[\u4e00-\u9fff]/;
      var DIVIDES = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway", "bpmn:ComplexGateway"];
      module.exports = rule((model, report) => {
        model.processes.forEach((each) => named(each, report));
        for (const { element, type } of model.running()) {
          if (!type.endsWith("Gateway")) named(element, report);
          else if (DIVIDES.includes(type)) asks(element, answersOf(model, element), report);
        }
        if (model.processes.length) model.lanes.forEach(({ lane }) => named(lane, report));
      });
      function named({ id, name = "" }, report) {
        if (!name.trim()) report(id, "没有名称；用中文写明它是什么");
        else if (!CHINESE.test(name)) report(id, `名称“${name}”不是中文`);
      }
      var answersOf = ({ flows }, gateway) => flows.map(({ element }) => element).filter(({ sourceRef }) => sourceRef === gateway);
      function asks({ id, name = "" }, answers, report) {
        if (answers.length <= 1) return;
        if (!/[？?]$/.test(name.trim())) report(id, `${name.trim() ? `网关的名称“${name.trim()}”不是问题` : "网关没有问题"}；例如“是否受理？”`);
        for (const flow of answers) {
          if (!(flow.name || "").trim()) report(flow.id, `没有回答网关的问题“${name}”；写上答案，例如“是”`);
        }
      }
    }
  });

  // bpmnlint-plugin-sop/rules/node-is-in-one-lane.js
  var require_node_is_in_one_lane = __commonJS({
    "bpmnlint-plugin-sop/rules/node-is-in-one-lane.js"(exports, module) {
      "use strict";
      var { rule } = require_model();
      module.exports = rule((model, report) => {
        for (const process of model.allProcesses) {
          const innermost = model.lanes.filter((each) => each.process === process && !each.lane.childLaneSet);
          if (!innermost.length) continue;
          for (const node of model.nodes.filter(({ parent }) => parent === process)) {
            const lanes = innermost.flatMap(({ lane }) => lane.flowNodeRef || []).filter((each) => each === node.element);
            if (lanes.length === 1) continue;
            report(node.element.id, lanes.length ? "属于几个泳道" : "不属于任何泳道，看不出由谁来办；把它拖进它的泳道");
          }
        }
      });
    }
  });

  // bpmnlint-plugin-sop/rules/retry-schedule.js
  var require_retry_schedule = __commonJS({
    "bpmnlint-plugin-sop/rules/retry-schedule.js"(exports, module) {
      "use strict";
      var { attribute, properties, rule } = require_model();
      var SCHEDULE = /^R[1-9]\d?\/P(?=\d|T\d)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;
      module.exports = rule((model, report) => {
        for (const { element } of model.running()) {
          const message = (element.eventDefinitions || []).find(({ $type }) => $type === "bpmn:MessageEventDefinition");
          const worked = message || element;
          const topic = attribute(worked, "topic");
          if (attribute(worked, "type") !== "external" || !topic || topic.includes("{")) continue;
          const [found] = properties(element, "retries");
          if (found === void 0) report(element.id, "没有写重试安排；加扩展属性 retries，例如 R3/PT5M");
          else if (!SCHEDULE.test(found)) report(element.id, `重试安排 ${found} 读不懂；例如 R3/PT5M`);
        }
      });
    }
  });

  // bpmnlint-plugin-sop/rules/shape-in-lane.js
  var require_shape_in_lane = __commonJS({
    "bpmnlint-plugin-sop/rules/shape-in-lane.js"(exports, module) {
      "use strict";
      var { rule } = require_model();
      var SLACK = 1;
      module.exports = rule((model, report) => {
        const laneOf = /* @__PURE__ */ new Map();
        for (const { lane } of model.lanes) for (const each of lane.flowNodeRef || []) laneOf.set(each, lane);
        for (const { shapes } of model.planes) {
          for (const node of model.nodes) {
            const shape = shapes.get(node.element);
            const host = node.element.attachedToRef;
            if (!shape) continue;
            if (host) {
              const border = shapes.get(host);
              if (border && !onBorder(shape, border)) say(report, node.element, host, "不在活动的边上");
              continue;
            }
            for (const holder of [node.parent, laneOf.get(node.element)]) {
              if (outside(shape, shapes.get(holder))) say(report, node.element, holder, "画在外面");
            }
          }
          for (const participant of model.participants) {
            for (const { lane } of model.lanes.filter(({ process }) => process === participant.processRef)) {
              if (shapes.get(lane) && outside(shapes.get(lane), shapes.get(participant))) say(report, lane, participant, "画在外面");
            }
          }
        }
      });
      var say = (report, element, holder, how) => report(element.id, `属于「${holder.name || holder.id}」，却${how}`);
      var outside = (shape, holder) => Boolean(holder) && !(shape.x >= holder.x - SLACK && shape.y >= holder.y - SLACK && shape.x + shape.width <= holder.x + holder.width + SLACK && shape.y + shape.height <= holder.y + holder.height + SLACK);
      function onBorder(event, host) {
        const middle = { x: event.x + event.width / 2, y: event.y + event.height / 2, width: 0.1, height: 0.1 };
        return meets(event, host) && !meets(shrunk(host, event.width / 2 + SLACK), middle);
      }
      var meets = (one, other) => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
      function shrunk({ x, y, width, height }, margin) {
        const by = Math.min(margin, width / 2, height / 2);
        return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
      }
    }
  });

  // bpmnlint-plugin-sop/rules/time-to-live.js
  var require_time_to_live = __commonJS({
    "bpmnlint-plugin-sop/rules/time-to-live.js"(exports, module) {
      "use strict";
      var { attribute, rule } = require_model();
      module.exports = rule(({ processes }, report) => {
        for (const process of processes) {
          const found = attribute(process, "historyTimeToLive");
          if (/^(?:\d+|P\d+D)$/.test(found)) continue;
          report(process.id, found ? `流程的历史保留期限 ${found} 读不懂，引擎默认拒绝部署；例如 P180D：180 天` : "流程没有写历史保留期限，引擎默认拒绝部署；例如 P180D：180 天");
        }
      });
    }
  });

  // bpmnlint-plugin-sop/time.js
  var require_time = __commonJS({
    "bpmnlint-plugin-sop/time.js"(exports, module) {
      "use strict";
      var DURATION = String.raw`P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?`;
      var DATE = String.raw`\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?`;
      var CYCLE = String.raw`R\d*/(?:${DATE}/)?${DURATION}(?:/${DATE})?`;
      var CRON = String.raw`(?:[\d*?,/\-LW#A-Za-z]+\s+){5,6}[\d*?,/\-LW#A-Za-z]+`;
      var FORMS = { duration: DURATION, date: DATE, cycle: `${CYCLE}|${CRON}` };
      module.exports = { isUnderstood: (kind, text) => new RegExp(`^(?:${FORMS[kind]})$`).test(text) };
    }
  });

  // bpmnlint-plugin-sop/rules/timer-has-limit.js
  var require_timer_has_limit = __commonJS({
    "bpmnlint-plugin-sop/rules/timer-has-limit.js"(exports, module) {
      "use strict";
      var { attribute, isExpression, rule, timerOf } = require_model();
      var { isUnderstood } = require_time();
      var RUNGS = /^[$#]\{\s*rungs(\w+)\s*\}$/;
      var DUE = /^[$#]\{\s*due(\w+)\s*\}$/;
      module.exports = rule((model, report) => {
        for (const node of model.running()) {
          const timer = timerOf(node);
          const beginsProcess = node.type === "bpmn:StartEvent" && node.parent === node.process;
          if (!timer || beginsProcess) continue;
          if (!isExpression(timer.text) && isUnderstood(timer.kind, timer.text)) {
            report(node.element.id, `时间 ${timer.text} 写死在模型里；由工作者按时限表算出，这里用变量`);
          }
          const rungs = RUNGS.exec(timer.text);
          const host = node.element.attachedToRef;
          if (!rungs || !host) continue;
          const limits = limitsOf(model, host);
          if (limits.length && !limits.includes(rungs[1])) {
            report(node.element.id, `定时器用 rungs${rungs[1]}，步骤的到期时间却是 ${limits.map((each) => `due${each}`).join("、")}`);
          }
        }
      });
      function limitsOf(model, host) {
        const found = /* @__PURE__ */ new Set();
        for (const task of model.running("bpmn:UserTask")) {
          const due = DUE.exec(attribute(task.element, "dueDate"));
          for (let node = task; node; node = model.byElement.get(node.parent)) {
            if (due && node.element === host) found.add(due[1]);
          }
        }
        return [...found].sort();
      }
    }
  });

  // bpmnlint-plugin-sop/rules/timer-parses.js
  var require_timer_parses = __commonJS({
    "bpmnlint-plugin-sop/rules/timer-parses.js"(exports, module) {
      "use strict";
      var { isExpression, rule, timerOf } = require_model();
      var { isUnderstood } = require_time();
      module.exports = rule((model, report) => {
        for (const node of model.running()) {
          const timer = timerOf(node);
          if (!timer) continue;
          if (!timer.text) report(node.element.id, "定时器没有写时间；填写时刻、时长或周期");
          else if (!isExpression(timer.text) && !isUnderstood(timer.kind, timer.text)) {
            report(node.element.id, `时间 ${timer.text} 读不懂，引擎拒绝部署；写成 ISO 8601，例如 PT4H、R3/PT10M`);
          }
        }
      });
    }
  });

  // bpmnlint-plugin-sop/rules/user-task-has-due-date.js
  var require_user_task_has_due_date = __commonJS({
    "bpmnlint-plugin-sop/rules/user-task-has-due-date.js"(exports, module) {
      "use strict";
      var { attribute, rule } = require_model();
      module.exports = rule((model, report) => {
        for (const { element } of model.running("bpmn:UserTask")) {
          if (!attribute(element, "dueDate")) report(element.id, "没有到期时间；取自工作者算出的变量，例如 ${dueReview}");
        }
      });
    }
  });

  // bpmnlint-plugin-sop/rules/user-task-has-form.js
  var require_user_task_has_form = __commonJS({
    "bpmnlint-plugin-sop/rules/user-task-has-form.js"(exports, module) {
      "use strict";
      var { attribute, extensions, rule } = require_model();
      module.exports = rule((model, report) => {
        for (const { element } of model.running("bpmn:UserTask")) {
          const named = attribute(element, "formRef") || attribute(element, "formKey");
          if (!named && !extensions(element, "formData").length) report(element.id, "没有表单；在“表单”中选 Camunda Forms");
        }
      });
    }
  });

  // bpmnlint-plugin-sop/rules/user-task-has-group.js
  var require_user_task_has_group = __commonJS({
    "bpmnlint-plugin-sop/rules/user-task-has-group.js"(exports, module) {
      "use strict";
      var { attribute, isExpression, rule } = require_model();
      module.exports = rule((model, report) => {
        for (const { element } of model.running("bpmn:UserTask")) {
          const persons = [attribute(element, "assignee"), attribute(element, "candidateUsers")].filter(Boolean);
          const named = persons.find((each) => !isExpression(each));
          if (named) report(element.id, `任务指名给 ${named}，此人不在时没有人能办；填写候选组`);
          else if (!persons.length && !attribute(element, "candidateGroups")) {
            report(element.id, "没有写候选组，没有人看得到这个任务");
          }
        }
      });
    }
  });

  // bpmnlint-plugin-sop/rules/user-task-has-post.js
  var require_user_task_has_post = __commonJS({
    "bpmnlint-plugin-sop/rules/user-task-has-post.js"(exports, module) {
      "use strict";
      var { rule } = require_model();
      module.exports = rule((model, report) => {
        for (const { element } of model.running("bpmn:UserTask")) {
          const text = (element.documentation || []).map((each) => each.text || "").join("\n");
          if (!/^\s*岗位[：:]\s*\S/m.test(text)) report(element.id, "说明里没有写岗位；在“文档”中写一行，例如“岗位：客服专员。”");
        }
      });
    }
  });

  // bpmnlint-plugin-sop/rules/version-is-tagged.js
  var require_version_is_tagged = __commonJS({
    "bpmnlint-plugin-sop/rules/version-is-tagged.js"(exports, module) {
      "use strict";
      var { attribute, rule } = require_model();
      module.exports = rule(({ processes }, report) => {
        for (const process of processes) {
          const tag = attribute(process, "versionTag");
          if (!/^V\d+(?:\.\d+)+$/.test(tag)) {
            report(process.id, `${tag ? `版本标签“${tag}”不是规程的版本号` : "没有版本标签"}；填规程的版本，例如 V1.1`);
          }
        }
      });
    }
  });

  // require("../../bpmnlint-plugin-sop/rules/**/*.js") in plugin/client/lint.js
  var globRequire_bpmnlint_plugin_sop_rules_js;
  var init_ = __esm({
    'require("../../bpmnlint-plugin-sop/rules/**/*.js") in plugin/client/lint.js'() {
      globRequire_bpmnlint_plugin_sop_rules_js = __glob({
        "../../bpmnlint-plugin-sop/rules/deployment-binding.js": () => require_deployment_binding(),
        "../../bpmnlint-plugin-sop/rules/diagram-fits-screen.js": () => require_diagram_fits_screen(),
        "../../bpmnlint-plugin-sop/rules/flow-is-orthogonal.js": () => require_flow_is_orthogonal(),
        "../../bpmnlint-plugin-sop/rules/id-convention.js": () => require_id_convention(),
        "../../bpmnlint-plugin-sop/rules/limit-has-timer.js": () => require_limit_has_timer(),
        "../../bpmnlint-plugin-sop/rules/model-reads-at-a-glance.js": () => require_model_reads_at_a_glance(),
        "../../bpmnlint-plugin-sop/rules/name-convention.js": () => require_name_convention(),
        "../../bpmnlint-plugin-sop/rules/node-is-in-one-lane.js": () => require_node_is_in_one_lane(),
        "../../bpmnlint-plugin-sop/rules/retry-schedule.js": () => require_retry_schedule(),
        "../../bpmnlint-plugin-sop/rules/shape-in-lane.js": () => require_shape_in_lane(),
        "../../bpmnlint-plugin-sop/rules/time-to-live.js": () => require_time_to_live(),
        "../../bpmnlint-plugin-sop/rules/timer-has-limit.js": () => require_timer_has_limit(),
        "../../bpmnlint-plugin-sop/rules/timer-parses.js": () => require_timer_parses(),
        "../../bpmnlint-plugin-sop/rules/user-task-has-due-date.js": () => require_user_task_has_due_date(),
        "../../bpmnlint-plugin-sop/rules/user-task-has-form.js": () => require_user_task_has_form(),
        "../../bpmnlint-plugin-sop/rules/user-task-has-group.js": () => require_user_task_has_group(),
        "../../bpmnlint-plugin-sop/rules/user-task-has-post.js": () => require_user_task_has_post(),
        "../../bpmnlint-plugin-sop/rules/version-is-tagged.js": () => require_version_is_tagged()
      });
    }
  });

  // bpmnlint-plugin-sop/index.js
  var require_bpmnlint_plugin_sop = __commonJS({
    "bpmnlint-plugin-sop/index.js"(exports, module) {
      "use strict";
      var FAULTS = ["time-to-live", "timer-parses", "user-task-has-group"];
      var CONVENTIONS = [
        "deployment-binding",
        "diagram-fits-screen",
        "flow-is-orthogonal",
        "id-convention",
        "limit-has-timer",
        "model-reads-at-a-glance",
        "name-convention",
        "node-is-in-one-lane",
        "retry-schedule",
        "shape-in-lane",
        "timer-has-limit",
        "user-task-has-due-date",
        "user-task-has-form",
        "user-task-has-post",
        "version-is-tagged"
      ];
      var as = (category, names) => Object.fromEntries(names.map((name) => [name, category]));
      module.exports = {
        configs: {
          recommended: { rules: { ...as("error", FAULTS), ...as("warn", CONVENTIONS) } }
        }
      };
    }
  });

  // plugin/client/lint.js
  var require_lint = __commonJS({
    "plugin/client/lint.js"(exports, module) {
      "use strict";
      init_();
      var { configs } = require_bpmnlint_plugin_sop();
      var PACKAGE = "bpmnlint-plugin-sop";
      module.exports = {
        config: { extends: ["plugin:sop/recommended"] },
        resolver: {
          resolveConfig(pkg, name) {
            if (pkg !== PACKAGE || !configs[name]) throw new Error(`unknown config <${pkg}/${name}>`);
            return configs[name];
          },
          resolveRule(pkg, name) {
            if (pkg !== PACKAGE) throw new Error(`unknown rule <${pkg}/${name}>`);
            return globRequire_bpmnlint_plugin_sop_rules_js(`../../bpmnlint-plugin-sop/rules/${name}.js`);
          }
        }
      };
    }
  });

  // plugin/client/client.js
  var require_client = __commonJS({
    "plugin/client/client.js"() {
      var plugins = window.plugins = window.plugins || [];
      for (const plugin of [require_kept(), require_boundaries()]) {
        plugins.push({ plugin, type: "bpmn.platform.modeler.additionalModules" });
      }
      plugins.push({ plugin: require_lint(), type: "lintRules.bpmn" });
    }
  });
  require_client();
})();
