// Hands our parts to the Modeler: it reads `window.plugins` when it opens a diagram.
'use strict';

const plugins = window.plugins = window.plugins || [];

for (const plugin of [ require('./kept'), require('./boundaries') ]) {
  plugins.push({ plugin, type: 'bpmn.platform.modeler.additionalModules' });
}
plugins.push({ plugin: require('./lint'), type: 'lintRules.bpmn' });
