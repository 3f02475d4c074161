// @ts-check
// Changes go to the server one after the other, and are on the screen before. What cannot be sent waits here; what is refused is taken back and told.
import { isPlaced, readSession, writePlacing } from './programme.js';
import { Unreached } from './api.js';

/**
 * @typedef {import('./programme.js').Placing} Placing
 * @typedef {import('./programme.js').Session} Session
 * @typedef {'do' | 'undo' | 'redo'} As
 * @typedef {{ kind: 'move', moves: Map<string, Partial<Placing>>, expected: Map<string, number | null> }} Move `expected`: the version each was seen in; null: whatever the change before it makes
 * @typedef {{ kind: 'copy', copies: import('./log.js').Copied['copies'] }} Copy
 * @typedef {{ kind: 'remove', guids: () => string[] }} Remove
 * @typedef {{ kind: 'restore', removed: import('./log.js').Removed['removed'] }} Restore
 * @typedef {(Move | Copy | Remove | Restore) & { entry: import('./log.js').Entry, as: As, key: string, isBegun?: boolean }} Change `isBegun`: part of it may be done
 * @typedef {'saved' | 'saving' | 'unreached' | 'signedOut'} State
 * @typedef {{ mine: Session, theirs: Session }} Clash
 */

const PAUSES = [1000, 2000, 5000, 10_000];

export class Saving {
  /** @type {Change[]} */ #queue = [];
  /** @type {Map<string, number>} by guid, the last version that came from here */ #mine = new Map();
  #running = false;
  #tries = 0;
  #api; #programme; #log; #tell;
  /** @type {State} */ state = 'saved';

  /**
   * @param {import('./api.js').Api} api @param {import('./programme.js').Programme} programme @param {import('./log.js').Log} log
   * @param {{ changed: (findings: any[] | null, guids: string[]) => void, state: () => void, refused: (text: string) => void, gone: () => void,
   *   clash: (clashes: Clash[]) => Promise<'mine' | 'theirs'>, copied: (guids: string[]) => void }} tell
   */
  constructor(api, programme, log, tell) {
    this.#api = api;
    this.#programme = programme;
    this.#log = log;
    this.#tell = tell;
  }

