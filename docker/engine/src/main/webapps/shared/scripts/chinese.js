// Makes Chinese what the locale files do not reach: calendars, and the texts inside forms.
import { translateForms } from './form-texts.js';

const { angular, flatpickr } = window;
const DAYS = ['日', '一', '二', '三', '四', '五', '六'];
const MONTHS = Array.from({ length: 12 }, (_, month) => `${month + 1}月`);

document.documentElement.lang = 'zh-CN'; // else browsers draw Chinese with Japanese glyphs, and screen readers spell it

/** Names of months and days in the calendars that Angular draws. */
function calendar($delegate) {
  Object.assign($delegate.DATETIME_FORMATS, {
    MONTH: MONTHS,
    STANDALONEMONTH: MONTHS,
    SHORTMONTH: MONTHS,
    DAY: DAYS.map((day) => `星期${day}`),
    SHORTDAY: DAYS,
    AMPMS: ['上午', '下午'],
  });
  return $delegate;
}

angular.module('ng').decorator('$locale', ['$delegate', calendar]);
flatpickr?.localize({
  weekdays: { shorthand: DAYS, longhand: DAYS.map((day) => `星期${day}`) },
  months: { shorthand: MONTHS, longhand: MONTHS },
  firstDayOfWeek: 1,
  time_24hr: true,
});
translateForms(document.body);
