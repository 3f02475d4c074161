// @ts-check
// What is in the hand: aims it, shows where it would stand and what is not free there, and puts it down.
import { against, busy, closed } from './busy.js';
import { keysOf } from './columns.js';
import { hallOf } from './dialogs.js';
import { boxOf, columnAt, minuteAt } from './geometry.js';
import { Moving } from './moving.js';
import { endOf, writePlacing } from './programme.js';
import { Unreached } from './api.js';

/**
 * @typedef {import('./programme.js').Session} Session
 * @typedef {import('./programme.js').Placing} Placing
 * @typedef {import('./programme.js').Stretch} Stretch
 * @typedef {'side' | 'nowhere' | string} Away outside of the grid: over the unscheduled, over nothing, or over a day's tab
 * @typedef {{ programme: import('./programme.js').Programme, words: import('./words.js').Words, board: import('./board.js').Board, api: import('./api.js').Api, sheet: () => import('./columns.js').Sheet,
 *   canForesee: () => boolean, aimed: (away: Away | null) => void, put: (placings: Map<string, Partial<Placing>>, how: { copy: boolean, away: Away | null, main: string, seen: ReadonlyMap<string, number> }) => void, still: () => void }} Desk
 */

/** How long the hand rests before the rules are asked. */
const REST = 150;

export class Hand {
  /** @type {Moving | null} */ #moving = null;
  /** @type {Away | null} */ #away = null;
  /** Moved by keys or by two presses, not dragged. */ isByKeys = false;
  #aimed = '';
  /** @type {import('./busy.js').Busy[]} */ #busy = [];
  /** @type {Map<string, Partial<Placing>>} */ #placings = new Map();
  /** @type {import('./findings.js').Finding[] | null} what the rules say of where it is aimed */ #foreseen = null;
  /** @type {AbortController | null} */ #asking = null;
  #timer = 0;
  /** @type {(() => void)[]} */ #whenStill = [];
  /** @type {Map<string, number>} the versions that were taken: what somebody saves meanwhile is not moved unseen */ #seen = new Map();
  #desk;

