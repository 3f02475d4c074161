// @ts-check
// What stands on a session's card, in the grid and in the list beside it.
import { hallOf } from './dialogs.js';
import { endOf, isScheduled } from './programme.js';
import { gravest, icon, ICONS } from './findings.js';

/**
 * @typedef {import('./programme.js').Session} Session
 * @typedef {{ findingsOf: (guid: string) => import('./findings.js').Finding[], isChosen: (guid: string) => boolean, isMoved: (guid: string) => boolean, isFresh: (guid: string) => boolean, canEdit: boolean }} Desk
 */

/** Pixels of a line of small text, and of a title's. */
const SMALL = 16, LINE = 18.5, LINE_RIGHT_TO_LEFT = 21;

export class Cards {
  #programme; #words; #desk;

  /** @param {import('./programme.js').Programme} programme @param {import('./words.js').Words} words @param {Desk} desk */
  constructor(programme, words, desk) {
    this.#programme = programme;
    this.#words = words;
    this.#desk = desk;
  }

  /** @param {HTMLElement} card @param {import('./columns.js').Placed} placed @param {import('./columns.js').View} view @param {number} height pixels @param {boolean} rightToLeft */
  inGrid(card, placed, view, height, rightToLeft) {
    const session = this.#programme.session(placed.guid);
    if (!session) return;
    const people = session.people.map((p) => this.#words.text(this.#programme.people.get(p.person)?.name)).filter(Boolean).join(' · ');
    const hall = hallOf(this.#programme, session, this.#words), when = this.#words.range(/** @type {number} */ (session.start), /** @type {number} */ (endOf(session)));
    this.#dress(card, session, when, view === 'hall' ? people : hall, view === 'hall' ? hall : people);
    // As many lines of the title as there is room for; then the people or the hall.
    const room = height - SMALL - 8, line = rightToLeft ? LINE_RIGHT_TO_LEFT : LINE, lines = Math.min(4, Math.floor(room / line));
    card.style.setProperty('--lines', String(Math.max(1, lines)));
    card.classList.toggle('wide', placed.wide);
    card.classList.toggle('small', room - lines * line < SMALL);
    card.classList.toggle('tiny', lines < 1);
    if (this.#desk.canEdit && !card.querySelector('i'))
      for (const edge of ['start', 'end']) {
        const handle = document.createElement('i');
        handle.dataset.edge = edge;
        card.append(handle);
      }
  }

  /** @param {HTMLElement} card @param {Session} session */
  inList(card, session) {
    const when = session.start == null ? (session.minutes ? this.#words.say('grid.minutes', { count: session.minutes }) : '')
      : `${this.#words.dayName(this.#programme.dayOf(session.start))} ${this.#words.range(session.start, /** @type {number} */ (endOf(session)))}`;
    const hall = isScheduled(session) || session.hall ? hallOf(this.#programme, session, this.#words) : '';
    this.#dress(card, session, when, hall, '');
  }

  /** @param {HTMLElement} card @param {Session} session @param {string} when @param {string} where @param {string} more for screen readers only, after what is seen */
  #dress(card, session, when, where, more) {
    if (!card.firstChild)
      for (const [tag, name] of [['b', 'name'], ['span', 'when'], ['span', 'where'], ['span', 'badges']]) {
        const element = document.createElement(tag);
        element.className = name;
        card.append(element);
      }
    const title = this.#words.pick(session.title), open = this.#desk.findingsOf(session.guid).filter((f) => !f.accepted), level = gravest(open);
    const [name, time, place, badges] = /** @type {HTMLElement[]} */ ([...card.children]);
    name.textContent = title.text || this.#words.number(session.number);
    name.lang = title.language;
    name.dir = 'auto';
    time.textContent = when;
    place.textContent = where;
    badges.replaceChildren(...level ? [icon(ICONS[level])] : [], ...open.length > 1 ? [this.#words.number(open.length)] : [], ...session.cancelled ? [this.#words.say('grid.cancelled')] : []);
    badges.dataset.level = level ?? '';
    const track = this.#programme.tracks.get(session.track ?? '');
    card.className = ['item', card.getAttribute('role') === 'option' && card.closest('.cards') ? 'card' : '', track ? `t${track.place}` : '', session.cancelled ? 'off' : '', this.#programme.isBreak(session) ? 'break' : '',
      this.#programme.isWaiting(session.guid) ? 'unsaved' : '', this.#desk.isFresh(session.guid) ? 'fresh' : '', this.#desk.isMoved(session.guid) ? 'moved' : ''].filter(Boolean).join(' ');
    card.setAttribute('aria-selected', String(this.#desk.isChosen(session.guid)));
    card.setAttribute('aria-label', [title.text, when, where, more, this.#words.text(track?.name), session.cancelled ? this.#words.say('grid.cancelled') : '',
      level ? `${this.#words.say(`grid.level.${level}`)}: ${open.map((f) => f.text).join(' ')}` : ''].filter(Boolean).join('. '));
  }
}
