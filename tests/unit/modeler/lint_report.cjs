// What the rules of our bpmnlint plug-in say about files: node lint_report.cjs (plain|camunda) < JSON list of paths.
'use strict';

const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const root = join(__dirname, '..', '..', '..');
const ofProject = createRequire(join(root, 'package.json'));
const { BpmnModdle } = createRequire(ofProject.resolve('bpmnlint/package.json'))('bpmn-moddle');
const Linter = ofProject('bpmnlint/lib/linter');
const NodeResolver = ofProject('bpmnlint/lib/resolver/node-resolver');

const UNREADABLE = 'unreadable'; // the Modeler cannot open it either
const known = process.argv[2] === 'camunda' ? { camunda: ofProject('camunda-bpmn-moddle/resources/camunda.json') } : {};
const linter = new Linter({ config: { extends: 'plugin:sop/recommended' }, resolver: new NodeResolver({ require: ofProject }) });

async function report(file) {
  const xml = readFileSync(file, 'utf8');
  const { rootElement } = await new BpmnModdle(known).fromXML(xml).catch(() => ({}));
  if (!rootElement) return [ { file, rule: UNREADABLE, element: '', message: '', category: '' } ];
  const found = await linter.lint(rootElement);
  return Object.entries(found).flatMap(([ rule, each ]) => each.map(
    ({ id, message, category }) => ({ file, rule, element: id || '', message, category })
  ));
}

async function main() {
  const files = JSON.parse(readFileSync(0, 'utf8'));
  const found = [];
  for (const file of files) found.push(...await report(file));
  process.stdout.write(JSON.stringify(found));
}

main().catch((error) => { process.stderr.write(String(error.stack)); process.exitCode = 1; });
