// @ts-check
// Beside the grid: what has no place yet, what a search found, and the findings of the conflict rules.
import { fold } from './words.js';
import { isScheduled } from './programme.js';
import { part } from './board.js';
import { icon, ICONS, LEVELS } from './findings.js';

/** @typedef {import('./programme.js').Session} Session */

const MOST = 100;

export class Side {
  /** Empty: the unscheduled are shown. */ words = '';
  #shown = MOST;
  #shownFindings = MOST;
  #mayAccept;
  #list; #title; #none; #more; #findings; #findingsTitle; #counts; #moreFindings; #programme; #said; #dress;

  /**
   * @param {HTMLElement} root @param {import('./programme.js').Programme} programme @param {import('./words.js').Words} said
   * @param {(card: HTMLElement, session: Session) => void} dress @param {{ jump: (guids: string[]) => void, searched: () => void, accept: ((key: string) => void) | null }} desk `accept`: null for who may not
   */
  constructor(root, programme, said, dress, desk) {
    const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(name));
    this.#list = find('.waiting');
    this.#title = find('.waiting-title');
    this.#none = find('.waiting-none');
    this.#more = find('.waiting-more');
    this.#findings = find('.findings');
    this.#findingsTitle = find('#grid-findings');
    this.#counts = find('.findings-counts');
    this.#moreFindings = find('.findings-more');
    this.#programme = programme;
    this.#said = said;
    this.#dress = dress;
    this.#mayAccept = desk.accept != null;
    const search = /** @type {HTMLInputElement} */ (find('input[type=search]'));
    search.addEventListener('input', () => {
      this.words = search.value;
      this.#shown = MOST;
      desk.searched();
    });
    this.#more.addEventListener('click', () => { this.#shown += MOST; this.show(); });
    this.#moreFindings.addEventListener('click', () => { this.#shownFindings += MOST; desk.searched(); });
    this.#findings.addEventListener('click', (e) => {
      const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (e.target).closest('[data-sessions]'));
      if (button) desk.jump((button.dataset.sessions ?? '').split(' '));
      const accepted = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (e.target).closest('[data-accept]'))?.dataset.accept;
      if (accepted) desk.accept?.(accepted);
    });
  }

  get list() { return this.#list; }

  /** @returns {Session[]} */
  get #found() {
    const words = fold(this.words).split(/\s+/).filter(Boolean);
    if (!words.length) return this.#programme.sessions.filter((s) => !isScheduled(s)).sort((a, b) => a.number - b.number);
    return this.#programme.sessions.filter((s) => {
      const text = fold([String(s.number), ...Object.values(s.title), ...s.people.flatMap((p) => Object.values(this.#programme.people.get(p.person)?.name ?? {}))].join(' '));
      return words.every((w) => text.includes(w));
    }).sort((a, b) => (a.start ?? Infinity) - (b.start ?? Infinity) || a.number - b.number);
  }

  show() {
    const found = this.#found, isSearch = this.words.trim() !== '', focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.id;
    this.#title.textContent = this.#said.say(isSearch ? 'grid.found' : 'grid.unscheduled_count', { count: found.length });
    this.#none.hidden = found.length > 0;
    this.#none.textContent = this.#said.say(isSearch ? 'grid.none_found' : 'grid.all_scheduled');
    this.#more.hidden = found.length <= this.#shown;
    const known = new Map([...this.#list.children].map((c) => [/** @type {HTMLElement} */ (c).dataset.id, /** @type {HTMLElement} */ (c)]));
    const cards = found.slice(0, this.#shown).map((session, i) => {
      const id = `${session.guid}@@side`, card = known.get(id) ?? part('', 'div');
      card.setAttribute('role', 'option');
      card.dataset.id = id;
      card.tabIndex = focused ? (focused === id ? 0 : -1) : i ? -1 : 0;
      this.#dress(card, session);
      return card;
    });
    if (cards.length && !cards.some((c) => c.tabIndex === 0)) cards[0].tabIndex = 0;
    this.#list.hidden = !cards.length;
    if (cards.length !== this.#list.children.length || cards.some((c, i) => c !== this.#list.children[i])) {
      this.#list.replaceChildren(...cards);
      if (focused) cards.find((c) => c.dataset.id === focused)?.focus({ preventScroll: true });
    }
  }

  /** @param {import('./findings.js').Finding[]} findings */
  showFindings(findings) {
    const open = findings.filter((f) => !f.accepted).sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
    this.#counts.replaceChildren(...LEVELS.map((level) => {
      const item = part(`level ${level}`, 'li');
      item.append(icon(ICONS[level]), this.#said.say(`grid.level.${level}`), ' ', Object.assign(document.createElement('b'), { textContent: this.#said.number(open.filter((f) => f.level === level).length) }));
      return item;
    }));
    const focused = /** @type {HTMLElement | null} */ (document.activeElement), row = focused?.closest('.findings li'), was = row ? [...this.#findings.children].indexOf(row) : -1;
    const isAccept = focused?.dataset.accept !== undefined, key = /** @type {HTMLElement | null | undefined} */ (row)?.dataset.key;
    this.#findings.replaceChildren(...open.slice(0, this.#shownFindings).map((finding) => {
      const item = document.createElement('li'), button = part(`finding ${finding.level}`, 'button'), text = document.createElement('span'), level = part('visually-hidden', 'span');
      button.setAttribute('type', 'button');
      button.dataset.sessions = finding.sessions.join(' ');
      level.textContent = `${this.#said.say(`grid.level.${finding.level}`)}: `;
      text.textContent = finding.text;
      text.dir = 'auto';
      button.append(icon(ICONS[finding.level]), level, text);
      item.dataset.key = finding.key;
      item.append(button);
      if (this.#mayAccept) {
        const accept = part('accept', 'button');
        accept.setAttribute('type', 'button');
        accept.dataset.accept = finding.key;
        accept.textContent = this.#said.say('grid.accept');
        accept.setAttribute('aria-label', `${this.#said.say('grid.accept')} ${finding.text}`);
        item.append(accept);
      }
      return item;
    }));
    // Whoever goes through the findings by keys stays among them, where the next one is now.
    if (was >= 0) {
      const rows = /** @type {HTMLElement[]} */ ([...this.#findings.children]), next = rows.find((r) => r.dataset.key === key) ?? rows[Math.min(was, rows.length - 1)];
      (/** @type {HTMLElement | null | undefined} */ (next?.querySelector(isAccept ? '[data-accept]' : '[data-sessions]')) ?? this.#findingsTitle).focus();
    }
    this.#moreFindings.hidden = open.length <= this.#shownFindings;
  }
}
