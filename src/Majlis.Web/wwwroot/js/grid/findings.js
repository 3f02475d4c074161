// @ts-check
// The findings of the conflict rules, as the server told them.

/**
 * @typedef {'forbidsPlacing' | 'forbidsRelease' | 'warns'} Level
 * @typedef {{ key: string, rule: string, level: Level, sessions: string[], halls: string[], people: string[], text: string, accepted: null | { reason: string, by: string } }} Finding
 */

/** @type {Level[]} the gravest first */
export const LEVELS = ['forbidsPlacing', 'forbidsRelease', 'warns'];
/** Each level has a shape of its own. @type {Record<Level, string>} */
export const ICONS = { forbidsPlacing: 'circle-x', forbidsRelease: 'triangle-alert', warns: 'info' };

/** @param {Finding[]} findings @returns {Level | null} the gravest that nobody accepted */
export const gravest = (findings) => LEVELS.find((level) => findings.some((f) => f.level === level && !f.accepted)) ?? null;

/** @param {string} name @returns {SVGElement} */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'), use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `/lib/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export class Findings {
  /** @type {Finding[]} */ all = [];
  /** Whether there are rules at all. */ areKnown = false;
  /** @type {Map<string, Finding[]>} */ #of = new Map();

  /** @param {string} guid @returns {Finding[]} */
  of(guid) { return this.#of.get(guid) ?? []; }

  /** Those of the sessions that nobody accepted, each once. @param {string[]} guids @returns {Finding[]} */
  openOf(guids) { return [...new Map(guids.flatMap((g) => this.of(g)).filter((f) => !f.accepted).map((f) => [f.key, f])).values()]; }

  /** @param {Finding} finding as it is now */
  change(finding) { this.take(this.all.map((f) => f.key === finding.key ? finding : f)); }

  /** @param {Finding[]} findings */
  take(findings) {
    this.all = findings;
    this.#of = new Map();
    for (const finding of findings) for (const guid of finding.sessions) this.#of.get(guid)?.push(finding) ?? this.#of.set(guid, [finding]);
  }

  /** What holds for some sessions now; the rest stays. @param {Finding[]} findings @param {string[]} guids */
  takeOf(findings, guids) {
    const touched = new Set(guids), fresh = new Map(findings.map((f) => [f.key, f]));
    this.take([...this.all.filter((f) => !f.sessions.some((s) => touched.has(s)) && !fresh.has(f.key)), ...fresh.values()]);
  }
}
