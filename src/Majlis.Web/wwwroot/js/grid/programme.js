// @ts-check
// The draft as the editor holds it: what the server told, and over it what is waiting to be saved.
import { at, dayOf, toMinutes, toWall } from './time.js';

/**
 * @typedef {import('./words.js').Localized} Localized
 * @typedef {{ start: number | null, minutes: number, hall: string | null, allHalls: boolean, track: string | null, cancelled: boolean }} Placing what the editor changes
 * @typedef {{ guid: string, number: number, version: number, title: Localized, type: string | null, people: { person: string, role: string }[], facts: any } & Placing} Session `facts`: all of it, as the API wrote it
 * @typedef {{ from: number, until: number }} Stretch minutes, [from, until)
 * @typedef {{ guid: string, name: Localized, building?: Localized, capacity: number | null, hours: Stretch[] }} Hall
 * @typedef {{ guid: string, name: Localized, colour: string | null, place: number }} Track
 * @typedef {{ guid: string, name: Localized, isBreak: boolean }} Type
 * @typedef {{ guid: string, name: Localized, place: number }} Party in the order of protocol
 * @typedef {{ guid: string, number: number, name: Localized, organisation: Localized, country: string | null, party: string | null, arrives: number | null, departs: number | null, available: Stretch[] }} Person
 * @typedef {{ date: string, opens: number, closes: number }} Day
 */

/** @type {(keyof Placing)[]} */
export const PLACING = ['start', 'minutes', 'hall', 'allHalls', 'track', 'cancelled'];

const minutesOf = (/** @type {string | null | undefined} */ text) => text ? toMinutes(text) : null;
const stretches = (/** @type {{ from: string, until: string }[] | null | undefined} */ given) => (given ?? []).map((s) => ({ from: toMinutes(s.from), until: toMinutes(s.until) }));

/** @param {any} told a session as the API writes it @returns {Session} */
export const readSession = (told) => ({
  guid: told.guid, number: told.number, version: told.version, title: told.title ?? {}, type: told.type ?? null, people: told.people ?? [], facts: told,
  start: minutesOf(told.start), minutes: told.minutes ?? 0, hall: told.hall ?? null, allHalls: told.allHalls ?? false, track: told.track ?? null, cancelled: told.isCancelled ?? false,
});

/** @param {Partial<Placing>} placing @returns {Record<string, unknown>} as the API reads it */
export const writePlacing = (placing) => 'start' in placing ? { ...placing, start: placing.start == null ? null : toWall(placing.start) } : { ...placing };

/** @param {Session} session @param {Partial<Placing>} like @returns {Partial<Placing>} what the session has in the same fields */
export const samePlacing = (session, like) => Object.fromEntries(PLACING.filter((f) => f in like).map((f) => [f, session[f]]));

/** @param {Session} session @param {Partial<Placing>} wanted @returns {boolean} */
export const isPlaced = (session, wanted) => PLACING.every((f) => !(f in wanted) || session[f] === wanted[f]);

/** @param {Session} session @returns {number | null} the first minute after it */
export const endOf = (session) => session.start == null ? null : session.start + session.minutes;

/** @param {Placing} session @returns {boolean} */
export const isScheduled = (session) => session.start != null && (session.hall != null || session.allHalls);

export class Programme {
  /** @type {Day[]} */ days = [];
  /** @type {Map<string, Hall>} */ halls = new Map();
  /** @type {Map<string, Track>} */ tracks = new Map();
  /** @type {Map<string, Type>} */ types = new Map();
  /** @type {Map<string, Person>} */ people = new Map();
  /** @type {Map<string, Party>} */ parties = new Map();
  /** @type {string[]} */ languages = [];
  dayChange = 0;
  position = '0';
  /** Goes up with every change: what was computed from an older one is stale. */
  revision = 0;
  /** @type {Map<string, Session>} as the server told them */ #told = new Map();
  /** @type {Map<string, Partial<Placing>>} what is waiting to be saved */ #wanted = new Map();
  /** @type {{ revision: number, sessions: Session[] }} */ #listed = { revision: -1, sessions: [] };

