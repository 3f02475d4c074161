// @ts-check
// What stands around the grid: days, tools, the state of the network, and the strip that says what is chosen and what can be done with it.
import { hallOf } from './dialogs.js';
import { endOf } from './programme.js';
import { ZOOMS } from './geometry.js';

/** @typedef {import('./programme.js').Session} Session */

export class Frame {
  #root; #words; #programme; #findings; #canEdit;

  /** @param {HTMLElement} root @param {import('./words.js').Words} words @param {import('./programme.js').Programme} programme @param {import('./findings.js').Findings} findings @param {boolean} canEdit */
  constructor(root, words, programme, findings, canEdit) {
    this.#root = root;
    this.#words = words;
    this.#programme = programme;
    this.#findings = findings;
    this.#canEdit = canEdit;
  }

  /** @template {HTMLElement} T @param {string} selector @returns {T} */
  #part(selector) { return /** @type {T} */ (this.#root.querySelector(selector)); }

  /** @param {string} date the open day */
  showDays(date) {
    const tabs = this.#part('.day-tabs'), { dates } = this.#programme, counts = new Map(dates.map((d) => [d, 0]));
    for (const s of this.#programme.sessions)
      if (s.start != null) {
        const day = this.#programme.dayOf(s.start);
        counts.set(day, (counts.get(day) ?? 0) + 1);
      }
    while (tabs.children.length > dates.length) tabs.lastElementChild?.remove();
    for (const [i, day] of dates.entries()) {
      let tab = /** @type {HTMLElement | undefined} */ (tabs.children[i]);
      if (!tab) {
        tab = document.createElement('button');
        tab.setAttribute('type', 'button');
        tab.append(document.createElement('b'), ' ', document.createElement('span'), ' ', document.createElement('small'));
        tabs.append(tab);
      }
      const { weekday, date: name } = this.#words.day(day);
      tab.dataset.day = day;
      tab.setAttribute('aria-pressed', String(day === date));
      [weekday, name, this.#words.number(counts.get(day) ?? 0)].forEach((text, at) => { tab.children[at].textContent = text; });
    }
  }

  /** @param {{ view: string, zoom: number, several: boolean, canUndo: boolean, canRedo: boolean }} state */
  showTools({ view, zoom, several, canUndo, canRedo }) {
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll('[data-view]'))) button.setAttribute('aria-pressed', String(button.dataset.view === view));
    const able = (/** @type {string} */ name, /** @type {boolean} */ is) => this.#root.querySelector(`[data-do=${name}]`)?.toggleAttribute('disabled', !is);
    able('undo', canUndo);
    able('redo', canRedo);
    able('zoomIn', zoom < ZOOMS.length - 1);
    able('zoomOut', zoom > 0);
    this.#root.querySelector('[data-do=several]')?.setAttribute('aria-pressed', String(several));
  }

  /** @param {import('./saving.js').State} state @param {number} waiting changes @param {boolean} isLost others are not heard */
  showNetwork(state, waiting, isLost) {
    const key = state === 'signedOut' ? 'grid.signed_out' : state === 'unreached' ? 'grid.waiting' : isLost ? 'grid.unreached' : state === 'saving' ? 'grid.saving' : 'grid.saved';
    this.#part('.network').dataset.state = state === 'saved' && isLost ? 'unreached' : state;
    this.#sayNetwork(this.#words.say(key, { count: waiting }));
    this.#part('[data-do=retry]').hidden = state !== 'unreached' && state !== 'signedOut';
    this.#part('.network a').hidden = state !== 'signedOut';
  }

