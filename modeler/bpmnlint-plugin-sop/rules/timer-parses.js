'use strict';

const { isExpression, rule, timerOf } = require('../model');
const { isUnderstood } = require('../time');

module.exports = rule((model, report) => {
  for (const node of model.running()) {
    const timer = timerOf(node);
    if (!timer) continue;
    if (!timer.text) report(node.element.id, '定时器没有写时间；填写时刻、时长或周期');
    else if (!isExpression(timer.text) && !isUnderstood(timer.kind, timer.text)) {
      report(node.element.id, `时间 ${timer.text} 读不懂，引擎拒绝部署；写成 ISO 8601，例如 PT4H、R3/PT10M`);
    }
  }
});
