// Tasks are due at a time of day, and late by a span: a relative time alone makes people reckon.
import { clock } from './clock.js';

const REFRESH = 20_000; // milliseconds between two looks at the clock

/** Replaces how Tasklist draws times, for due dates alone: when a task was created stays relative. */
function dueDates($delegate) {
  const [directive] = $delegate;
  const relative = directive.compile();
  directive.compile = () => (scope, element, attributes) => {
    if (attributes.amTimeAgo !== 'task.due') {
      relative(scope, element, attributes);
      return;
    }
    const show = () => element.text(clock(scope.$eval(attributes.amTimeAgo), new Date()));
    scope.$watch(attributes.amTimeAgo, show);
    const timer = setInterval(show, REFRESH);
    scope.$on('$destroy', () => clearInterval(timer));
  };
  return $delegate;
}

window.angular.module('angularMoment').decorator('amTimeAgoDirective', ['$delegate', dueDates]);
