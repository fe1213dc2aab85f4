'use strict';

const { attribute, rule } = require('../model');

module.exports = rule(({ processes }, report) => {
  for (const process of processes) {
    const found = attribute(process, 'historyTimeToLive');
    if (/^(?:\d+|P\d+D)$/.test(found)) continue;
    report(process.id, found
      ? `流程的历史保留期限 ${found} 读不懂，引擎默认拒绝部署；例如 P180D：180 天`
      : '流程没有写历史保留期限，引擎默认拒绝部署；例如 P180D：180 天');
  }
});
