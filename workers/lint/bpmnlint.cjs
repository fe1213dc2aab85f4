// Runs bpmnlint, as installed beside the project, over the files named and prints its reports as JSON.
'use strict';

const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [ root, ...files ] = process.argv.slice(2);
const ofProject = createRequire(join(root, 'package.json'));
const ofBpmnlint = createRequire(ofProject.resolve('bpmnlint/package.json'));
const { BpmnModdle } = ofBpmnlint('bpmn-moddle');
const Linter = ofProject('bpmnlint/lib/linter');
const NodeResolver = ofProject('bpmnlint/lib/resolver/node-resolver');

const OURS = 'sop/'; // each of these is a rule of `sop lint`, too, which knows more and what is accepted
const config = JSON.parse(readFileSync(join(root, '.bpmnlintrc'), 'utf8'));
const linter = new Linter({ config, resolver: new NodeResolver({ require: ofProject }) });

async function reports(file) {
  const { rootElement } = await new BpmnModdle().fromXML(readFileSync(join(root, file), 'utf8'));
  const found = await linter.lint(rootElement);
  return Object.entries(found).filter(([ rule ]) => !rule.startsWith(OURS)).flatMap(([ rule, each ]) => each.map(
    ({ id, message }) => ({ file, rule, element: id || '', message })
  ));
}

Promise.all(files.map(reports)).then(
  found => process.stdout.write(JSON.stringify(found.flat())),
  error => { process.stderr.write(String(error.message)); process.exitCode = 1; }
);
