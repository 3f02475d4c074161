// @ts-check
// Mouse, pen and finger. A press becomes a drag once it has moved; a finger drags only what was chosen before, so that it can scroll.
import { columnAt, minuteAt, pull } from './geometry.js';

const SLACK = 4;
/** How long one waits over a day before it opens. */
const DWELL = 600;

/**
 * @typedef {{ canEdit: () => boolean, isChosen: (guid: string) => boolean, press: (id: string, how: { add: boolean, upTo: boolean }) => void, pressEmpty: (minute: number, column: number) => void,
 *   begin: (guid: string, grip: import('./moving.js').Grip) => void, aim: (minute: number, column: number) => void, aimAway: (where: 'side' | string | null) => void,
 *   dwell: (date: string) => void, drop: (copy: boolean) => void, cancel: () => void, mark: (box: import('./board.js').Box, keep: boolean) => void, isMoving: () => boolean }} Desk
 */

export class Pointer {
  /** @type {{ id: number, x: number, y: number, guid: string | null, card: string | null, grip: import('./moving.js').Grip, grab: number, isDragging: boolean, add: boolean, touch: boolean, from: { along: number, down: number } } | null} */
  #press = null;
  #last = { x: 0, y: 0 };
  #frame = 0;
  /** @type {string | null} */ #day = null;
  #since = 0;
  /** @type {HTMLElement | null} */ #marquee = null;
  #board; #root; #desk;

