// @ts-check
// How the page speaks: sentences, digits and dates come from the page, because only the server knows six languages.
import { asciiDigits, timeOfDay } from './time.js';

/**
 * @typedef {Record<string, string>} Localized by language tag
 * @typedef {{ weekday: string, date: string, second: string | null }} DayWords
 * @typedef {{ language: string, digits: string, sentences: Record<string, string>, days: Record<string, DayWords> }} Given
 */

const isolate = (/** @type {string} */ text) => `\u2068${text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')}\u2069`;

export class Words {
  /** @type {string[]} content languages of the edition, in the order in which one stands in for another */
  fallback = [];
  #given;
  #lists;

  /** @param {Given} given */
  constructor(given) {
    this.#given = given;
    this.#lists = new Intl.ListFormat(given.language, { type: 'conjunction' });
  }

  get language() { return this.#given.language; }

  /** @returns {string[]} days of the edition, in order */
  get dates() { return Object.keys(this.#given.days); }

  /** A sentence of `locale/` with its values; texts in it are isolated, so that a name in another script does not turn it around.
   * @param {string} key @param {Record<string, string | number>} [values] @returns {string} */
  say(key, values = {}) {
    return (this.#given.sentences[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === 'number' ? this.number(value) : isolate(value);
    });
  }

  /** @param {number | string} value @returns {string} in the language's digits */
  number(value) { return String(value).replace(/\d/g, (d) => this.#given.digits[Number(d)]); }

  /** @param {string[]} items @returns {string} */
  list(items) { return this.#lists.format(items); }

  /** @param {number} minutes @returns {string} `09:30` */
  clock(minutes) {
    const time = timeOfDay(minutes);
    return this.number(`${String(Math.floor(time / 60)).padStart(2, '0')}:${String(time % 60).padStart(2, '0')}`);
  }

  /** @param {number} from @param {number} until @returns {string} isolated: between numbers the dash would turn around */
  range(from, until) { return isolate(`${this.clock(from)}–${this.clock(until)}`); }

  /** @param {string} date @returns {DayWords} */
  day(date) { return this.#given.days[date] ?? { weekday: '', date: this.number(date), second: null }; }

  /** @param {string} date @returns {string} */
  dayName(date) { const { weekday, date: name } = this.day(date); return weekday ? `${weekday} ${name}` : name; }

  /** A content text for this reader, and the language it is in. @param {Localized | null | undefined} text @returns {{ text: string, language: string }} */
  pick(text) {
    for (const language of [this.language, ...this.fallback]) if (text?.[language]) return { text: text[language], language };
    const [language, first] = Object.entries(text ?? {}).find(([, t]) => t) ?? ['', ''];
    return { text: first, language };
  }

  /** @param {Localized | null | undefined} text @returns {string} */
  text(text) { return this.pick(text).text; }
}

/** A text as search sees it: case, accents, the several ways to type an Arabic letter and the script of digits do not matter.
 * @param {string} text @returns {string} */
export const fold = (text) => asciiDigits(text.normalize('NFKD')).replace(/[\p{M}\u0640\u200b-\u200f]/gu, '').toLowerCase()
  .replace(/[يى]/g, 'ی').replace(/ك/g, 'ک').replace(/ة/g, 'ه').replace(/[أإآ]/g, 'ا').replace(/ؤ/g, 'و').replace(/ё/g, 'е').replace(/ı/g, 'i');
