// @ts-check
// What is being moved, and where it would stand if it were dropped now. The pointer and the keyboard both aim; neither knows how a session is placed.
import { nudge, snap, STEP } from './time.js';
import { keysOf } from './columns.js';

/**
 * @typedef {import('./programme.js').Placing} Placing
 * @typedef {import('./columns.js').Sheet} Sheet
 * @typedef {'move' | 'start' | 'end'} Grip the whole session, or one edge
 */

export const MOST_MINUTES = 7 * 1440;

export class Moving {
  #programme; #words;
  /** @type {number} where the main one begins */ #minute;
  /** @type {number} how far it went from its own column */ #columns = 0;
  #length;
  /** @type {number | null} the column a session that has none is aimed at */ #landing = null;
  /** @type {number} how many halls on, where columns are no halls */ #halls = 0;

  /**
   * @param {import('./programme.js').Programme} programme @param {Sheet} sheet @param {string[]} guids the main one first @param {Grip} grip
   * @param {import('./words.js').Words} words
   */
  constructor(programme, sheet, guids, grip, words) {
    this.#programme = programme;
    this.#words = words;
    this.sheet = sheet;
    this.guids = guids;
    this.grip = grip;
    const main = this.main;
    this.#minute = main.start ?? sheet.from;
    this.#length = main.minutes || 30;
    if (main.start == null) this.#landing = this.#home;
  }

  get main() { return /** @type {import('./programme.js').Session} */ (this.#programme.session(this.guids[0])); }

  /** @type {Sheet} the day and view it is aimed at; another day keeps times of day */
  sheet;

  /** @returns {number} the column of the main one now, before any aim */
  get #home() {
    const key = keysOf(this.#programme, this.sheet.view, this.main, this.#words)[0];
    return Math.max(0, this.sheet.columns.findIndex((c) => c.key === key));
  }

  get column() { return this.#landing ?? Math.max(0, Math.min(this.sheet.columns.length - 1, this.#home + this.#columns)); }
  get minute() { return this.#minute; }
  get length() { return this.#length; }
  /** How many halls further it is moved in a view whose columns are people or parties. */
  get halls() { return this.#halls; }

  /** Whether another column means another hall or track. */
  get turns() { return this.sheet.view === 'hall' || this.sheet.view === 'track'; }

  /** @param {number} minute not snapped @param {number} column */
  aim(minute, column) {
    const start = this.main.start ?? this.#minute, end = start + (this.main.minutes || 30);
    if (this.grip === 'end') this.#length = Math.max(STEP, Math.min(MOST_MINUTES, snap(minute) - start));
    else if (this.grip === 'start') {
      this.#minute = Math.min(snap(minute), end - STEP);
      this.#length = end - this.#minute;
    } else {
      this.#minute = snap(minute);
      if (this.#landing != null) this.#landing = column;
      else this.#columns = column - this.#home;
    }
  }

  /** @param {number} minutes @param {number} columns */
  nudge(minutes, columns) {
    if (minutes) this.#minute = nudge(this.#minute, minutes);
    if (!columns) return;
    if (!this.turns) { this.#halls += columns; return; }
    if (this.#landing != null) this.#landing = Math.max(0, Math.min(this.sheet.columns.length - 1, this.#landing + columns));
    else this.#columns = Math.max(-this.#home, Math.min(this.sheet.columns.length - 1 - this.#home, this.#columns + columns));
  }

  /** @param {number} minutes */
  stretch(minutes) { this.#length = Math.max(STEP, Math.min(MOST_MINUTES, nudge(this.#length, minutes))); }

  /** The same on another day: times of day stay. @param {Sheet} sheet */
  turnTo(sheet) {
    this.#minute += this.#programme.at(sheet.date, 0) - this.#programme.at(this.sheet.date, 0);
    this.sheet = sheet;
  }

  /** Where each would stand: only the fields that would be written. @returns {Map<string, Partial<Placing>>} */
  placings() {
    /** @type {Map<string, Partial<Placing>>} */
    const placings = new Map();
    const main = this.main, shift = this.#minute - (main.start ?? this.#minute), longer = this.#length - main.minutes;
    // Those without a time follow one another.
    let next = this.#minute;
    for (const guid of this.guids) {
      const session = this.#programme.session(guid);
      if (!session) continue;
      /** @type {Partial<Placing>} */
      const placing = { start: session.start == null ? next : session.start + shift };
      if (longer) placing.minutes = Math.max(STEP, guid === main.guid ? this.#length : (session.minutes || 30) + (main.minutes ? longer : 0));
      if (session.start == null) next += placing.minutes ?? session.minutes;
      if (this.grip === 'move' && this.turns) {
        const { columns, view } = this.sheet;
        const own = columns.findIndex((c) => c.key === keysOf(this.#programme, view, session, this.#words)[0]);
        const column = guid === main.guid || session.start == null && this.#landing != null || own < 0 ? this.column : Math.max(0, Math.min(columns.length - 1, own + this.column - this.#home));
        const key = columns[column]?.key || null;
        if (view === 'track') placing.track = key;
        else if (!session.allHalls) placing.hall = key;
      } else if (this.#halls && !session.allHalls) {
        const halls = [...this.#programme.halls.keys()], own = session.hall ? halls.indexOf(session.hall) : this.#halls > 0 ? -1 : halls.length;
        placing.hall = halls[Math.max(0, Math.min(halls.length - 1, own + this.#halls))] ?? null;
      }
      placings.set(guid, changed(session, placing));
    }
    return placings;
  }
}

/** @param {import('./programme.js').Session} session @param {Partial<Placing>} placing @returns {Partial<Placing>} only what differs */
export const changed = (session, placing) => Object.fromEntries(Object.entries(placing).filter(([field, value]) => session[/** @type {keyof Placing} */ (field)] !== value));
