// Rules of the same name are in `sop lint`, too, and say the same: docs/lint/.
'use strict';

const FAULTS = [ 'time-to-live', 'timer-parses', 'user-task-has-group' ];
const CONVENTIONS = [
  'deployment-binding', 'diagram-fits-screen', 'flow-is-orthogonal', 'id-convention', 'limit-has-timer',
  'model-reads-at-a-glance', 'name-convention', 'node-is-in-one-lane', 'retry-schedule', 'shape-in-lane',
  'timer-has-limit', 'user-task-has-due-date', 'user-task-has-form', 'user-task-has-post', 'version-is-tagged',
];
const as = (category, names) => Object.fromEntries(names.map((name) => [ name, category ]));

module.exports = {
  configs: {
    recommended: { rules: { ...as('error', FAULTS), ...as('warn', CONVENTIONS) } },
  },
};
