'use strict';

const { attribute, properties, rule } = require('../model');

const SCHEDULE = /^R[1-9]\d?\/P(?=\d|T\d)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;

module.exports = rule((model, report) => {
  for (const { element } of model.running()) {
    const message = (element.eventDefinitions || []).find(({ $type }) => $type === 'bpmn:MessageEventDefinition');
    const worked = message || element;
    const topic = attribute(worked, 'topic');
    if (attribute(worked, 'type') !== 'external' || !topic || topic.includes('{')) continue;
    const [ found ] = properties(element, 'retries');
    if (found === undefined) report(element.id, '没有写重试安排；加扩展属性 retries，例如 R3/PT5M');
    else if (!SCHEDULE.test(found)) report(element.id, `重试安排 ${found} 读不懂；例如 R3/PT5M`);
  }
});
