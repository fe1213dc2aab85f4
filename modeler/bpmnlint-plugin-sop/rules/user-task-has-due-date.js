'use strict';

const { attribute, rule } = require('../model');

module.exports = rule((model, report) => {
  for (const { element } of model.running('bpmn:UserTask')) {
    if (!attribute(element, 'dueDate')) report(element.id, '没有到期时间；取自工作者算出的变量，例如 ${dueReview}');
  }
});
