// @ts-check
// What this editor did, to undo and do again. It knows no network: doing and undoing are changes like any other, and may be refused.

/**
 * @typedef {import('./programme.js').Placing} Placing
 * @typedef {{ kind: 'move', label: string, moves: Map<string, { before: Partial<Placing>, after: Partial<Placing> }> }} Moved
 * @typedef {{ kind: 'copy', label: string, copies: { of: string, placing: Partial<Placing>, guid: string | null }[] }} Copied `guid`: of the copy, once there is one
 * @typedef {{ kind: 'remove', label: string, removed: { guid: string, wasCalledOff: boolean, told: any }[] }} Removed
 * @typedef {Moved | Copied | Removed} Entry
 */

const MOST = 200;

export class Log {
  /** @type {Entry[]} */ #done = [];
  /** @type {Entry[]} */ #undone = [];

  get canUndo() { return this.#done.length > 0; }
  get canRedo() { return this.#undone.length > 0; }

  /** @param {Entry} entry */
  did(entry) {
    this.#done.push(entry);
    if (this.#done.length > MOST) this.#done.shift();
    this.#undone = [];
  }

  /** @returns {Entry | undefined} what is to be undone; it can be done again after */
  undo() {
    const entry = this.#done.pop();
    if (entry) this.#undone.push(entry);
    return entry;
  }

  /** @returns {Entry | undefined} */
  redo() {
    const entry = this.#undone.pop();
    if (entry) this.#done.push(entry);
    return entry;
  }

  /** It was refused: as if it had never been tried. @param {Entry} entry @param {'do' | 'undo' | 'redo'} as how it was tried */
  failed(entry, as) {
    const drop = (/** @type {Entry[]} */ list) => { const i = list.indexOf(entry); if (i >= 0) list.splice(i, 1); };
    drop(this.#done);
    drop(this.#undone);
    if (as === 'undo') this.#done.push(entry);
    if (as === 'redo') this.#undone.push(entry);
  }
}