  /** @param {string} text */
  #sayNetwork(text) {
    const told = this.#part('.network span');
    if (told.textContent !== text) told.textContent = text;
  }

  /** The programme cannot be read. @param {string} key */
  showTrouble(key) {
    const loading = this.#part('.loading');
    if (loading.hidden) this.#sayNetwork(this.#words.say(key));
    else loading.textContent = this.#words.say(key);
  }

  /** @param {Session[]} sessions that an act would be about @param {import('./hand.js').Hand} hand */
  showStrip(sessions, { main, guids, isFull, isByKeys, where }) {
    const [name, facts] = /** @type {HTMLElement[]} */ ([...this.#part('.about').children]), one = sessions.length === 1 ? sessions[0] : undefined;
    const open = /** @type {HTMLAnchorElement} */ (this.#part('[data-open]')), many = (/** @type {number} */ count) => this.#words.say('grid.chosen', { count });
    open.hidden = !one || isFull;
    if (one) open.href = `${this.#root.dataset.session}/${one.number}`;
    name.textContent = main ? (guids.length > 1 ? many(guids.length) : this.#words.text(main.title)) : one ? this.#words.text(one.title) : sessions.length ? many(sessions.length) : '';
    facts.textContent = main ? where : one ? this.#factsOf(one) : sessions.length ? '' : this.#words.say(this.#canEdit ? 'grid.hint' : 'grid.hint_read');
    this.#part('.strip').classList.toggle('idle', !sessions.length && !isFull);
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (this.#root.querySelectorAll('.acts [data-do]'))) {
      const isOfHand = button.dataset.do === 'drop' || button.dataset.do === 'cancel';
      button.hidden = isOfHand ? !isFull || !isByKeys : isFull;
      if (!isOfHand) button.disabled = !sessions.length;
    }
    if (!this.#canEdit) return;
    this.#showHalls(sessions, isFull);
    this.#part('[data-do=accept]').hidden = isFull || !this.#findings.openOf(sessions.map((s) => s.guid)).length;
    const callOff = this.#part('[data-do=callOff]');
    this.#part('[data-do=allHalls]').setAttribute('aria-pressed', String(sessions.length > 0 && sessions.every((s) => s.allHalls)));
    this.#part('[data-do=copyToHalls]').toggleAttribute('disabled', !(one && one.hall && one.start != null));
    this.#part('[data-do=unschedule]').toggleAttribute('disabled', !sessions.some((s) => s.start != null));
    callOff.dataset.say ??= callOff.textContent ?? '';
    callOff.textContent = (sessions.length && sessions.every((s) => s.cancelled) ? callOff.dataset.restore : callOff.dataset.say) ?? '';
  }

  /** The menu of halls, which works whatever the columns are. @param {Session[]} sessions @param {boolean} isHidden */
  #showHalls(sessions, isHidden) {
    const menu = /** @type {HTMLSelectElement} */ (this.#part('select[data-hall]')), halls = [...this.#programme.halls.values()];
    const wanted = [['', this.#words.say('grid.hall')], ['none', this.#words.say('grid.without.hall')], ['all', this.#words.say('grid.all_halls')], ...halls.map((h) => [h.guid, this.#words.text(h.name)])];
    if (wanted.length !== menu.options.length || wanted.some(([value, text], i) => menu.options[i].value !== value || menu.options[i].text !== text))
      menu.replaceChildren(...wanted.map(([value, text]) => new Option(text, value)));
    const of = (/** @type {Session} */ s) => s.allHalls ? 'all' : s.hall ?? 'none', values = new Set(sessions.map(of));
    menu.value = values.size === 1 ? [...values][0] : '';
    menu.disabled = !sessions.length;
    menu.hidden = isHidden;
  }

  /** @param {Session} session @returns {string} */
  whenOf(session) { return session.start == null ? this.#words.say('grid.unscheduled') : this.#words.range(session.start, /** @type {number} */ (endOf(session))); }

  /** @param {Session} session @returns {string} */
  #factsOf(session) {
    return [this.whenOf(session), hallOf(this.#programme, session, this.#words), this.#words.list(session.people.map((p) => this.#words.text(this.#programme.people.get(p.person)?.name)).filter(Boolean)),
      ...this.#findings.of(session.guid).filter((f) => !f.accepted).map((f) => f.text)].filter(Boolean).join(' · ');
  }

  /** Where a drag is, if it is outside of the grid. @param {import('./hand.js').Away | null} away @param {boolean} isMoving */
  showAim(away, isMoving) {
    this.#root.classList.toggle('moving', isMoving);
    for (const tab of /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll('[data-day]'))) tab.classList.toggle('aimed', tab.dataset.day === away);
    this.#part('[data-drop=unscheduled]').classList.toggle('aimed', away === 'side');
  }

  /** To screen readers, and on the strip. @param {string} text @param {boolean} onStrip */
  tell(text, onStrip) {
    const said = this.#part('.said');
    // The same sentence twice is said twice.
    said.textContent = said.textContent === text ? `${text}\u00a0` : text;
    if (onStrip) this.#part('.about').children[1].textContent = text;
  }
}
