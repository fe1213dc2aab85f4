'use strict';

const { attribute, isExpression, rule } = require('../model');

module.exports = rule((model, report) => {
  for (const { element } of model.running('bpmn:UserTask')) {
    const persons = [ attribute(element, 'assignee'), attribute(element, 'candidateUsers') ].filter(Boolean);
    const named = persons.find((each) => !isExpression(each));
    if (named) report(element.id, `任务指名给 ${named}，此人不在时没有人能办；填写候选组`);
    else if (!persons.length && !attribute(element, 'candidateGroups')) {
      report(element.id, '没有写候选组，没有人看得到这个任务');
    }
  }
});
