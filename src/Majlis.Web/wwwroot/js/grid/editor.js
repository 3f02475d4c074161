// @ts-check
// The editor of the timetable: puts its parts together and keeps what is shown, chosen and focused.
import { Api, Unreached } from './api.js';
import { Board } from './board.js';
import { Cards } from './cards.js';
import { lay, neighbour, VIEWS } from './columns.js';
import { askClash, askPlace, askReason, hallOf, showKeys } from './dialogs.js';
import { Findings } from './findings.js';
import { Frame } from './frame.js';
import { boxOf, ZOOMS } from './geometry.js';
import { Hand } from './hand.js';
import { read } from './keyboard.js';
import { Log } from './log.js';
import { changed } from './moving.js';
import { Pointer } from './pointer.js';
import { Programme, samePlacing } from './programme.js';
import { Reading } from './reading.js';
import { Saving } from './saving.js';
import { Side } from './side.js';
import { Words } from './words.js';

/**
 * @typedef {import('./programme.js').Session} Session
 * @typedef {import('./programme.js').Placing} Placing
 * @typedef {import('./columns.js').View} View
 * @typedef {import('./findings.js').Finding} Finding
 */

const LETTERS = 'majlis:grid:letters', ZOOM = 'majlis:grid:zoom';
/** How long one sees that somebody else changed a session. */
const FRESH = 4000;

/** @param {string} name @returns {string | null} null too in a browser that keeps nothing */
function kept(name) { try { return localStorage.getItem(name); } catch { return null; } }
/** @param {string} name @param {string} value */
function keep(name, value) { try { localStorage.setItem(name, value); } catch { /* for this page only */ } }

export class Editor {
  /** @type {View} */ #view = 'hall';
  #date = '';
  /** @type {import('./columns.js').Sheet} what is laid out now */ #sheet = { view: 'hall', date: '', from: 0, until: 60, columns: [], placed: [], at: new Map() };
  #zoom = Math.max(0, Math.min(ZOOMS.length - 1, Number(kept(ZOOM) ?? 2)));
  #letters = kept(LETTERS) !== 'off';
  #several = false;
  /** The number of the session that the address asks for; 0: none. */ #asked = 0;
  /** @type {Set<string>} guids */ #chosen = new Set();
  /** @type {string | null} the id of the card that keys act on */ #focused = null;
  /** @type {Set<string>} changed by others a moment ago */ #fresh = new Set();
  #programme = new Programme();
  #findings = new Findings();
  #log = new Log();
  #root; #canEdit; #words; #api; #saving; #reading; #frame; #board; #cards; #side; #hand; #pointer;

