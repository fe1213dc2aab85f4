'use strict';

const { rule } = require('../model');

module.exports = rule((model, report) => {
  for (const { element } of model.running('bpmn:UserTask')) {
    const text = (element.documentation || []).map((each) => each.text || '').join('\n');
    if (!/^\s*岗位[：:]\s*\S/m.test(text)) report(element.id, '说明里没有写岗位；在“文档”中写一行，例如“岗位：客服专员。”');
  }
});