  /** @param {any} answer of `GET /programme` @param {boolean} whole whether sessions it does not name are gone */
  read(answer, whole) {
    const [hours, minutes] = String(answer.edition.dayChange ?? '00:00').split(':').map(Number);
    this.dayChange = hours * 60 + minutes;
    this.languages = answer.edition.languages ?? [];
    this.days = answer.days.map((/** @type {any} */ d) => ({ date: d.date, opens: toMinutes(d.opens), closes: toMinutes(d.closes) }));
    this.halls = new Map(answer.halls.map((/** @type {any} */ h) => [h.guid, { ...h, capacity: h.capacity ?? null, hours: stretches(h.hours) }]));
    this.tracks = new Map(answer.tracks.map((/** @type {any} */ t, /** @type {number} */ place) => [t.guid, { ...t, place }]));
    this.types = new Map(answer.types.map((/** @type {any} */ t) => [t.guid, t]));
    this.parties = new Map((answer.parties ?? []).map((/** @type {any} */ p, /** @type {number} */ place) => [p.guid, { ...p, place }]));
    this.people = new Map(answer.people.map((/** @type {any} */ p) => [p.guid,
      { ...p, arrives: minutesOf(p.arrives), departs: minutesOf(p.departs), available: stretches(p.available) }]));
    this.position = String(answer.position);
    if (whole) this.#told.clear();
    for (const told of answer.sessions) this.put(readSession(told));
    this.revision++;
  }

  /** Takes what the server says of a session; an older version than the known one is not news. @param {Session} session @returns {boolean} whether it was news */
  put(session) {
    const known = this.#told.get(session.guid);
    if (known && known.version >= session.version) return false;
    this.#told.set(session.guid, session);
    this.revision++;
    return true;
  }

  /** @param {string} guid */
  drop(guid) {
    this.#told.delete(guid);
    this.revision++;
  }

  /** @param {Map<string, Partial<Placing>>} wanted replaces what was waiting */
  want(wanted) {
    this.#wanted = wanted;
    this.revision++;
  }

  /** @param {string} guid @returns {Session | undefined} as the server told it */
  told(guid) { return this.#told.get(guid); }

  /** @param {string[]} guids @returns {Map<string, number>} as the server told them */
  versions(guids) { return new Map(guids.flatMap((g) => { const told = this.#told.get(g); return told ? [[g, told.version]] : []; })); }

  /** @param {string} guid @returns {Session | undefined} as it will be when everything is saved */
  session(guid) {
    const told = this.#told.get(guid), wanted = this.#wanted.get(guid);
    return told && wanted ? { ...told, ...wanted } : told;
  }

  /** @param {string} guid @returns {boolean} whether all it refers to was read, too */
  isKnown(guid) {
    const s = this.#told.get(guid);
    return !s || (s.hall == null || this.halls.has(s.hall)) && (s.track == null || this.tracks.has(s.track)) && (s.type == null || this.types.has(s.type)) && s.people.every((p) => this.people.has(p.person));
  }

  /** @param {string} guid @returns {boolean} */
  isWaiting(guid) { return this.#wanted.has(guid); }

  /** @returns {readonly Session[]} */
  get sessions() {
    if (this.#listed.revision !== this.revision)
      this.#listed = { revision: this.revision, sessions: [...this.#told.keys()].map((guid) => /** @type {Session} */ (this.session(guid))) };
    return this.#listed.sessions;
  }

  /** @param {number} start @returns {string} */
  dayOf(start) { return dayOf(start, this.days, this.dayChange); }

  /** @param {string} date @param {number} clock @returns {number} */
  at(date, clock) { return at(date, clock, this.dayChange); }

  /** @param {Session} session @returns {boolean} */
  isBreak(session) { return session.type != null && (this.types.get(session.type)?.isBreak ?? false); }

  /** Days of the edition and those on which sessions stand outside of it, in order. @returns {string[]} */
  get dates() {
    const dates = new Set(this.days.map((d) => d.date));
    for (const s of this.sessions) if (s.start != null) dates.add(this.dayOf(s.start));
    return [...dates].sort();
  }
}