  /** @param {HTMLElement} root the element of the page, with its words beside it */
  constructor(root) {
    this.#root = root;
    this.#canEdit = root.dataset.edit !== undefined;
    this.#words = new Words(JSON.parse(document.getElementById('grid-words')?.textContent ?? '{}'));
    this.#api = new Api(root.dataset.edition ?? '', this.#words.language);
    this.#saving = new Saving(this.#api, this.#programme, this.#log, {
      changed: (findings, guids) => this.#changed(findings, guids), state: () => this.#showNetwork(), refused: (why) => this.#tell(this.#words.say('grid.refused', { why })),
      gone: () => { this.#tell(this.#words.say('grid.gone')); this.#reading.all(); }, clash: (clashes) => this.#clash(clashes),
      copied: (guids) => { this.#choose(guids); this.#goTo(guids[0]); },
    });
    this.#reading = new Reading(`/${root.dataset.edition}/desk/live`, {
      programme: this.#programme, api: this.#api, saving: this.#saving, findings: this.#findings,
      news: (guids) => this.#news(guids), found: () => this.#found(), network: () => this.#showNetwork(), trouble: (key) => this.#frame.showTrouble(key),
    });
    this.#frame = new Frame(root, this.#words, this.#programme, this.#findings, this.#canEdit);
    this.#cards = new Cards(this.#programme, this.#words, {
      findingsOf: (guid) => this.#findings.of(guid), isChosen: (guid) => this.#chosen.has(guid), isMoved: (guid) => this.#hand.guids.includes(guid), isFresh: (guid) => this.#fresh.has(guid), canEdit: this.#canEdit,
    });
    this.#board = new Board(this.#part('.board'), this.#words, (card, placed) => {
      this.#cards.inGrid(card, placed, this.#view, (placed.until - placed.from) * this.#board.plan.perMinute, this.#board.rightToLeft);
      card.setAttribute('aria-setsize', String(this.#sheet.placed.length));
      card.setAttribute('aria-posinset', String(placed.order));
      card.tabIndex = placed.id === this.#focused || !this.#focusedPlace && placed === this.#sheet.placed[0] ? 0 : -1;
    });
    this.#hand = new Hand({
      programme: this.#programme, words: this.#words, board: this.#board, api: this.#api, sheet: () => this.#sheet, canForesee: () => this.#findings.areKnown,
      aimed: (away) => this.#showAim(away), put: (placings, how) => this.#put(placings, how), still: () => this.#still(),
    });
    this.#side = new Side(this.#part('.side'), this.#programme, this.#words, (card, session) => this.#cards.inList(card, session), {
      jump: (guids) => this.#jump(guids), searched: () => this.#showSide(), accept: this.#canEdit ? (key) => this.#accept(this.#findings.all.filter((f) => f.key === key)) : null,
    });
    this.#pointer = new Pointer(root, this.#board, this.#hands());

    root.addEventListener('click', (e) => this.#click(e));
    root.querySelector('select[data-hall]')?.addEventListener('change', (e) => this.#toHall(/** @type {HTMLSelectElement} */ (e.target).value));
    document.addEventListener('keydown', (e) => this.#key(e));
    root.addEventListener('focusin', (e) => {
      const id = /** @type {HTMLElement} */ (e.target).dataset?.id;
      if (id && id !== this.#focused) this.#focus(id, false);
    });
    addEventListener('beforeunload', (e) => { if (this.#saving.waiting) e.preventDefault(); });
    addEventListener('online', () => this.#saving.retry());
    addEventListener('hashchange', () => { this.#fromAddress(); this.#show(); this.#goToAsked(); });
    this.#start();
  }

  /** @template {HTMLElement} T @param {string} selector @returns {T} */
  #part(selector) { return /** @type {T} */ (this.#root.querySelector(selector)); }

  // ── Beginning and news ──

  async #start() {
    this.#fromAddress();
    const today = new Intl.DateTimeFormat('en-CA').format(new Date()), { dates } = this.#words;
    if (!this.#date) this.#date = dates.includes(today) ? today : dates[0];
    if (!await this.#reading.start(this.#date)) return;
    this.#root.classList.add('ready');
    this.#part('.loading').hidden = true;
    this.#show();
    await this.#reading.all();
    this.#goToAsked();
  }

  /** The session that the address asks for, as links of the findings do; once. */
  #goToAsked() {
    const number = this.#asked, session = number ? this.#programme.sessions.find((s) => s.number === number) : undefined;
    this.#asked = 0;
    if (session) this.#jump([session.guid]);
  }

  #fromAddress() {
    const [date, view, number] = location.hash.slice(1).split('/');
    this.#asked = Number(number) || 0;
    if (/^\d{4}-\d{2}-\d{2}$/.test(date)) this.#date = date;
    const known = VIEWS.find((v) => v === view);
    if (known) this.#view = known;
  }

  /** Shows what others did, without moving what one reads. @param {string[]} guids */
  #news(guids) {
    for (const guid of guids) this.#fresh.add(guid);
    this.#show(new Set(guids));
    const titles = guids.map((g) => this.#words.text(this.#programme.session(g)?.title)).filter(Boolean);
    if (titles.length) this.#tell(titles.length > 3 ? this.#words.say('grid.others_many', { count: titles.length }) : this.#words.say('grid.others', { titles: this.#words.list(titles) }));
    if (guids.length)
      setTimeout(() => {
        for (const guid of guids) this.#fresh.delete(guid);
        this.#board.draw(true);
      }, FRESH);
  }

  #found() {
    this.#board.draw(true);
    this.#showSide();
    this.#showStrip();
  }

  /** Something of one's own was tried, saved or taken back. @param {Finding[] | null} findings that hold for the sessions now @param {string[]} guids */
  #changed(findings, guids) {
    if (findings) this.#findings.takeOf(findings, guids);
    if (guids.length && this.#findings.areKnown) this.#reading.soonFindings();
    this.#show();
    if (this.#saving.waiting <= 1) setTimeout(() => this.#reading.catchUp(), 100);
  }

  /** @param {import('./saving.js').Clash[]} clashes @returns {Promise<'mine' | 'theirs'>} */
  async #clash(clashes) {
    // One thing at a time: what is in the hand is put down first.
    await this.#hand.empty();
    const focused = this.#focused;
    const answer = await askClash(this.#part('[data-dialog=clash]'), this.#programme, clashes, this.#words);
    this.#tell(this.#words.say(answer === 'mine' ? 'grid.mine_applied' : 'grid.theirs_kept'));
    if (focused) this.#focus(focused);
    return answer;
  }

  // ── Showing ──

  /** @param {ReadonlySet<string>} [glide] */
  #show(glide = new Set()) {
    if (!this.#root.classList.contains('ready')) return;
    this.#words.fallback = this.#programme.languages;
    const isEmpty = !this.#programme.sessions.length;
    this.#part('.nothing').hidden = !isEmpty;
    this.#part('.plane').hidden = isEmpty;
    this.#sheet = lay(this.#programme, this.#view, this.#date, this.#words);
    for (const guid of [...this.#chosen]) if (!this.#programme.session(guid)) this.#chosen.delete(guid);
    this.#follow();
    this.#board.show(this.#sheet, ZOOMS[this.#zoom], glide);
    this.#frame.showDays(this.#date);
    this.#showSide();
    this.#showTools();
    this.#showStrip();
    this.#hand.turn();
    const address = `#${this.#date}${this.#view === 'hall' ? '' : `/${this.#view}`}`;
    if (location.hash !== address) history.replaceState(null, '', address);
  }

  get #focusedPlace() { return this.#sheet.placed.find((p) => p.id === this.#focused); }

  /** The focused session may stand in another column now, or be gone. */
  #follow() {
    const id = this.#focused;
    if (!id || id.endsWith('@@side') || this.#focusedPlace) return;
    const hadFocus = document.activeElement === this.#board.card(id);
    this.#focused = this.#sheet.at.get(id.split('@')[0])?.[0]?.id ?? null;
    this.#board.pinned = new Set(this.#focused ? [this.#focused] : []);
    if (hadFocus) queueMicrotask(() => (this.#focused ? this.#board.card(this.#focused) : this.#firstCard)?.focus({ preventScroll: true }));
  }

  /** @returns {HTMLElement | null} */
  get #firstCard() { return this.#board.list.querySelector('.card'); }

  #showSide() {
    this.#side.show();
    this.#part('.findings-part').hidden = !this.#findings.areKnown;
    if (this.#findings.areKnown) this.#side.showFindings(this.#findings.all);
  }

  #showTools() { this.#frame.showTools({ view: this.#view, zoom: this.#zoom, several: this.#several, canUndo: this.#log.canUndo, canRedo: this.#log.canRedo }); }

  #showNetwork() { this.#frame.showNetwork(this.#saving.state, this.#saving.waiting, this.#reading.isLost); }

  #showStrip() { this.#frame.showStrip(this.#sessions(this.#acting), this.#hand); }

  /** @param {import('./hand.js').Away | null} away */
  #showAim(away) {
    this.#frame.showAim(away, true);
    this.#showStrip();
  }

  #still() {
    const id = this.#focused;
    this.#frame.showAim(null, false);
    this.#show();
    if (id) this.#focus(id, false);
  }

  /** @param {string} text */
  #tell(text) { this.#frame.tell(text, !this.#hand.isFull); }

  // ── Choosing and focus ──

  /** What an act is about: the chosen when the focused one is among them, else the focused one. @returns {string[]} */
  get #acting() {
    const guid = this.#focused?.split('@')[0];
    const acting = guid && !this.#chosen.has(guid) ? [guid] : [...this.#chosen].sort((a, b) => Number(b === guid) - Number(a === guid));
    return acting.filter((g) => this.#programme.session(g));
  }

  /** @param {string[]} guids @returns {Session[]} */
  #sessions(guids) { return guids.flatMap((g) => this.#programme.session(g) ?? []); }

  /** @param {string} id @param {boolean} [reveal] */
  #focus(id, reveal = true) {
    this.#focused = id;
    const placed = this.#focusedPlace, listed = /** @type {HTMLElement[]} */ ([...this.#side.list.children]);
    if (placed) {
      this.#board.pinned = new Set([id]);
      if (reveal) this.#board.reveal(boxOf(this.#board.plan, placed), placed.wide);
    } else for (const card of listed) card.tabIndex = card.dataset.id === id ? 0 : -1;
    this.#board.draw(true);
    const card = placed ? this.#board.card(id) : listed.find((c) => c.dataset.id === id);
    if (card && document.activeElement !== card) card.focus({ preventScroll: placed != null || !reveal });
    this.#showStrip();
  }

  /** @param {Iterable<string>} guids */
  #choose(guids) {
    this.#chosen = new Set(guids);
    this.#board.draw(true);
    this.#side.show();
    this.#showStrip();
  }

  /** @param {string} guid */
  #toggle(guid) { if (!this.#chosen.delete(guid)) this.#chosen.add(guid); }

  /** @param {string} id @param {{ add: boolean, upTo: boolean }} how */
  #press(id, { add, upTo }) {
    const guid = id.split('@')[0], from = this.#focused?.split('@')[0];
    if (!upTo && !add && !this.#several && this.#isFound(id)) { this.#jump([guid]); return; }
    if (upTo && from) {
      const order = id.endsWith('@@side') ? [...this.#side.list.children].map((c) => /** @type {HTMLElement} */ (c).dataset.id?.split('@')[0] ?? '')
        : [...new Set([...this.#sheet.placed].sort((a, b) => a.column - b.column || a.from - b.from).map((p) => p.guid))];
      const [a, b] = [order.indexOf(from), order.indexOf(guid)].sort((x, y) => x - y);
      this.#chosen = new Set([...this.#chosen, ...order.slice(Math.max(0, a), b + 1)]);
    } else if (add || this.#several) this.#toggle(guid);
    else this.#chosen = new Set([guid]);
    this.#focus(id, false);
    this.#choose(this.#chosen);
  }

  /** In the list, but with a place in the grid: what a search found. @param {string} id */
  #isFound(id) { return id.endsWith('@@side') && this.#programme.session(id.split('@')[0])?.start != null; }

  /** Shows a session, wherever it is, and puts the focus on it. @param {string | undefined} guid */
  #goTo(guid) {
    const session = guid ? this.#programme.session(guid) : undefined;
    if (!session) return;
    if (session.start != null && this.#programme.dayOf(session.start) !== this.#date) {
      this.#date = this.#programme.dayOf(session.start);
      this.#show();
    }
    this.#focus(this.#sheet.at.get(session.guid)?.[0]?.id ?? `${session.guid}@@side`);
  }

  /** The next of several sessions each time. @param {string[]} guids */
  #jump(guids) {
    const guid = guids[(guids.indexOf(this.#focused?.split('@')[0] ?? '') + 1) % guids.length];
    this.#chosen = new Set([guid]);
    this.#goTo(guid);
    this.#choose(this.#chosen);
  }

  // ── Acts: each is one entry of the log ──

  /** @param {Map<string, Partial<Placing>>} placings @param {{ copy: boolean, away: import('./hand.js').Away | null, main: string, seen: ReadonlyMap<string, number> }} how */
  #put(placings, { copy, away, main, seen }) {
    if (copy) this.#copy(placings);
    else this.#move(placings, seen);
    if (away && away !== 'side') this.#tell(this.#words.say('grid.moved_to_day', { day: this.#words.dayName(away) }));
    else if (!copy) this.#goTo(main);
  }

  /** @param {Map<string, Partial<Placing>>} placings what is to be, whether it is so already or not @param {ReadonlyMap<string, number>} [seen] see Saving.add */
  #move(placings, seen) {
    /** @type {import('./log.js').Moved['moves']} */
    const moves = new Map();
    for (const [guid, placing] of placings) {
      const session = this.#programme.session(guid), after = session ? changed(session, placing) : {};
      if (session && Object.keys(after).length) moves.set(guid, { before: samePlacing(session, after), after });
    }
    if (moves.size) this.#do({ kind: 'move', label: this.#label('grid.did.moved', 'grid.did.moved_many', [...moves.keys()]), moves }, seen);
  }

  /** @param {Map<string, Partial<Placing>>} placings of the copies */
  #copy(placings) {
    const copies = [...placings].flatMap(([of, placing]) => {
      const session = this.#programme.session(of);
      return session ? [{ of, placing: { start: session.start, minutes: session.minutes, hall: session.hall, allHalls: session.allHalls, ...placing }, guid: null }] : [];
    });
    if (copies.length) this.#do({ kind: 'copy', label: this.#label('grid.did.copied', 'grid.did.copied_many', [...placings.keys()]), copies });
  }

  /** @param {string} one @param {string} many keys @param {string[]} guids */
  #label(one, many, guids) {
    return guids.length > 1 ? this.#words.say(many, { count: guids.length }) : this.#words.say(one, { title: this.#words.text(this.#programme.session(guids[0])?.title) });
  }

  /** @param {import('./log.js').Entry} entry @param {ReadonlyMap<string, number>} [seen] */
  #do(entry, seen) {
    this.#log.did(entry);
    this.#saving.add(entry, 'do', seen);
    this.#tell(this.#said(entry));
  }

  /** What was done; of one moved session also where it stands now. @param {import('./log.js').Entry} entry @returns {string} */
  #said(entry) {
    const [session] = entry.kind === 'move' && entry.moves.size === 1 ? this.#sessions([...entry.moves.keys()]) : [];
    return session ? `${entry.label} ${this.#frame.whenOf(session)}, ${hallOf(this.#programme, session, this.#words)}` : entry.label;
  }

  /** @param {'undo' | 'redo'} as */
  #turn(as) {
    const entry = as === 'undo' ? this.#log.undo() : this.#log.redo();
    if (!entry) { this.#tell(this.#words.say(as === 'undo' ? 'grid.nothing_to_undo' : 'grid.nothing_to_redo')); return; }
    this.#saving.add(entry, as);
    if (entry.kind === 'move') this.#goTo([...entry.moves.keys()][0]);
    this.#tell(`${this.#words.say(as === 'undo' ? 'grid.undone' : 'grid.redone')} ${this.#said(entry)}`);
  }

  /** @param {string} name of the act */
  async #act(name) {
    switch (name) {
      case 'undo': case 'redo': if (!this.#hand.isFull) this.#turn(name); return;
      case 'zoomIn': this.#zoomTo(this.#zoom + 1); return;
      case 'zoomOut': this.#zoomTo(this.#zoom - 1); return;
      case 'keys': this.#letters = await showKeys(this.#part('[data-dialog=keys]'), this.#letters); keep(LETTERS, this.#letters ? 'on' : 'off'); return;
      case 'several': this.#several = !this.#several; this.#showTools(); this.#tell(this.#words.say(this.#several ? 'grid.several_on' : 'grid.several_off')); return;
      case 'retry': this.#saving.retry(); return;
      case 'search': this.#part('input[type=search]').focus(); return;
      case 'drop': this.#hand.drop(false); return;
      case 'cancel': if (this.#hand.isFull) this.#cancel(); else this.#choose([]); return;
      case 'dayBefore': this.#turnDay(-1); return;
      case 'dayAfter': this.#turnDay(1); return;
    }
    const acting = this.#acting, sessions = this.#sessions(acting), one = sessions.length === 1 ? sessions[0] : null;
    if (name === 'open' && one) location.assign(`${this.#root.dataset.session}/${one.number}`);
    if (!sessions.length || !this.#canEdit || this.#hand.isFull) return;
    const all = (/** @type {Partial<Placing>} */ placing) => new Map(acting.map((g) => [g, placing]));
    switch (name) {
      case 'move': this.#take(acting, 'move', true); return;
      case 'moveTo': await this.#moveTo(sessions); return;
      case 'accept': await this.#accept(this.#findings.openOf(acting)); return;
      case 'copy': this.#copy(all({ start: null, hall: null })); return;
      case 'copyToHalls': if (one) this.#copyToHalls(one); return;
      case 'allHalls': this.#move(all(sessions.every((s) => s.allHalls) ? { allHalls: false } : { allHalls: true, hall: null })); return;
      case 'unschedule': this.#move(all({ start: null, hall: null })); this.#goTo(acting[0]); return;
      case 'callOff': this.#move(all({ cancelled: !sessions.every((s) => s.cancelled) })); return;
      case 'remove': this.#remove(sessions);
    }
  }

  /** @param {Session[]} sessions */
  async #moveTo(sessions) {
    const seen = this.#programme.versions(sessions.map((s) => s.guid));
    const answer = await askPlace(this.#part('[data-dialog=move]'), this.#programme, sessions, this.#date, this.#words);
    if (!answer) return;
    if (answer.copy) this.#copy(answer.placings);
    else {
      this.#move(answer.placings, seen);
      this.#goTo(sessions[0].guid);
    }
  }

  /** From the menu of halls. @param {string} hall a guid, `none`, `all`, or empty for what it shows of several */
  #toHall(hall) {
    const acting = this.#acting;
    if (hall && acting.length && !this.#hand.isFull) this.#move(new Map(acting.map((g) => [g, { hall: hall === 'none' || hall === 'all' ? null : hall, allHalls: hall === 'all' }])));
    this.#showStrip();
  }

  /** Asks why they may stay, and keeps that. @param {Finding[]} findings */
  async #accept(findings) {
    if (!findings.length) { this.#tell(this.#words.say('grid.nothing_to_accept')); return; }
    const answer = await askReason(this.#part('[data-dialog=accept]'), findings, this.#words);
    if (!answer) return;
    let done = 0;
    for (const key of answer.keys)
      try {
        const { status, body } = await this.#api.ask('PUT', `/conflicts/${key}/acceptance`, { body: { reason: answer.reason } });
        if (status === 200) {
          this.#findings.change(body);
          done++;
        } else {
          // It changed, or is gone, since it was shown.
          this.#tell(status === 401 ? this.#words.say('grid.signed_out') : this.#words.say('grid.not_accepted', { why: Object.values(body?.errors ?? {}).flat()[0] ?? body?.detail ?? String(status) }));
          this.#reading.soonFindings();
          break;
        }
      } catch (e) {
        if (!(e instanceof Unreached)) throw e;
        this.#tell(this.#words.say('grid.unreached'));
        break;
      }
    this.#found();
    if (done === answer.keys.length) this.#tell(this.#words.say('grid.accepted', { count: done }));
  }

  /** A break that every hall has on its own, so that one of them can move it. @param {Session} session in a hall */
  #copyToHalls(session) {
    const copies = [...this.#programme.halls.keys()].filter((h) => h !== session.hall)
      .map((hall) => ({ of: session.guid, placing: { start: session.start, minutes: session.minutes, hall, allHalls: false }, guid: null }));
    if (copies.length) this.#do({ kind: 'copy', label: this.#label('grid.did.copied', 'grid.did.copied_many', [session.guid]), copies });
  }

  /** @param {Session[]} sessions */
  #remove(sessions) {
    const here = this.#focusedPlace, next = here ? neighbour(this.#sheet, here, 'down') ?? neighbour(this.#sheet, here, 'up') : undefined;
    this.#do({ kind: 'remove', label: this.#label('grid.did.removed', 'grid.did.removed_many', sessions.map((s) => s.guid)), removed: sessions.map((s) => ({ guid: s.guid, wasCalledOff: false, told: s.facts })) });
    if (next) this.#focus(next.id);
  }

  /** @param {string[]} guids the main one first @param {import('./moving.js').Grip} grip @param {boolean} byKeys */
  #take(guids, grip, byKeys) {
    const main = this.#programme.session(guids[0]);
    if (!main || !this.#canEdit || this.#hand.isFull) return;
    // From the list, or from another day: one follows what one moves.
    if (byKeys && main.start != null) this.#goTo(main.guid);
    this.#hand.take(guids, grip, byKeys);
    if (!byKeys) return;
    this.#tell(`${this.#words.say('grid.moving', { title: this.#words.text(main.title) })} ${this.#hand.where}`);
    // The keys are those of the session, also after a press of the button.
    if (this.#focused) this.#focus(this.#focused, false);
  }

  #cancel() {
    this.#hand.letGo();
    this.#tell(this.#words.say('grid.not_moved'));
  }

  /** @param {number} zoom */
  #zoomTo(zoom) {
    if (zoom < 0 || zoom >= ZOOMS.length) return;
    this.#zoom = zoom;
    keep(ZOOM, String(zoom));
    this.#show();
    const placed = this.#focusedPlace;
    if (placed) this.#board.reveal(boxOf(this.#board.plan, placed), placed.wide);
  }

  /** @param {number} by */
  #turnDay(by) {
    const { dates } = this.#programme, date = dates[dates.indexOf(this.#date) + by];
    if (!date) return;
    this.#openDay(date);
    this.#tell(this.#hand.isFull ? this.#hand.where : this.#words.dayName(date));
  }

  /** @param {string} date */
  #openDay(date) {
    this.#date = date;
    this.#show();
    if (this.#hand.isByKeys) this.#part('.board').focus();
    else if (document.activeElement === document.body) this.#firstCard?.focus({ preventScroll: true });
  }

  // ── Hands ──

  /** @returns {import('./pointer.js').Desk} */
  #hands() {
    return {
      canEdit: () => this.#canEdit, isChosen: (guid) => this.#chosen.has(guid), isMoving: () => this.#hand.isByKeys,
      press: (id, how) => this.#press(id, how),
      pressEmpty: (minute, column) => {
        if (!this.#hand.isFull) { this.#choose([]); return; }
        this.#hand.aim(minute, column);
        this.#hand.drop(false);
      },
      begin: (guid, grip) => {
        if (!this.#chosen.has(guid)) this.#choose([guid]);
        this.#take([guid, ...[...this.#chosen].filter((g) => g !== guid)], grip, false);
      },
      aim: (minute, column) => this.#hand.aim(minute, column), aimAway: (where) => this.#hand.aimAway(where ?? 'nowhere'),
      dwell: (date) => this.#openDay(date), drop: (copy) => this.#hand.drop(copy), cancel: () => this.#cancel(),
      mark: (box, isMore) => {
        const inside = this.#sheet.placed.filter((p) => {
          const b = boxOf(this.#board.plan, p);
          return b.start < box.start + box.width && box.start < b.start + b.width && b.top < box.top + box.height && box.top < b.top + b.height;
        }).map((p) => p.guid);
        const chosen = new Set(isMore ? [...this.#chosen, ...inside] : inside);
        if (chosen.size !== this.#chosen.size || [...chosen].some((g) => !this.#chosen.has(g))) this.#choose(chosen);
      },
    };
  }

  /** @param {MouseEvent} e */
  #click(e) {
    const button = /** @type {HTMLElement} */ (e.target).closest('button'), { day, view, do: act } = button?.dataset ?? {};
    if (!button || button.closest('dialog')) return;
    if (day) this.#openDay(day);
    else if (view && !this.#hand.isFull) {
      this.#view = /** @type {View} */ (view);
      this.#show();
      const placed = this.#focused ? this.#sheet.at.get(this.#focused.split('@')[0])?.[0] : undefined;
      if (placed) this.#board.reveal(boxOf(this.#board.plan, placed), placed.wide);
    } else if (act) this.#act(act);
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    const target = /** @type {HTMLElement} */ (e.target), isHere = this.#root.contains(target);
    if (e.defaultPrevented || !this.#root.classList.contains('ready') || target.closest('dialog') || !isHere && target !== document.body) return;
    if (target.closest('input, select, textarea')) {
      if (e.key === 'Escape' || e.key === 'ArrowDown') {
        e.preventDefault();
        /** @type {HTMLElement | null} */ (this.#side.list.querySelector('[tabindex="0"]') ?? this.#board.list.querySelector('[tabindex="0"]'))?.focus();
      }
      return;
    }
    if (this.#pointer.isDragging) {
      if (e.key === 'Escape') this.#pointer.stop();
      return;
    }
    const act = read({ key: e.key, code: e.code, ctrl: e.ctrlKey || e.metaKey, shift: e.shiftKey, alt: e.altKey }, { isMoving: this.#hand.isByKeys, rightToLeft: this.#board.rightToLeft, letters: this.#letters });
    const id = target.dataset.id;
    // Buttons keep their own keys, and outside of the editor only those work that need no session.
    if (!act || !id && (target.closest('button, a, summary') || !isHere) && !this.#isGeneral(act.kind)) return;
    e.preventDefault();
    if (act.kind === 'focus') this.#step(act.way, id);
    else if (act.kind === 'nudge' || act.kind === 'stretch') {
      if (act.kind === 'nudge') this.#hand.nudge(act.minutes, act.columns);
      else this.#hand.stretch(act.minutes);
      this.#tell(this.#hand.where);
    } else if (act.kind === 'choose' || act.kind === 'chooseAll') {
      if (act.kind === 'chooseAll') this.#chosen = new Set(this.#sheet.placed.map((p) => p.guid));
      else if (id) this.#toggle(id.split('@')[0]);
      this.#choose(this.#chosen);
      this.#tell(this.#words.say('grid.chosen', { count: this.#chosen.size }));
    } else if (act.kind === 'move' && e.key === 'Enter' && id && this.#isFound(id)) this.#jump([id.split('@')[0]]);
    else this.#act(act.kind);
  }

  /** @param {string} kind */
  #isGeneral(kind) { return ['undo', 'redo', 'search', 'keys', 'zoomIn', 'zoomOut', 'dayBefore', 'dayAfter'].includes(kind) || this.#hand.isByKeys && kind === 'cancel'; }

  /** @param {'up' | 'down' | 'back' | 'on' | 'first' | 'last'} way @param {string | undefined} id of the card it goes out from */
  #step(way, id) {
    if (id?.endsWith('@@side')) {
      const ids = [...this.#side.list.children].map((c) => /** @type {HTMLElement} */ (c).dataset.id), here = ids.indexOf(id);
      const next = { first: ids[0], last: ids.at(-1), up: ids[here - 1], down: ids[here + 1], back: undefined, on: undefined }[way];
      if (next) this.#focus(next);
      return;
    }
    const { placed } = this.#sheet, from = placed.find((p) => p.id === (id ?? this.#focused));
    const column = placed.filter((p) => p === from || p.column === from?.column && !p.wide);
    const next = !from ? placed[0] : way === 'first' ? column[0] : way === 'last' ? column.at(-1) : neighbour(this.#sheet, from, way);
    if (next) this.#focus(next.id);
  }
}
