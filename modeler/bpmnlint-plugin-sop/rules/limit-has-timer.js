'use strict';

const { attribute, rule } = require('../model');

module.exports = rule((model, report) => {
  for (const task of model.running('bpmn:UserTask')) {
    if (!attribute(task.element, 'dueDate')) continue;
    const timers = timersOf(model, task);
    if (timers.some(({ cancelActivity }) => cancelActivity === false)) continue;
    report(task.element.id, timers.length
      ? '定时器会中断任务：到时任务就没有了，经办人得不到提醒'
      : '有到期时间，但没有定时器：逾期时没有人得到提醒；在边上加不中断的定时器');
  }
});

/** The timers on the border of a step and of the scopes around it. */
function timersOf(model, task) {
  const found = [];
  for (let node = task; node; node = model.byElement.get(node.parent)) {
    found.push(...model.boundaries(node).map(({ element }) => element));
  }
  return found.filter(({ eventDefinitions = [] }) => eventDefinitions.some(({ $type }) => $type === 'bpmn:TimerEventDefinition'));
}
