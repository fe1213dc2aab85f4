'use strict';

const { rule } = require('../model');

const CHINESE = /[\u4e00-\u9fff]/;
const DIVIDES = [ 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ComplexGateway' ];

module.exports = rule((model, report) => {
  model.processes.forEach((each) => named(each, report));
  for (const { element, type } of model.running()) {
    if (!type.endsWith('Gateway')) named(element, report);
    else if (DIVIDES.includes(type)) asks(element, answersOf(model, element), report);
  }
  if (model.processes.length) model.lanes.forEach(({ lane }) => named(lane, report));
});

function named({ id, name = '' }, report) {
  if (!name.trim()) report(id, '没有名称；用中文写明它是什么');
  else if (!CHINESE.test(name)) report(id, `名称“${name}”不是中文`);
}

/** By the flows themselves: not every tool writes them into the gateway, too. */
const answersOf = ({ flows }, gateway) => flows.map(({ element }) => element).filter(({ sourceRef }) => sourceRef === gateway);

function asks({ id, name = '' }, answers, report) {
  if (answers.length <= 1) return;
  if (!/[？?]$/.test(name.trim())) report(id, `${name.trim() ? `网关的名称“${name.trim()}”不是问题` : '网关没有问题'}；例如“是否受理？”`);
  for (const flow of answers) {
    if (!(flow.name || '').trim()) report(flow.id, `没有回答网关的问题“${name}”；写上答案，例如“是”`);
  }
}
