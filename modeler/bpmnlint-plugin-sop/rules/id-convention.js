'use strict';

const { rule } = require('../model');

const ID = /^[A-Z][A-Za-z]+(?:_[A-Z][A-Za-z0-9]*)+$/;
const DRAWN = /_[0-9a-z]{7}$/; // what a modeler gives when nobody has named an element
const PREFIXES = {
  'bpmn:StartEvent': [ 'StartEvent' ],
  'bpmn:EndEvent': [ 'EndEvent' ],
  'bpmn:BoundaryEvent': [ 'Boundary', 'Timer' ],
  'bpmn:IntermediateCatchEvent': [ 'Event', 'Timer', 'Catch' ],
  'bpmn:IntermediateThrowEvent': [ 'Event', 'Throw' ],
  'bpmn:SubProcess': [ 'SubProcess', 'EventSubProcess' ],
  'bpmn:Transaction': [ 'SubProcess', 'Transaction' ],
  'bpmn:AdHocSubProcess': [ 'SubProcess', 'AdHoc' ],
  'bpmn:CallActivity': [ 'Task', 'Call' ],
};
const GLOBALS = { 'bpmn:Error': 'Error', 'bpmn:Message': 'Message', 'bpmn:Signal': 'Signal', 'bpmn:Escalation': 'Escalation' };

module.exports = rule((model, report) => {
  const expect = (id, prefixes) => {
    if (ID.test(id) && prefixes.includes(id.split('_')[0]) && !DRAWN.test(id)) return;
    report(id, `标识 ${id} 不合约定；改成 ${prefixes.map((each) => `${each}_…`).join(' 或 ')}，后面是大写开头的英文`);
  };
  for (const { element, type } of model.running()) {
    expect(element.id, type.endsWith('Gateway') ? [ 'Gateway' ] : PREFIXES[type] || [ 'Task' ]);
  }
  for (const { element, process } of model.flows) if (model.processes.includes(process)) expect(element.id, [ 'Flow' ]);
  if (!model.processes.length) return;
  for (const { id, $type } of model.definitions.rootElements) if (GLOBALS[$type]) expect(id, [ GLOBALS[$type] ]);
});
