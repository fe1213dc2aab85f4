// What the four web apps have in common: language, name of the house, texts that no locale reaches.
import { company } from './company.js';

const PRODUCT = 'SOP 流程平台';

/** The settings of one web app, of which `name` is shown in the title beside company and product. */
export function house(name, { scripts = [], ...more } = {}) {
  return {
    app: { vendor: company ? `${company} · ${PRODUCT}` : PRODUCT, name },
    // The browser's language is not asked: forms, models and notices are in Chinese, too.
    locales: { availableLocales: ['zh-CN'], fallbackLocale: 'zh-CN' },
    dateFormat: { monthName: 'MMMM', day: 'DD', abbr: 'lll', normal: 'LLL', long: 'LLLL', short: 'LL' },
    customScripts: ['scripts/chinese.js', ...scripts],
    disableWelcomeMessage: true,
    ...more,
  };
}
