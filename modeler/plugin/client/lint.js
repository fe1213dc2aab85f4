// Our lint rules as the Modeler's own linter takes them: a configuration, and where its rules are.
'use strict';

const { configs } = require('../../bpmnlint-plugin-sop');

const PACKAGE = 'bpmnlint-plugin-sop';

module.exports = {
  config: { extends: [ 'plugin:sop/recommended' ] },
  resolver: {
    resolveConfig(pkg, name) {
      if (pkg !== PACKAGE || !configs[name]) throw new Error(`unknown config <${pkg}/${name}>`);
      return configs[name];
    },
    resolveRule(pkg, name) {
      if (pkg !== PACKAGE) throw new Error(`unknown rule <${pkg}/${name}>`);
      return require(`../../bpmnlint-plugin-sop/rules/${name}.js`);
    },
  },
};