  /** @param {Desk} desk */
  constructor(desk) { this.#desk = desk; }

  get isFull() { return this.#moving != null; }
  get away() { return this.#away; }
  get guids() { return this.#moving?.guids ?? []; }
  /** The main one as it is, not as it would be. @returns {Session | null} */
  get main() { return this.#moving?.main ?? null; }

  /** @returns {Promise<void>} when nothing is in the hand */
  empty() { return this.#moving ? new Promise((done) => this.#whenStill.push(done)) : Promise.resolve(); }

  /** @param {string[]} guids the main one first @param {import('./moving.js').Grip} grip @param {boolean} byKeys */
  take(guids, grip, byKeys) {
    const { programme, words, board, sheet } = this.#desk;
    this.#moving = new Moving(programme, sheet(), guids, grip, words);
    this.isByKeys = byKeys;
    this.#away = null;
    this.#aimed = '';
    this.#seen = programme.versions(guids);
    const { main, column } = this.#moving, { plan, sight } = board;
    // What has no time yet begins where one looks.
    if (byKeys && main.start == null) this.#moving.aim(minuteAt(plan, sight.top + 24), main.hall ? column : columnAt(plan, sight.start + 40));
    board.draw(true);
    this.#show();
  }

  /** The sheet was laid anew, perhaps of another day. */
  turn() {
    const sheet = this.#desk.sheet();
    if (!this.#moving || this.#moving.sheet.view !== sheet.view) return;
    this.#moving.turnTo(sheet);
    this.#aimed = '';
    this.#show();
  }

  /** @param {number} minute @param {number} column */
  aim(minute, column) {
    this.#away = null;
    this.#moving?.aim(minute, column);
    this.#show();
  }

  /** @param {Away} away */
  aimAway(away) {
    this.#away = away;
    this.#show();
  }

  /** @param {number} minutes @param {number} columns */
  nudge(minutes, columns) {
    this.#moving?.nudge(minutes, columns);
    this.#show();
  }

  /** @param {number} minutes */
  stretch(minutes) {
    this.#moving?.stretch(minutes);
    this.#show();
  }

  /** @param {boolean} copy */
  drop(copy) {
    const moving = this.#moving, away = this.#away;
    if (!moving) return;
    const placings = away === 'side' ? new Map(moving.guids.map((g) => [g, { start: null, hall: null }])) : away && away !== 'nowhere' ? this.#onDay(moving.guids, away) : moving.placings();
    this.letGo();
    if (away !== 'nowhere') this.#desk.put(placings, { copy, away, main: moving.guids[0], seen: this.#seen });
  }

  /** Everything stays where it was. */
  letGo() {
    this.#moving = null;
    this.#away = null;
    this.isByKeys = false;
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#desk.board.haunt([]);
    this.#desk.board.hatch(null);
    this.#desk.still();
    for (const go of this.#whenStill.splice(0)) go();
  }

  /** @param {string[]} guids @param {string} date @returns {Map<string, Partial<Placing>>} at the same time of day */
  #onDay(guids, date) {
    const { programme } = this.#desk;
    return new Map(guids.flatMap((guid) => {
      const start = programme.session(guid)?.start;
      return start == null ? [] : [[guid, { start: start + programme.at(date, 0) - programme.at(programme.dayOf(start), 0) }]];
    }));
  }

  #show() {
    const moving = this.#moving, sheet = this.#desk.sheet();
    if (!moving) return;
    const key = [this.#away, moving.minute, moving.column, moving.length, moving.halls, sheet.date, this.#desk.programme.revision].join();
    if (key === this.#aimed) return;
    if (this.#aimed === '') this.#hatch();
    this.#aimed = key;
    this.#placings = moving.placings();
    this.#foreseen = null;
    if (this.#away) this.#desk.board.haunt([]);
    else this.#haunt();
    this.#desk.aimed(this.#away);
    this.#foresee();
  }

  get #day() {
    const { from, until } = this.#desk.sheet();
    return { from, until };
  }

  #hatch() {
    const { programme, board, sheet } = this.#desk;
    this.#busy = busy(programme, this.guids, this.#day);
    /** @type {Map<number, Stretch[]>} */
    const shut = new Map();
    if (sheet().view === 'hall') sheet().columns.forEach((c, i) => { const times = closed(programme, c.key, this.#day); if (times.length) shut.set(i, times); });
    board.hatch({ columns: shut, wide: joined(this.#busy) });
  }

  #haunt() {
    const { programme, words, board } = this.#desk, sheet = this.#desk.sheet();
    const ghosts = [...this.#placings].flatMap(([guid, placing]) => {
      const session = { .../** @type {Session} */ (programme.session(guid)), ...placing };
      if (session.start == null) return [];
      const from = session.start, until = from + Math.max(15, session.minutes || 30), isWide = sheet.view === 'hall' && session.allHalls;
      const columns = isWide ? [0] : keysOf(programme, sheet.view, session, words).map((k) => sheet.columns.findIndex((c) => c.key === k)).filter((c) => c >= 0);
      const isAgainst = this.#against(session).length > 0;
      return columns.map((column) => ({
        placed: { id: '', guid, column, wide: isWide, from, until, lane: 0, lanes: 1, order: 0 }, title: words.text(session.title), text: words.range(from, from + session.minutes), against: isAgainst,
      }));
    });
    board.haunt(ghosts);
    if (this.isByKeys && ghosts[0]) board.reveal(boxOf(board.plan, ghosts[0].placed), ghosts[0].placed.wide);
  }

  /** @param {Session} session as it would stand */
  #against(session) { return against(this.#desk.programme, session, this.guids, this.#busy, this.#day); }

  /** Where the main one would stand, and what stands against it, in words. @returns {string} */
  get where() {
    const { programme, words } = this.#desk, moving = this.#moving, sheet = this.#desk.sheet();
    if (!moving) return '';
    if (this.#away === 'side') return words.say('grid.to_unscheduled');
    if (this.#away === 'nowhere') return words.say('grid.to_nowhere');
    if (this.#away) return words.say('grid.to_day', { day: words.dayName(this.#away) });
    const session = { ...moving.main, ...this.#placings.get(moving.main.guid) };
    const person = (/** @type {string | undefined} */ guid) => words.text(programme.people.get(guid ?? '')?.name);
    const title = (/** @type {string | undefined} */ guid) => words.text(programme.session(guid ?? '')?.title);
    const stands = this.#foreseen?.length ? this.#foreseen.map((f) => f.text)
      : this.#against(session).map((a) => words.say(`grid.against.${a.kind}`, { person: person(a.person), title: title(a.session) }));
    return [session.start == null ? '' : words.range(session.start, /** @type {number} */ (endOf(session))), sheet.view === 'track' ? sheet.columns[moving.column]?.name ?? '' : hallOf(programme, session, words),
      ...stands.slice(0, 3), stands.length > 3 ? words.say('grid.more_against', { count: stands.length - 3 }) : ''].filter(Boolean).join(' · ');
  }

  /** Asks the rules what they would find, once the hand rests. */
  #foresee() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    if (!this.#desk.canForesee() || this.#away) return;
    const asking = new AbortController(), { api, programme } = this.#desk;
    this.#asking = asking;
    this.#timer = setTimeout(async () => {
      const sessions = [...this.#placings].map(([guid, placing]) => ({ guid, version: programme.told(guid)?.version, ...writePlacing(placing) }));
      try {
        const { status, body } = await api.ask('POST', '/conflicts/check', { body: { sessions }, signal: asking.signal });
        if (status !== 200 || asking.signal.aborted || !this.#moving) return;
        this.#foreseen = body.findings;
        this.#desk.aimed(this.#away);
      } catch (e) {
        // The next aim asks again.
        if (!(e instanceof Unreached) && !asking.signal.aborted) throw e;
      }
    }, REST);
  }
}

/** Overlapping stretches as one. @param {Stretch[]} stretches @returns {Stretch[]} */
function joined(stretches) {
  /** @type {Stretch[]} */
  const all = [];
  for (const s of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && s.from <= last.until) last.until = Math.max(last.until, s.until);
    else all.push({ from: s.from, until: s.until });
  }
  return all;
}
