'use strict';

const { rule } = require('../model');

module.exports = rule((model, report) => {
  for (const process of model.allProcesses) {
    const innermost = model.lanes.filter((each) => each.process === process && !each.lane.childLaneSet);
    if (!innermost.length) continue;
    for (const node of model.nodes.filter(({ parent }) => parent === process)) {
      const lanes = innermost.flatMap(({ lane }) => lane.flowNodeRef || []).filter((each) => each === node.element);
      if (lanes.length === 1) continue;
      report(node.element.id, lanes.length ? '属于几个泳道' : '不属于任何泳道，看不出由谁来办；把它拖进它的泳道');
    }
  }
});
