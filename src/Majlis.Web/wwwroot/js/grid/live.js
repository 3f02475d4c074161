// @ts-check
// Hears of others' changes. Says which sessions to read again, or that everything is to be read again.

/** More changes than this at once are read as a whole. */
const FEW = 20;

export class Live {
  /** @type {EventSource | null} */ #events = null;
  /** @type {Set<string>} */ #changed = new Set();
  #timer = 0;
  #lost = false;
  #tell; #address;

  /** @param {string} address of the feed @param {{ sessions: (guids: string[]) => void, removed: (guid: string) => void, all: () => void, findings: () => void, lost: () => void, back: () => void }} tell */
  constructor(address, tell) {
    this.#address = address;
    this.#tell = tell;
  }

  /** @param {string} position what was read is as new as this */
  listen(position) {
    this.close();
    const events = new EventSource(`${this.#address}?after=${position}`);
    this.#events = events;
    events.addEventListener('open', () => {
      // The feed tells what was missed, but only so much of it: after a pause everything is read anew.
      if (this.#lost) this.#tell.back();
      this.#lost = false;
    });
    events.addEventListener('error', () => {
      if (!this.#lost) this.#tell.lost();
      this.#lost = true;
      // Some answers end a feed for good; it is tried again all the same.
      if (events.readyState === EventSource.CLOSED) setTimeout(() => { if (this.#events === events) this.listen(position); }, 5000);
    });
    events.addEventListener('SessionChanged', (e) => {
      const { session, what } = JSON.parse(e.data);
      if (what === 'removed') this.#tell.removed(session);
      else {
        this.#changed.add(session);
        this.#soon();
      }
    });
    // Halls, tracks, people and rules are the edition's.
    for (const kind of ['ProgrammeImported', 'EditionChanged', 'PartyChanged', 'PartiesTakenIn', 'ParticipationChanged', 'OrderChanged', 'Missed']) events.addEventListener(kind, () => this.#tell.all());
    for (const kind of ['ConflictAccepted', 'ConflictAcceptanceTakenBack']) events.addEventListener(kind, () => this.#tell.findings());
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const guids = [...this.#changed];
      this.#changed.clear();
      if (guids.length > FEW) this.#tell.all();
      else if (guids.length) this.#tell.sessions(guids);
    }, 60);
  }

  close() {
    this.#events?.close();
    this.#events = null;
  }
}
