import { house } from './house.js';

// Keys that no browser and no input method takes: Ctrl+Alt+letter, except where a letter is the browser's.
export default house('待办任务', {
  scripts: ['scripts/hints.js', 'scripts/due-dates.js'],
  shortcuts: {
    claimTask: { key: 'ctrl+alt+c', description: '认领当前任务' },
    focusFilter: { key: 'ctrl+shift+f', description: '转到第一个筛选' },
    focusList: { key: 'ctrl+alt+l', description: '转到列表中的第一个任务' },
    focusForm: { key: 'ctrl+alt+f', description: '转到表单的第一个输入框' },
    startProcess: { key: 'ctrl+alt+p', description: '发起流程' },
  },
});
