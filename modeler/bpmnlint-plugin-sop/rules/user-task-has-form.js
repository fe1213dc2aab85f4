'use strict';

const { attribute, extensions, rule } = require('../model');

module.exports = rule((model, report) => {
  for (const { element } of model.running('bpmn:UserTask')) {
    const named = attribute(element, 'formRef') || attribute(element, 'formKey');
    if (!named && !extensions(element, 'formData').length) report(element.id, '没有表单；在“表单”中选 Camunda Forms');
  }
});
