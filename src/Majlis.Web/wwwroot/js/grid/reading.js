// @ts-check
// Keeps what the editor holds as new as the server's: reads all of it at first, after a pause and when much happened, else session by session.
import { Live } from './live.js';
import { readSession } from './programme.js';
import { Unreached } from './api.js';

/**
 * @typedef {{ programme: import('./programme.js').Programme, api: import('./api.js').Api, saving: import('./saving.js').Saving, findings: import('./findings.js').Findings,
 *   news: (guids: string[]) => void, found: () => void, network: () => void, trouble: (key: string) => void }} Desk `news`: others changed these
 */

const PAUSE = 300, LONG_PAUSE = 5000, LONGEST_PAUSE = 10_000;

export class Reading {
  /** Whether others' changes are not heard at the moment. */ isLost = false;
  /** @type {Set<string>} to be read again once what is on its way is answered */ #later = new Set();
  #timer = 0;
  #desk; #live;

  /** @param {string} feed address of the live feed @param {Desk} desk */
  constructor(feed, desk) {
    this.#desk = desk;
    this.#live = new Live(feed, {
      sessions: (guids) => this.#sessions(guids), removed: (guid) => this.#removed(guid), all: () => this.all(), findings: () => this.soonFindings(),
      lost: () => { this.isLost = true; desk.network(); },
      back: () => { this.isLost = false; desk.saving.retry(); this.all(); },
    });
    addEventListener('pagehide', () => this.#live.close());
    addEventListener('pageshow', (e) => { if (e.persisted) this.start(null); });
  }

  /** The day first, so that one sees something; then the rest. @param {string | null} date null: all at once @returns {Promise<boolean>} whether there is something to show */
  async start(date) {
    if (date && !await this.#read(`/programme?day=${date}`, false)) return false;
    if (!date) await this.all();
    this.#live.listen(this.#desk.programme.position);
    return true;
  }

  /** @param {string} path @param {boolean} whole @returns {Promise<boolean>} tries until the server answers */
  async #read(path, whole) {
    for (let tries = 0; ; tries++) {
      try {
        const { status, body } = await this.#desk.api.ask('GET', path);
        if (status === 200) this.#desk.programme.read(body, whole);
        else this.#desk.trouble(status === 401 ? 'grid.signed_out' : 'grid.gone');
        return status === 200;
      } catch (e) {
        if (!(e instanceof Unreached)) throw e;
        this.#desk.trouble('grid.unreached');
        await new Promise((done) => setTimeout(done, Math.min(LONGEST_PAUSE, 1000 * 2 ** tries)));
      }
    }
  }

  async all() {
    const { programme } = this.#desk, before = new Map(programme.sessions.map((s) => [s.guid, s.version]));
    if (!await this.#read('/programme', true)) return;
    this.#desk.news(programme.sessions.filter((s) => (before.get(s.guid) ?? s.version) < s.version).map((s) => s.guid));
    this.#desk.network();
    this.#findings();
  }

  /** @param {string[]} guids */
  async #sessions(guids) {
    const { programme, api, saving } = this.#desk;
    /** @type {string[]} */
    const news = [];
    for (const guid of guids) {
      if (saving.isOnItsWay(guid)) { this.#later.add(guid); continue; }
      try {
        const { status, body } = await api.ask('GET', `/sessions/${guid}`);
        if (status === 404) programme.drop(guid);
        // An echo of one's own change is no news.
        if (status === 404 || status === 200 && programme.put(readSession(body))) news.push(guid);
      } catch (e) {
        if (!(e instanceof Unreached)) throw e;
        this.#later.add(guid);
      }
    }
    if (!news.length) return;
    // In a hall, of a track or with a person made since everything was read.
    if (news.some((g) => !programme.isKnown(g))) { await this.all(); return; }
    this.#desk.news(news);
    this.soonFindings();
  }

  /** @param {string} guid */
  #removed(guid) {
    if (!this.#desk.programme.told(guid) || this.#desk.saving.isOnItsWay(guid)) return;
    this.#desk.programme.drop(guid);
    this.#desk.news([guid]);
    this.soonFindings();
  }

  /** What was put off while a change was on its way. */
  catchUp() {
    const later = [...this.#later];
    this.#later.clear();
    if (later.length) this.#sessions(later);
  }

  soonFindings(pause = PAUSE) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#findings(), pause);
  }

  async #findings() {
    const { api, findings } = this.#desk;
    try {
      const { status, body } = await api.ask('GET', '/conflicts');
      findings.areKnown = status === 200;
      if (status === 200) findings.take(body.findings);
      this.#desk.found();
    } catch (e) {
      if (!(e instanceof Unreached)) throw e;
      this.soonFindings(LONG_PAUSE);
    }
  }
}
