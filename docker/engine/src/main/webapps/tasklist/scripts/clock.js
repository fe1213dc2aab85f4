// When a task is due, as a person says it: 今天 15:30, 明天 09:00, 已超时 2 小时.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NEAR = ['今天', '明天', '后天'];
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** The time of the engine (+0800), of a calendar, or a number. */
function instant(value) {
  return new Date(typeof value === 'string' ? value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : value);
}

/** Days on the calendar between two instants, whatever their times of day. */
function daysBetween(from, to) {
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(to) - midnight(from)) / DAY); // rounded: with summer time a day has 23 hours
}

function late(by) {
  if (by < MINUTE) return '刚刚超时';
  if (by < HOUR) return `已超时 ${Math.floor(by / MINUTE)} 分钟`;
  if (by < 2 * DAY) return `已超时 ${Math.floor(by / HOUR)} 小时`;
  return `已超时 ${Math.floor(by / DAY)} 天`;
}

function day(due, now) {
  const ahead = daysBetween(now, due);
  if (ahead < NEAR.length) return NEAR[ahead];
  const date = `${due.getMonth() + 1}月${due.getDate()}日`;
  return due.getFullYear() === now.getFullYear()
    ? `${date} ${WEEKDAYS[due.getDay()]}`
    : `${due.getFullYear()}年${date}`;
}

/** A due date beside the present; nothing for no date. */
export function clock(value, now) {
  if (value === null || value === undefined || value === '') return '';
  const due = instant(value);
  if (Number.isNaN(due.getTime())) return String(value);
  const left = due - now;
  if (left < 0) return late(-left);
  const two = (number) => String(number).padStart(2, '0');
  const time = `${day(due, now)} ${two(due.getHours())}:${two(due.getMinutes())}`;
  return left < HOUR ? `${time}，还剩 ${Math.floor(left / MINUTE)} 分钟` : time;
}
