// @ts-check
// One day as columns: by hall, track, person or party. Says which column a session stands in and, where sessions overlap, in which lane.
import { DAY } from './time.js';

/**
 * @typedef {import('./programme.js').Programme} Programme
 * @typedef {import('./programme.js').Session} Session
 * @typedef {'hall' | 'track' | 'person' | 'party'} View
 * @typedef {{ key: string, name: string, note: string }} Column `key` is empty for what has no hall, track, person or party
 * @typedef {{ id: string, guid: string, column: number, wide: boolean, from: number, until: number, lane: number, lanes: number, order: number }} Placed
 *   `wide`: across all columns; `order`: its number on the sheet, from 1
 * @typedef {{ view: View, date: string, from: number, until: number, columns: Column[], placed: Placed[], at: Map<string, Placed[]> }} Sheet
 *   `at`: by guid; [from, until) are the minutes of the axis
 */

/** @type {View[]} */
export const VIEWS = ['hall', 'track', 'person', 'party'];

/** Shorter ones are drawn this long, so that they can be read and hit. */
const LEAST_DRAWN = 15;

/** Who somebody comes for: the guid of the party they speak for; of whom nobody said it the organisation, or else the country.
 * @param {Programme} programme @param {string} person @param {import('./words.js').Words} words @returns {string} */
const partyOf = (programme, person, words) => {
  const known = programme.people.get(person);
  return known?.party && programme.parties.has(known.party) ? known.party : words.text(known?.organisation) || known?.country || '';
};

/** @param {Programme} programme @param {View} view @param {Session} session @param {import('./words.js').Words} words @returns {string[]} keys of the columns it stands in */
export function keysOf(programme, view, session, words) {
  if (view === 'hall') return [session.hall ?? ''];
  if (view === 'track') return [session.track ?? ''];
  const people = session.people.map((p) => p.person);
  const keys = view === 'person' ? people : people.map((p) => partyOf(programme, p, words));
  return keys.length ? [...new Set(keys)] : [''];
}

/** @param {Programme} programme @param {View} view @param {readonly Session[]} sessions of the day @param {import('./words.js').Words} words @returns {Column[]} */
function columnsOf(programme, view, sessions, words) {
  const used = new Set(sessions.filter((s) => view !== 'hall' || !s.allHalls).flatMap((s) => keysOf(programme, view, s, words)));
  /** @type {Column[]} */
  let columns;
  if (view === 'hall')
    columns = [...programme.halls.values()].map((h) => ({ key: h.guid, name: words.text(h.name), note: [words.text(h.building), h.capacity == null ? '' : words.say('grid.seats', { count: h.capacity })].filter(Boolean).join(' · ') }));
  else if (view === 'track')
    columns = [...programme.tracks.values()].map((t) => ({ key: t.guid, name: words.text(t.name), note: '' }));
  else {
    columns = [...used].filter(Boolean).map((key) => {
      const person = view === 'person' ? programme.people.get(key) : undefined, party = view === 'party' ? programme.parties.get(key) : undefined;
      return { key, name: person || party ? words.text((person ?? party)?.name) : key, note: person ? words.text(programme.parties.get(person.party ?? '')?.name) || words.text(person.organisation) : '' };
    });
    // Parties in the order of protocol, then what is known by name only.
    const order = new Intl.Collator(words.language, { numeric: true }), place = (/** @type {Column} */ c) => programme.parties.get(c.key)?.place ?? Infinity;
    columns.sort((a, b) => view === 'party' && place(a) !== place(b) ? place(a) - place(b) : order.compare(a.name, b.name));
  }
  if (used.has('') || !columns.length) columns.push({ key: '', name: words.say(`grid.without.${view}`), note: '' });
  return columns;
}

/** The hours to show: those of the day, an hour more on both sides, and whatever stands outside of them. @param {Programme} programme @param {string} date @param {readonly Session[]} sessions */
function hoursOf(programme, date, sessions) {
  const day = programme.days.find((d) => d.date === date);
  let from = day?.opens ?? programme.at(date, 8 * 60), until = day?.closes ?? from + 12 * 60;
  for (const s of sessions) {
    from = Math.min(from, /** @type {number} */ (s.start));
    until = Math.max(until, /** @type {number} */ (s.start) + Math.max(s.minutes, LEAST_DRAWN));
  }
  const first = programme.at(date, programme.dayChange);
  const early = Math.min(from, Math.max(first, from - 60)), late = Math.max(day?.closes ?? 0, Math.min(first + DAY, until + 60));
  return { from: Math.floor(early / 60) * 60, until: Math.ceil(late / 60) * 60 };
}

