// Hints that Cockpit and Tasklist write in English, or as an expression that they never evaluate, past the locale.
const HINTS = {
  'Toggle this section': '展开或收起此部分',
  'Suspended Job Definition': '挂起的作业定义',
  'task.assignee': '办理人',
};

function inChinese($delegate) {
  const [directive] = $delegate;
  const { compile } = directive;
  directive.compile = (element, attributes) => {
    const hint = HINTS[attributes.uibTooltip];
    if (hint) attributes.$set('uibTooltip', hint);
    return compile.call(directive, element, attributes);
  };
  return $delegate;
}

window.angular.module('ui.bootstrap.tooltip').decorator('uibTooltipDirective', ['$delegate', inChinese]);

// The buttons beside a diagram have their hints in the viewer's own template.
const TITLES = { 'zoom in': '放大', 'zoom out': '缩小', 'reset zoom': '恢复大小' };

function renameTitles() {
  for (const place of document.querySelectorAll('[title]')) {
    const title = TITLES[place.title];
    if (title) place.title = title;
  }
}

new MutationObserver(renameTitles).observe(document.documentElement, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ['title'],
});
