'use strict';

const { attribute, rule } = require('../model');

module.exports = rule(({ processes }, report) => {
  for (const process of processes) {
    const tag = attribute(process, 'versionTag');
    if (!/^V\d+(?:\.\d+)+$/.test(tag)) {
      report(process.id, `${tag ? `版本标签“${tag}”不是规程的版本号` : '没有版本标签'}；填规程的版本，例如 V1.1`);
    }
  }
});
