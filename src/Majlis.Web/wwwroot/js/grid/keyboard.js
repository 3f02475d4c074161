// @ts-check
// What each key means. Arrows follow what one sees: in a right-to-left language the left arrow leads to later columns.

/**
 * @typedef {{ kind: 'focus', way: 'up' | 'down' | 'back' | 'on' | 'first' | 'last' } | { kind: 'nudge', minutes: number, columns: number } | { kind: 'stretch', minutes: number }
 *   | { kind: 'move' | 'moveTo' | 'drop' | 'cancel' | 'choose' | 'chooseAll' | 'copy' | 'remove' | 'unschedule' | 'open' | 'accept' | 'undo' | 'redo' | 'search' | 'keys' | 'zoomIn' | 'zoomOut' | 'dayBefore' | 'dayAfter' }} Act
 */

/** @type {Record<string, Act>} */
const DAYS = { BracketLeft: { kind: 'dayBefore' }, BracketRight: { kind: 'dayAfter' } };
/** @type {Record<string, Act>} */
const LETTERS = { M: { kind: 'move' }, T: { kind: 'moveTo' }, C: { kind: 'copy' }, U: { kind: 'unschedule' }, O: { kind: 'open' }, A: { kind: 'accept' } };

/**
 * @param {{ key: string, code: string, ctrl: boolean, shift: boolean, alt: boolean }} e @param {{ isMoving: boolean, rightToLeft: boolean, letters: boolean }} state `letters`: keys without Ctrl work
 * @returns {Act | null}
 */
export function read(e, { isMoving, rightToLeft, letters }) {
  const towards = rightToLeft ? { ArrowLeft: 1, ArrowRight: -1 } : { ArrowLeft: -1, ArrowRight: 1 };
  const columns = /** @type {Record<string, number>} */ (towards)[e.key] ?? 0, rows = { ArrowUp: -1, ArrowDown: 1 }[e.key] ?? 0;
  // Letters are known by their place on the keyboard, so that they work in Persian, Arabic and Russian too.
  const letter = e.code.startsWith('Key') ? e.code.slice(3) : '';
  if (e.ctrl) {
    if (letter === 'Z') return { kind: e.shift ? 'redo' : 'undo' };
    if (letter === 'Y') return { kind: 'redo' };
    if (letter === 'A' && !isMoving) return { kind: 'chooseAll' };
    return null;
  }
  if (e.alt) return null;
  if (isMoving) {
    if (e.shift && rows) return { kind: 'stretch', minutes: rows * 5 };
    if (rows || columns) return { kind: 'nudge', minutes: rows * 5, columns };
    if (e.key === 'PageUp' || e.key === 'PageDown') return { kind: 'nudge', minutes: e.key === 'PageUp' ? -60 : 60, columns: 0 };
    if (e.key === 'Enter') return { kind: 'drop' };
    if (e.key === 'Escape') return { kind: 'cancel' };
    if (letters && DAYS[e.code]) return DAYS[e.code];
    return null;
  }
  if (rows) return { kind: 'focus', way: rows < 0 ? 'up' : 'down' };
  if (columns) return { kind: 'focus', way: columns < 0 ? 'back' : 'on' };
  switch (e.key) {
    case 'Home': return { kind: 'focus', way: 'first' };
    case 'End': return { kind: 'focus', way: 'last' };
    case 'Enter': return { kind: 'move' };
    case ' ': return { kind: 'choose' };
    case 'Escape': return { kind: 'cancel' };
    case 'Delete': return { kind: 'remove' };
  }
  if (!letters) return null;
  if (e.key === '?' || e.key === '؟') return { kind: 'keys' };
  if (e.key === '/' || e.code === 'Slash') return { kind: 'search' };
  if (e.key === '+' || e.key === '=') return { kind: 'zoomIn' };
  if (e.key === '-') return { kind: 'zoomOut' };
  return DAYS[e.code] ?? LETTERS[letter] ?? null;
}