  get waiting() { return this.#queue.length; }

  /** @param {string} guid @returns {boolean} whether a change of it is not answered yet */
  isOnItsWay(guid) { return this.#queue.some((c) => c.kind === 'move' ? c.moves.has(guid) : c.kind === 'remove' ? c.guids().includes(guid) : false); }

  /** @param {import('./log.js').Entry} entry @param {As} as @param {ReadonlyMap<string, number>} [seen] the versions that were decided upon, where that was a while ago */
  add(entry, as, seen = new Map()) {
    this.#queue.push({ ...this.#changeOf(entry, as, seen), entry, as, key: crypto.randomUUID() });
    this.#show();
    this.run();
  }

  /** @param {import('./log.js').Entry} entry @param {As} as @param {ReadonlyMap<string, number>} seen @returns {Move | Copy | Remove | Restore} */
  #changeOf(entry, as, seen) {
    const back = as === 'undo';
    if (entry.kind === 'copy') return back ? { kind: 'remove', guids: () => entry.copies.flatMap((c) => c.guid ?? []) } : { kind: 'copy', copies: entry.copies };
    if (entry.kind === 'remove') return back ? { kind: 'restore', removed: entry.removed } : { kind: 'remove', guids: () => entry.removed.map((r) => r.guid) };
    const moves = new Map([...entry.moves].map(([guid, m]) => [guid, back ? m.before : m.after]));
    // A first change stands on what was seen. To undo is to stand on what this editor itself left: what somebody else did since is not undone unseen.
    const expected = new Map([...moves.keys()].map((guid) => {
      const mine = this.#mine.get(guid) ?? -1, told = this.#programme.told(guid)?.version ?? -1;
      return [guid, this.isOnItsWay(guid) ? null : as !== 'do' && mine >= 0 ? mine : Math.max(seen.get(guid) ?? told, mine)];
    }));
    return { kind: 'move', moves, expected };
  }

  /** Tries at once what waits. */
  retry() {
    this.#tries = 0;
    this.run();
  }

  async run() {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#queue.length) {
        this.#become(this.state === 'unreached' ? 'unreached' : 'saving');
        const change = this.#queue[0];
        try {
          if (!await this.#send(change)) { this.#become('signedOut'); return; }
          this.#tries = 0;
          this.#become('saving');
        } catch (e) {
          if (!(e instanceof Unreached)) throw e;
          this.#become('unreached');
          setTimeout(() => this.run(), PAUSES[Math.min(this.#tries++, PAUSES.length - 1)]);
          return;
        }
        this.#queue.shift();
        this.#show();
      }
      this.#become('saved');
    } finally {
      this.#running = false;
    }
  }

  /** @param {State} state */
  #become(state) {
    this.state = state;
    this.#tell.state();
  }

  /** What waits is laid over what the server told. */
  #show() {
    /** @type {Map<string, Partial<Placing>>} */
    const wanted = new Map();
    for (const change of this.#queue) if (change.kind === 'move') for (const [guid, placing] of change.moves) wanted.set(guid, { ...wanted.get(guid), ...placing });
    this.#programme.want(wanted);
    this.#tell.changed(null, []);
  }

  /** @param {Change} change @returns {Promise<boolean>} false: nobody is signed in */
  async #send(change) {
    if (change.kind === 'move') return this.#move(change);
    if (change.kind === 'copy') return this.#copy(change);
    if (change.kind === 'remove') return this.#remove(change);
    return this.#restore(change);
  }

  /** @param {Move & Change} change */
  async #move(change) {
    while (change.moves.size) {
      const sessions = [...change.moves].map(([guid, placing]) =>
        ({ guid, version: change.expected.get(guid) ?? this.#mine.get(guid) ?? this.#programme.told(guid)?.version, ...writePlacing(placing) }));
      const { status, body } = await this.#api.ask('POST', '/moves', { body: { sessions }, key: change.key });
      if (status === 401) return false;
      if (status === 200) { this.#took(body.sessions); return true; }
      if (status !== 412) { this.#refuse(change, status, body); return true; }
      // Asked again it is another request.
      change.key = crypto.randomUUID();
      /** @type {Session[]} */
      const stale = (body.stale ?? []).map(readSession);
      if (!stale.some((s) => change.moves.has(s.guid))) { this.#refuse(change, 404, body); return true; }
      await this.#settle(change, stale);
    }
    return true;
  }

  /** Somebody saved first. What already stands as wanted needs no question: the answer to an earlier try was lost. @param {Move & Change} change @param {Session[]} stale */
  async #settle(change, stale) {
    /** @type {Clash[]} */
    const clashes = [];
    for (const theirs of stale) {
      const wanted = change.moves.get(theirs.guid);
      this.#programme.put(theirs);
      if (!wanted) continue;
      if (isPlaced(theirs, wanted)) change.moves.delete(theirs.guid);
      else clashes.push({ mine: { ...theirs, ...wanted }, theirs });
      change.expected.set(theirs.guid, theirs.version);
      this.#mine.set(theirs.guid, theirs.version);
    }
    if (!clashes.length) return;
    this.#tell.changed(null, clashes.map((c) => c.theirs.guid));
    if (await this.#tell.clash(clashes) === 'mine') return;
    for (const { theirs } of clashes) {
      change.moves.delete(theirs.guid);
      if (change.entry.kind === 'move') change.entry.moves.delete(theirs.guid);
    }
    if (!change.moves.size) this.#log.failed(change.entry, 'do');
  }

  /** @param {any[]} told */
  #took(told) {
    for (const one of told) {
      this.#programme.put(readSession(one));
      this.#mine.set(one.guid, one.version);
    }
    const findings = told.some((s) => s.findings) ? told.flatMap((s) => s.findings ?? []) : null;
    this.#tell.changed(findings, told.map((s) => s.guid));
  }

  /** @param {Change | null} change null: what was done of it stays @param {number} status @param {any} body */
  #refuse(change, status, body) {
    if (change) this.#log.failed(change.entry, change.as);
    if (status === 404) this.#tell.gone();
    else this.#tell.refused(Object.values(body?.errors ?? {}).flat()[0] ?? body?.detail ?? String(status));
  }

  /** @param {Copy & Change} change */
  async #copy(change) {
    // Copies that were taken back are made anew.
    if (change.as === 'redo' && !change.isBegun) for (const copy of change.copies) copy.guid = null;
    change.isBegun = true;
    for (const copy of change.copies) {
      if (copy.guid) continue; // made before the network failed
      const { status, body } = await this.#api.ask('POST', `/sessions/${copy.of}/copies`, { key: `${change.key}-${change.copies.indexOf(copy)}` });
      if (status === 401) return false;
      if (status !== 201) { this.#refuse(change, status, body); return true; }
      copy.guid = body.guid;
      this.#took([body]);
    }
    const sessions = change.copies.map(({ guid, placing }) => ({ guid, version: this.#mine.get(guid ?? ''), ...writePlacing(placing) }));
    const { status, body } = await this.#api.ask('POST', '/moves', { body: { sessions }, key: `${change.key}-moves` });
    if (status === 401) return false;
    // The copies are there, and wait for a place among the unscheduled.
    if (status !== 200) this.#refuse(null, status, body);
    else this.#took(body.sessions);
    this.#tell.copied(change.copies.flatMap((c) => c.guid ?? []));
    return true;
  }

  /** @param {Remove & Change} change @returns {Promise<boolean>} */
  async #remove(change) {
    const guids = change.guids();
    for (const guid of guids) {
      const version = this.#mine.get(guid) ?? this.#programme.told(guid)?.version;
      if (version === undefined) continue;
      const { status, body } = await this.#api.ask('DELETE', `/sessions/${guid}`, { version, key: `${change.key}-${guid}` });
      if (status === 401) return false;
      if (status === 412) {
        const theirs = readSession(body.current);
        this.#programme.put(theirs);
        this.#mine.set(guid, theirs.version);
        if (await this.#tell.clash([{ mine: { ...theirs, cancelled: true }, theirs }]) === 'theirs') { this.#log.failed(change.entry, change.as); return true; }
        return this.#remove({ ...change, guids: () => guids.slice(guids.indexOf(guid)), key: crypto.randomUUID() });
      }
      if (status >= 400 && status !== 404) { this.#refuse(change, status, body); return true; }
      const calledOff = status === 200 && body?.guid;
      if (change.entry.kind === 'remove') for (const r of change.entry.removed) if (r.guid === guid) r.wasCalledOff = Boolean(calledOff);
      if (calledOff) this.#took([body]);
      else this.#programme.drop(guid);
    }
    this.#tell.changed(null, guids);
    return true;
  }

  /** @param {Restore & Change} change */
  async #restore(change) {
    for (const gone of change.removed) {
      const { status, body } = gone.wasCalledOff
        ? await this.#api.ask('POST', '/moves', { body: { sessions: [{ guid: gone.guid, version: this.#mine.get(gone.guid) ?? this.#programme.told(gone.guid)?.version, cancelled: false }] }, key: `${change.key}-${gone.guid}` })
        : await this.#api.ask('POST', '/sessions', { body: { ...gone.told, number: undefined, version: undefined, findings: undefined }, key: `${change.key}-${gone.guid}` });
      if (status === 401) return false;
      if (status >= 400) { this.#refuse(change, status, body); return true; }
      this.#took(gone.wasCalledOff ? body.sessions : [body]);
    }
    return true;
  }
}
