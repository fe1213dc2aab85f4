// A model as the rules ask about it, with or without the descriptors of Camunda's extensions.
'use strict';

const SCOPES = [ 'bpmn:SubProcess', 'bpmn:Transaction', 'bpmn:AdHocSubProcess' ];
const ZEEBE = 'http://camunda.org/schema/zeebe/1.0';
const local = (name) => name.split(':').pop();

/** An extension attribute, under whatever prefix; empty where there is none. */
function attribute(element, name) {
  if (!element) return '';
  const typed = element.$descriptor && element.$descriptor.propertiesByName[`camunda:${name}`];
  const found = typed ? element.get(`camunda:${name}`) : undefined;
  if (found !== undefined) return String(found).trim();
  const other = Object.entries(element.$attrs || {}).find(([ key ]) => key.includes(':') && local(key) === name);
  return other ? String(other[1]).trim() : '';
}

/** Extension elements of a kind: `properties`, `formData`. */
function extensions(element, kind) {
  const { values = [] } = element.extensionElements || {};
  return values.filter(({ $type }) => local($type).toLowerCase() === kind.toLowerCase());
}

/** Values of an extension property. */
function properties(element, name) {
  return extensions(element, 'properties')
    .flatMap((each) => each.values || each.$children || [])
    .filter((each) => each.name === name)
    .map(({ value }) => String(value));
}

const isExpression = (text) => text.includes('${') || text.includes('#{');

class Model {
  constructor(definitions) {
    this.definitions = definitions;
    this.nodes = [];
    this.flows = [];
    this.lanes = [];
    const roots = definitions.rootElements || [];
    this.allProcesses = roots.filter(({ $type }) => $type === 'bpmn:Process');
    this.processes = isForCamunda8(definitions) ? [] : this.allProcesses.filter(({ isExecutable }) => isExecutable);
    this.participants = roots.flatMap((each) => each.participants || []);
    for (const process of this.allProcesses) {
      this._read(process, process, process);
      this._readLanes(process, process.laneSets || []);
    }
    this.byElement = new Map(this.nodes.map((node) => [ node.element, node ]));
    this.planes = (definitions.diagrams || []).map(({ plane }) => plane).filter(Boolean).map(sheet);
  }

  /** Nodes that an engine runs; of some types only. */
  running(...types) {
    return this.nodes.filter(({ process, type }) => this.processes.includes(process)
      && (!types.length || types.includes(type)));
  }

  boundaries({ element }) {
    return this.nodes.filter((each) => each.element.attachedToRef === element);
  }

  _read(scope, process, parent) {
    for (const element of scope.flowElements || []) {
      if (element.$type === 'bpmn:SequenceFlow') this.flows.push({ element, process });
      if (!element.$instanceOf('bpmn:FlowNode')) continue;
      this.nodes.push({ element, process, parent, type: element.$type });
      if (SCOPES.includes(element.$type)) this._read(element, process, element);
    }
  }

  _readLanes(process, sets) {
    for (const lane of sets.flatMap((set) => set.lanes || [])) {
      this.lanes.push({ lane, process });
      if (lane.childLaneSet) this._readLanes(process, [ lane.childLaneSet ]);
    }
  }
}

function isForCamunda8(definitions) {
  const { $attrs = {} } = definitions;
  const platform = Object.entries($attrs).find(([ key ]) => local(key) === 'executionPlatform');
  const named = platform ? platform[1] : definitions.get('modeler:executionPlatform');
  return String(named || '').includes('Cloud') || Object.values($attrs).includes(ZEEBE);
}

/** One diagram: boxes and lines by element. */
function sheet(plane) {
  const shapes = new Map(), edges = new Map();
  for (const each of plane.planeElement || []) {
    if (!each.bpmnElement) continue;
    if (each.$type === 'bpmndi:BPMNShape' && each.bounds) shapes.set(each.bpmnElement, each.bounds);
    if (each.$type === 'bpmndi:BPMNEdge' && (each.waypoint || []).length > 1) edges.set(each.bpmnElement, each.waypoint);
  }
  return { element: plane.bpmnElement, shapes, edges };
}

/** The timer of an event: `kind` and `text`; `null` where it is no timer event. */
function timerOf({ element }) {
  const definition = (element.eventDefinitions || []).find(({ $type }) => $type === 'bpmn:TimerEventDefinition');
  if (!definition) return null;
  for (const [ key, kind ] of [ [ 'timeDate', 'date' ], [ 'timeDuration', 'duration' ], [ 'timeCycle', 'cycle' ] ]) {
    if (definition[key]) return { kind, text: String(definition[key].body || '').trim() };
  }
  return { kind: 'duration', text: '' };
}

/** A rule that looks at the whole model at once; `look` says `report(id, text)`. */
function rule(look) {
  return () => ({
    check(node, reporter) {
      if (node.$type === 'bpmn:Definitions') look(new Model(node), (id, text) => reporter.report(id, text));
    },
  });
}

module.exports = { attribute, extensions, isExpression, properties, rule, timerOf };
