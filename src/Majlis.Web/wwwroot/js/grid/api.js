// @ts-check
// The documented API of the programme, as far as the editor speaks it.

/** @typedef {{ status: number, body: any }} Answer */

/** The network failed, or the server was not able to answer: the same may be asked again. */
export class Unreached extends Error {}

export class Api {
  #base; #language;

  /** @param {string} edition slug @param {string} language of sentences in answers */
  constructor(edition, language) {
    this.#base = `/api/v1/editions/${edition}`;
    this.#language = language;
  }

  /** @param {string} method @param {string} path @param {{ body?: unknown, version?: number, key?: string, signal?: AbortSignal }} [options] `key`: asked twice with it, it is done once
   * @returns {Promise<Answer>} @throws {Unreached} */
  async ask(method, path, { body, version, key, signal } = {}) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json', 'Accept-Language': this.#language, 'X-Majlis': '1' };
    if (body !== undefined) headers['Content-Type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    if (version !== undefined) headers['If-Match'] = `"${version}"`;
    if (key) headers['Idempotency-Key'] = key;
    let response;
    try {
      response = await fetch(this.#base + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal, redirect: 'manual' });
    } catch (e) {
      if (signal?.aborted) throw e;
      throw new Unreached();
    }
    // A redirect leads to the sign-in; 429 and above 500 pass.
    if (response.type === 'opaqueredirect') return { status: 401, body: null };
    if (response.status >= 500 || response.status === 429) throw new Unreached();
    return { status: response.status, body: response.headers.get('Content-Type')?.includes('json') ? await response.json() : null };
  }
}
