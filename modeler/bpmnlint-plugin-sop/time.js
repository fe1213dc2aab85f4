// Times as a model writes them out: which of them an engine of the family understands.
'use strict';

const DURATION = String.raw`P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?`;
const DATE = String.raw`\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?`;
const CYCLE = String.raw`R\d*/(?:${DATE}/)?${DURATION}(?:/${DATE})?`;
const CRON = String.raw`(?:[\d*?,/\-LW#A-Za-z]+\s+){5,6}[\d*?,/\-LW#A-Za-z]+`;
const FORMS = { duration: DURATION, date: DATE, cycle: `${CYCLE}|${CRON}` };

module.exports = { isUnderstood: (kind, text) => new RegExp(`^(?:${FORMS[kind]})$`).test(text) };