  /** @param {HTMLElement} root @param {import('./board.js').Board} board @param {Desk} desk */
  constructor(root, board, desk) {
    this.#root = root;
    this.#board = board;
    this.#desk = desk;
    root.addEventListener('pointerdown', (e) => this.#down(e));
    root.addEventListener('pointermove', (e) => this.#move(e));
    root.addEventListener('pointerup', (e) => this.#up(e));
    root.addEventListener('pointercancel', () => this.#end());
    // Where a press has captured the pointer, a finger's scroll must not take it away.
    root.addEventListener('dragstart', (e) => e.preventDefault());
  }

  get isDragging() { return this.#press?.isDragging ?? false; }

  /** @param {PointerEvent} e */
  #down(e) {
    if (e.button !== 0 || this.#press) return;
    const target = /** @type {HTMLElement} */ (e.target), card = /** @type {HTMLElement | null} */ (target.closest('[data-id]'));
    const onCanvas = target.closest('.canvas');
    if (!card && !onCanvas) return;
    const point = this.#board.point(e.clientX, e.clientY), touch = e.pointerType === 'touch';
    const id = card?.dataset.id ?? null, guid = id?.split('@')[0] ?? null;
    const edge = /** @type {HTMLElement | null} */ (target.closest('[data-edge]'))?.dataset.edge;
    const placed = this.#board.sheet.placed.find((p) => p.id === id);
    this.#press = {
      id: e.pointerId, x: e.clientX, y: e.clientY, guid, card: id, grip: edge === 'start' || edge === 'end' ? edge : 'move', add: e.shiftKey || e.ctrlKey || e.metaKey, touch, isDragging: false, from: point,
      grab: placed && onCanvas ? minuteAt(this.#board.plan, point.down) - placed.from : 0,
    };
    this.#last = { x: e.clientX, y: e.clientY };
  }

  /** @param {PointerEvent} e */
  #move(e) {
    const press = this.#press;
    if (!press || e.pointerId !== press.id) return;
    this.#last = { x: e.clientX, y: e.clientY };
    if (!press.isDragging) {
      if (Math.hypot(e.clientX - press.x, e.clientY - press.y) < SLACK) return;
      if (this.#desk.isMoving()) return;
      if (press.touch && !(press.guid && this.#desk.isChosen(press.guid))) { this.#press = null; return; }
      if (press.guid && !this.#desk.canEdit()) { this.#press = null; return; }
      press.isDragging = true;
      this.#root.setPointerCapture(press.id);
      getSelection()?.removeAllRanges();
      if (press.guid) this.#desk.begin(press.guid, press.grip);
      else {
        this.#marquee = document.createElement('div');
        this.#marquee.className = 'marquee';
        this.#board.over.append(this.#marquee);
      }
      this.#frame = requestAnimationFrame(() => this.#tick());
    }
    e.preventDefault();
  }

  /** Once a frame while something is dragged, also when the pointer rests: the edge pulls. */
  #tick() {
    const press = this.#press;
    if (!press?.isDragging) return;
    const { x, y } = this.#last, frame = this.#board.scroller.getBoundingClientRect(), point = this.#board.point(x, y);
    const away = press.guid && !point.isInside ? this.#under(x, y) : null;
    if (away || press.guid && !point.isInside) this.#desk.aimAway(away);
    if (point.isInside) {
      const across = pull(x, frame.left, frame.right);
      this.#board.scrollBy(this.#board.rightToLeft ? -across : across, pull(y, frame.top, frame.bottom));
    }
    if (press.guid && point.isInside) {
      const { plan } = this.#board;
      this.#desk.aim(minuteAt(plan, point.down) - (press.grip === 'move' ? press.grab : 0), columnAt(plan, point.along));
    }
    if (!press.guid && this.#marquee) {
      const start = Math.min(press.from.along, point.along), top = Math.min(press.from.down, point.down);
      const box = { start, top, width: Math.abs(point.along - press.from.along), height: Math.abs(point.down - press.from.down) };
      for (const [name, value] of Object.entries({ 'inset-inline-start': box.start, 'inset-block-start': box.top, 'inline-size': box.width, 'block-size': box.height }))
        this.#marquee.style.setProperty(name, `${value}px`);
      this.#desk.mark(box, press.add);
    }
    this.#frame = requestAnimationFrame(() => this.#tick());
  }

  /** What is under the pointer beside the grid: a day (it opens when one waits), or the unscheduled list. @param {number} x @param {number} y @returns {string | null} */
  #under(x, y) {
    const target = document.elementFromPoint(x, y);
    const day = /** @type {HTMLElement | null} */ (target?.closest('[data-day]'))?.dataset.day ?? null;
    if (day !== this.#day) [this.#day, this.#since] = [day, performance.now()];
    else if (day && performance.now() - this.#since > DWELL) {
      this.#since = Infinity;
      this.#desk.dwell(day);
    }
    return day ?? (target?.closest('[data-drop="unscheduled"]') ? 'side' : null);
  }

  /** @param {PointerEvent} e */
  #up(e) {
    const press = this.#press;
    if (!press || e.pointerId !== press.id) return;
    if (press.isDragging) {
      this.#tick();
      const wasMarquee = !press.guid;
      this.#end(true);
      if (!wasMarquee) this.#desk.drop(e.altKey);
      return;
    }
    this.#press = null;
    const { plan } = this.#board, point = this.#board.point(e.clientX, e.clientY);
    if (this.#desk.isMoving() && point.isInside) this.#desk.pressEmpty(minuteAt(plan, point.down), columnAt(plan, point.along));
    else if (press.card) this.#desk.press(press.card, { add: e.ctrlKey || e.metaKey, upTo: e.shiftKey });
    else this.#desk.pressEmpty(minuteAt(plan, point.down), columnAt(plan, point.along));
  }

  /** @param {boolean} [isDropped] */
  #end(isDropped = false) {
    const press = this.#press;
    this.#press = null;
    cancelAnimationFrame(this.#frame);
    this.#marquee?.remove();
    this.#marquee = null;
    this.#day = null;
    if (press?.isDragging && this.#root.hasPointerCapture(press.id)) this.#root.releasePointerCapture(press.id);
    if (press?.isDragging && press.guid && !isDropped) this.#desk.cancel();
  }

  /** Escape: the drag never was. */
  stop() { if (this.#press?.isDragging) this.#end(); }
}
