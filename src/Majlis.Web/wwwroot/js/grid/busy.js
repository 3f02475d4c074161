// @ts-check
// Who and what is not free on a day, apart from the sessions that are being moved. The server judges; this is for the eye while moving.
import { endOf } from './programme.js';

/**
 * @typedef {import('./programme.js').Programme} Programme
 * @typedef {import('./programme.js').Session} Session
 * @typedef {import('./programme.js').Stretch} Stretch
 * @typedef {Stretch & { person: string, session: string | null }} Busy `session` is null for somebody who is not there
 */

/** What is left of a stretch. @param {Stretch} whole @param {Stretch[]} parts @returns {Stretch[]} */
export function without(whole, parts) {
  /** @type {Stretch[]} */
  const left = [];
  let at = whole.from;
  for (const part of [...parts].sort((a, b) => a.from - b.from)) {
    if (part.from > at) left.push({ from: at, until: Math.min(part.from, whole.until) });
    at = Math.max(at, part.until);
    if (at >= whole.until) return left;
  }
  return [...left, { from: at, until: whole.until }];
}

/** When a hall is closed. One without hours is always open. @param {Programme} programme @param {string} hall @param {Stretch} day @returns {Stretch[]} */
export function closed(programme, hall, day) {
  const hours = programme.halls.get(hall)?.hours ?? [];
  return hours.length ? without(day, hours) : [];
}

/** When the people of these sessions are elsewhere. @param {Programme} programme @param {string[]} guids @param {Stretch} day @returns {Busy[]} */
export function busy(programme, guids, day) {
  const moved = new Set(guids);
  const people = new Set(guids.flatMap((g) => programme.session(g)?.people.map((p) => p.person) ?? []));
  /** @type {Busy[]} */
  const all = [];
  for (const person of people) {
    const known = programme.people.get(person);
    if (!known) continue;
    const there = known.available.length ? known.available : [day];
    const stay = { from: known.arrives ?? -Infinity, until: known.departs ?? Infinity };
    const free = there.map((s) => ({ from: Math.max(s.from, stay.from), until: Math.min(s.until, stay.until) })).filter((s) => s.from < s.until);
    for (const s of without(day, free)) all.push({ ...s, person, session: null });
  }
  for (const s of programme.sessions) {
    if (s.start == null || s.cancelled || moved.has(s.guid) || s.start >= day.until || /** @type {number} */ (endOf(s)) <= day.from) continue;
    for (const { person } of s.people) if (people.has(person)) all.push({ from: s.start, until: /** @type {number} */ (endOf(s)), person, session: s.guid });
  }
  return all;
}

/** What stands against a place, in words of kinds. @param {Programme} programme @param {Session} session as it would stand @param {string[]} moved @param {Busy[]} elsewhere @param {Stretch} day
 * @returns {{ kind: 'closed' | 'taken' | 'busy' | 'absent', person?: string, session?: string }[]} */
export function against(programme, session, moved, elsewhere, day) {
  const from = session.start, until = endOf(session);
  if (from == null || until == null) return [];
  const meets = (/** @type {Stretch} */ s) => s.from < until && from < s.until;
  /** @type {ReturnType<typeof against>} */
  const found = [];
  if (session.hall && !session.allHalls && closed(programme, session.hall, day).some(meets)) found.push({ kind: 'closed' });
  for (const other of programme.sessions) {
    if (other.start == null || other.cancelled || other.guid === session.guid || moved.includes(other.guid)) continue;
    const sharesHall = session.allHalls || other.allHalls || session.hall != null && session.hall === other.hall;
    if (sharesHall && isThere(other) && meets({ from: other.start, until: /** @type {number} */ (endOf(other)) })) found.push({ kind: 'taken', session: other.guid });
  }
  const own = new Set(session.people.map((p) => p.person));
  for (const b of elsewhere) if (own.has(b.person) && meets(b)) found.push(b.session ? { kind: 'busy', person: b.person, session: b.session } : { kind: 'absent', person: b.person });
  return found;
}

/** @param {Session} session */
const isThere = (session) => session.hall != null || session.allHalls;
