'use strict';

const { rule } = require('../model');

const MOST_NODES = 25;

module.exports = rule((model, report) => {
  for (const process of model.processes) {
    const count = model.running().filter((each) => each.process === process && each.type !== 'bpmn:BoundaryEvent').length;
    if (count > MOST_NODES) report(process.id, `有 ${count} 个节点，一眼看不完；把自成一段的部分做成被调用的流程`);
  }
});
