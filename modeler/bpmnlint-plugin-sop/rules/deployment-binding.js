'use strict';

const { attribute, rule } = require('../model');

module.exports = rule((model, report) => {
  for (const { element } of model.running()) {
    for (const [ name, word ] of [ [ 'formRef', '表单' ], [ 'decisionRef', '决策表' ] ]) {
      const binding = attribute(element, `${name}Binding`) || 'latest';
      if (attribute(element, name) && binding !== 'deployment') {
        report(element.id, `${word}的绑定是 ${binding}，进行中的案件会用到别的版本；选 deployment`);
      }
    }
  }
});