/** @param {Programme} programme @param {View} view @param {string} date @param {import('./words.js').Words} words @returns {Sheet} */
export function lay(programme, view, date, words) {
  const sessions = programme.sessions.filter((s) => s.start != null && programme.dayOf(s.start) === date);
  const columns = columnsOf(programme, view, sessions, words);
  const { from, until } = hoursOf(programme, date, sessions);
  const place = new Map(columns.map((c, i) => [c.key, i]));
  /** @type {Placed[][]} */
  const byColumn = columns.map(() => []);
  /** @type {Placed[]} */
  const wide = [];
  for (const s of sessions) {
    const start = /** @type {number} */ (s.start), end = Math.min(until, start + Math.max(s.minutes, LEAST_DRAWN));
    const one = { guid: s.guid, from: start, until: end, lane: 0, lanes: 1, order: 0 };
    if (view === 'hall' && s.allHalls) wide.push({ ...one, id: s.guid, column: 0, wide: true });
    else for (const key of keysOf(programme, view, s, words)) {
      const column = place.get(key) ?? place.get('') ?? 0;
      byColumn[column].push({ ...one, id: `${s.guid}@${key}`, column, wide: false });
    }
  }
  for (const list of [wide, ...byColumn]) lanes(list);
  const placed = [...wide, ...byColumn.flat()];
  placed.forEach((p, i) => { p.order = i + 1; });
  /** @type {Map<string, Placed[]>} */
  const at = new Map();
  for (const p of placed) at.get(p.guid)?.push(p) ?? at.set(p.guid, [p]);
  return { view, date, from, until, columns, placed, at };
}

/** Puts what overlaps beside each other. Sorts by time. @param {Placed[]} list of one column */
export function lanes(list) {
  list.sort((a, b) => a.from - b.from || b.until - a.until || (a.guid < b.guid ? -1 : 1));
  /** @type {Placed[]} */ let cluster = [];
  /** @type {number[]} */ let ends = [];
  const close = () => { for (const p of cluster) p.lanes = ends.length; cluster = []; ends = []; };
  for (const p of list) {
    if (cluster.length && ends.every((end) => end <= p.from)) close();
    const free = ends.findIndex((end) => end <= p.from);
    p.lane = free < 0 ? ends.length : free;
    ends[p.lane] = p.until;
    cluster.push(p);
  }
  close();
}

/** The next session for an arrow key. @param {Sheet} sheet @param {Placed} from @param {'up' | 'down' | 'back' | 'on'} way `on`: towards later columns @returns {Placed | undefined} */
export function neighbour(sheet, from, way) {
  const middle = (/** @type {Placed} */ p) => Math.abs((p.from + p.until) / 2 - (from.from + from.until) / 2);
  const others = sheet.placed.filter((p) => p !== from);
  if (way === 'up' || way === 'down') {
    const sign = way === 'down' ? 1 : -1;
    const along = others.filter((p) => (p.wide || from.wide || p.column === from.column)
      && (Math.sign(p.from - from.from) === sign || p.from === from.from && Math.sign(p.lane - from.lane || p.column - from.column) === sign));
    return along.sort((a, b) => sign * (a.from - b.from) || Math.abs(a.column - from.column) - Math.abs(b.column - from.column) || sign * (a.lane - b.lane))[0];
  }
  const sign = way === 'on' ? 1 : -1;
  const beside = others.filter((p) => !p.wide && (Math.sign(p.column - from.column) === sign || p.column === from.column && Math.sign(p.lane - from.lane) === sign && p.from < from.until && from.from < p.until));
  const nearest = Math.min(...beside.map((p) => Math.abs(p.column - from.column)));
  return beside.filter((p) => Math.abs(p.column - from.column) === nearest).sort((a, b) => middle(a) - middle(b))[0];
}
