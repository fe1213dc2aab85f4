'use strict';

const { attribute, isExpression, rule, timerOf } = require('../model');
const { isUnderstood } = require('../time');

const RUNGS = /^[$#]\{\s*rungs(\w+)\s*\}$/;
const DUE = /^[$#]\{\s*due(\w+)\s*\}$/;

module.exports = rule((model, report) => {
  for (const node of model.running()) {
    const timer = timerOf(node);
    const beginsProcess = node.type === 'bpmn:StartEvent' && node.parent === node.process;
    if (!timer || beginsProcess) continue;
    if (!isExpression(timer.text) && isUnderstood(timer.kind, timer.text)) {
      report(node.element.id, `时间 ${timer.text} 写死在模型里；由工作者按时限表算出，这里用变量`);
    }
    const rungs = RUNGS.exec(timer.text);
    const host = node.element.attachedToRef;
    if (!rungs || !host) continue;
    const limits = limitsOf(model, host);
    if (limits.length && !limits.includes(rungs[1])) {
      report(node.element.id, `定时器用 rungs${rungs[1]}，步骤的到期时间却是 ${limits.map((each) => `due${each}`).join('、')}`);
    }
  }
});

/** The limits of a step, or of the steps in a scope. */
function limitsOf(model, host) {
  const found = new Set();
  for (const task of model.running('bpmn:UserTask')) {
    const due = DUE.exec(attribute(task.element, 'dueDate'));
    for (let node = task; node; node = model.byElement.get(node.parent)) {
      if (due && node.element === host) found.add(due[1]);
    }
  }
  return [ ...found ].sort();
}
