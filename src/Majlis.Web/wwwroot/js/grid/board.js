// @ts-check
// Draws one sheet: heads of columns, the axis of time, sessions. Only what is in sight stands in the document, in both directions.
import { acrossOf, boxOf, columnAt, isInSight, planOf, topOf, widthOf, windowOf } from './geometry.js';

/**
 * @typedef {import('./columns.js').Sheet} Sheet
 * @typedef {import('./columns.js').Placed} Placed
 * @typedef {import('./geometry.js').Plan} Plan
 * @typedef {{ start: number, top: number, width: number, height: number }} Box
 */

const SLOW = 140;

/** @param {string} name of the class @param {string} [tag] @returns {HTMLElement} */
export function part(name, tag = 'div') {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}

/** @param {HTMLElement} element @param {Box} box */
export function place(element, { start, top, width, height }) {
  const { style } = element;
  style.setProperty('inset-inline-start', `${start}px`);
  style.setProperty('inset-block-start', `${top}px`);
  style.setProperty('inline-size', `${width}px`);
  style.setProperty('block-size', `${height}px`);
}

export class Board {
  /** @type {Sheet} */ sheet;
  /** @type {Plan} */ plan = { from: 0, until: 60, perMinute: 1, starts: [0, 100] };
  /** Sessions that stay in the document wherever one scrolls: the focused one must not vanish. @type {Set<string>} */ pinned = new Set();
  /** @type {Map<string, HTMLElement>} */ #cards = new Map();
  /** @type {Map<number, { head: HTMLElement, line: HTMLElement }>} by column */ #heads = new Map();
  /** @type {HTMLElement[]} */ #ghosts = [];
  #drawn = '';
  #frame = 0;
  #scroller; #heading; #axis; #canvas; #lines; #under; #list; #over; #words; #dress; #rightToLeft;

  /**
   * @param {HTMLElement} scroller with `.heads`, `.axis` and `.canvas` (`.lines`, `.under`, `.cards`, `.over`) in it @param {import('./words.js').Words} words
   * @param {(card: HTMLElement, placed: Placed) => void} dress fills a card
   */
  constructor(scroller, words, dress) {
    const find = (/** @type {string} */ name) => /** @type {HTMLElement} */ (scroller.querySelector(name));
    this.#scroller = scroller;
    this.#heading = find('.heads');
    this.#axis = find('.axis');
    this.#canvas = find('.canvas');
    this.#lines = find('.lines');
    this.#under = find('.under');
    this.#list = find('.cards');
    this.#over = find('.over');
    this.#words = words;
    this.#dress = dress;
    this.#rightToLeft = getComputedStyle(scroller).direction === 'rtl';
    this.sheet = { view: 'hall', date: '', from: 0, until: 60, columns: [], placed: [], at: new Map() };
    scroller.addEventListener('scroll', () => this.#soon(), { passive: true });
    new ResizeObserver(() => this.#soon()).observe(scroller);
  }

  get scroller() { return this.#scroller; }
  get list() { return this.#list; }
  get over() { return this.#over; }
  get rightToLeft() { return this.#rightToLeft; }

  get #start() { return Math.abs(this.#scroller.scrollLeft); }
  set #start(pixels) { this.#scroller.scrollLeft = this.#rightToLeft ? -pixels : pixels; }

  /** @param {string} id @returns {HTMLElement | undefined} */
  card(id) { return this.#cards.get(id); }

  #soon() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => { this.#frame = 0; this.draw(); });
  }

  /** Shows another sheet, or the same one changed. What one was reading stays where it is.
   * @param {Sheet} sheet @param {{ perMinute: number, width: number }} zoom @param {ReadonlySet<string>} [glide] sessions that go to their new place in sight */
  show(sheet, zoom, glide = new Set()) {
    const before = this.sheet, old = this.plan, isSame = before.view === sheet.view && before.date === sheet.date;
    const minute = old.from + this.#scroller.scrollTop / old.perMinute, start = this.#start, first = columnAt(old, start), within = start - old.starts[first];
    /** @type {Map<string, DOMRect>} */
    const were = new Map();
    if (glide.size && isSame) for (const [id, card] of this.#cards) if (glide.has(id.split('@')[0])) were.set(id.split('@')[0], card.getBoundingClientRect());

    this.sheet = sheet;
    this.plan = planOf(sheet, zoom);
    const { style } = this.#scroller;
    style.setProperty('--hour', `${zoom.perMinute * 60}px`);
    style.setProperty('--across', `${acrossOf(this.plan)}px`);
    style.setProperty('--down', `${zoom.perMinute * (sheet.until - sheet.from)}px`);
    this.#drawAxis();
    if (isSame) {
      const top = topOf(this.plan, minute), column = sheet.columns.findIndex((c) => c.key === before.columns[first]?.key);
      if (Math.abs(top - this.#scroller.scrollTop) > 1) this.#scroller.scrollTop = top;
      if (column >= 0) {
        const fresh = this.plan.starts[column] + within * widthOf(this.plan, column) / widthOf(old, first);
        if (Math.abs(fresh - start) > 1) this.#start = fresh;
      }
    } else if (before.view !== sheet.view) this.#start = 0;
    // At first one looks at where the day begins.
    if (!before.placed.length && sheet.placed.length) this.#scroller.scrollTop = topOf(this.plan, Math.min(...sheet.placed.map((p) => p.from)) - 15);
    this.#heads.clear();
    this.#heading.replaceChildren();
    this.#lines.replaceChildren();
    this.#drawn = '';
    this.draw(true);
    this.#glide(were);
  }

  /** @param {Map<string, DOMRect>} were */
  #glide(were) {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    for (const [guid, was] of were) {
      const card = this.#cards.get(this.sheet.at.get(guid)?.[0]?.id ?? '');
      const is = card?.getBoundingClientRect();
      if (card && is && (was.x !== is.x || was.y !== is.y))
        card.animate([{ transform: `translate(${was.x - is.x}px, ${was.y - is.y}px)` }, { transform: 'none' }], { duration: SLOW, easing: 'ease-out' });
    }
  }

  #drawAxis() {
    const hours = [];
    for (let minute = this.sheet.from; minute < this.sheet.until; minute += 60) {
      const hour = part('hour');
      hour.textContent = this.#words.clock(minute);
      hour.style.setProperty('inset-block-start', `${topOf(this.plan, minute)}px`);
      hours.push(hour);
    }
    this.#axis.replaceChildren(...hours);
  }

  /** @returns {Box} what is seen of the canvas */
  get sight() {
    const { scrollTop, clientWidth, clientHeight } = this.#scroller;
    return { start: this.#start, top: scrollTop, width: clientWidth - this.#axis.offsetWidth, height: clientHeight - this.#heading.offsetHeight };
  }

  /** @param {boolean} [anew] also sessions that are drawn already */
  draw(anew = false) {
    if (!this.sheet.columns.length) return;
    const sight = windowOf(this.plan, this.sight), key = Object.values(sight).join();
    if (key === this.#drawn && !anew) return;
    this.#drawn = key;
    this.#drawHeads(sight.first, sight.last);
    /** @type {Set<string>} */
    const wanted = new Set();
    for (const placed of this.sheet.placed) {
      if (!isInSight(placed, sight) && !this.pinned.has(placed.id)) continue;
      wanted.add(placed.id);
      let card = this.#cards.get(placed.id);
      if (card && !anew) continue;
      if (!card) {
        card = part('card');
        card.setAttribute('role', 'option');
        card.tabIndex = -1;
        card.dataset.id = placed.id;
        this.#cards.set(placed.id, card);
        this.#list.append(card);
      }
      place(card, boxOf(this.plan, placed));
      this.#dress(card, placed);
    }
    for (const [id, card] of this.#cards)
      if (!wanted.has(id)) {
        card.remove();
        this.#cards.delete(id);
      }
  }

  /** @param {number} first @param {number} last */
  #drawHeads(first, last) {
    for (const [column, { head, line }] of this.#heads)
      if (column < first || column > last) {
        head.remove();
        line.remove();
        this.#heads.delete(column);
      }
    for (let column = first; column <= last; column++) {
      if (this.#heads.has(column)) continue;
      const { name, note } = this.sheet.columns[column];
      const head = part('head'), line = part('line'), title = document.createElement('b'), under = document.createElement('small');
      title.textContent = name;
      title.dir = 'auto';
      under.textContent = note;
      head.title = note ? `${name}\n${note}` : name;
      head.append(title, under);
      for (const { style } of [head, line]) style.setProperty('inset-inline-start', `${this.plan.starts[column]}px`);
      head.style.setProperty('inline-size', `${widthOf(this.plan, column)}px`);
      this.#heads.set(column, { head, line });
      this.#heading.append(head);
      this.#lines.append(line);
    }
  }

  /** A point of the screen on the canvas. @param {number} x @param {number} y @returns {{ along: number, down: number, isInside: boolean }} `isInside`: over the part one sees */
  point(x, y) {
    const canvas = this.#canvas.getBoundingClientRect(), frame = this.#scroller.getBoundingClientRect();
    return {
      along: this.#rightToLeft ? canvas.right - x : x - canvas.left, down: y - canvas.top,
      isInside: x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom,
    };
  }

  /** @param {number} along towards later columns @param {number} down pixels */
  scrollBy(along, down) {
    if (along) this.#start = Math.max(0, this.#start + along);
    if (down) this.#scroller.scrollTop += down;
  }

  /** Brings a box into sight, no further than needed. @param {Box} box @param {boolean} [isWide] its width does not matter */
  reveal(box, isWide = false) {
    const sight = this.sight, gap = 12;
    const into = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ from, /** @type {number} */ room) =>
      at - gap < from ? at - gap : at + Math.min(size, room - 2 * gap) + gap > from + room ? at + Math.min(size, room - 2 * gap) + gap - room : from;
    const start = into(box.start, box.width, sight.start, sight.width), top = into(box.top, box.height, sight.top, sight.height);
    if (!isWide && start !== sight.start) this.#start = Math.max(0, start);
    if (top !== sight.top) this.#scroller.scrollTop = top;
    this.draw();
  }

  /** Shows where things would stand. @param {{ placed: Placed, title: string, text: string, against: boolean }[]} ghosts */
  haunt(ghosts) {
    while (this.#ghosts.length > ghosts.length) this.#ghosts.pop()?.remove();
    const aimed = new Set(ghosts.map((g) => g.placed.wide ? -1 : g.placed.column));
    for (const [column, { head }] of this.#heads) head.classList.toggle('aimed', aimed.has(column));
    for (const [i, { placed, title, text, against }] of ghosts.entries()) {
      let ghost = this.#ghosts[i];
      if (!ghost) {
        ghost = part('ghost');
        ghost.append(document.createElement('b'), document.createElement('span'));
        this.#ghosts.push(ghost);
        this.#over.append(ghost);
      }
      place(ghost, boxOf(this.plan, placed));
      ghost.classList.toggle('wide', placed.wide);
      ghost.classList.toggle('against', against);
      const [name, when] = ghost.children;
      if (name.textContent !== title) name.textContent = title;
      if (when.textContent !== text) when.textContent = text;
    }
  }

  /** Hatches what is not free. @param {{ columns: Map<number, import('./programme.js').Stretch[]>, wide: import('./programme.js').Stretch[] } | null} stops */
  hatch(stops) {
    /** @type {HTMLElement[]} */
    const drawn = [];
    const add = (/** @type {string} */ name, /** @type {import('./programme.js').Stretch} */ s, /** @type {number} */ start, /** @type {number} */ width) => {
      const from = Math.max(s.from, this.plan.from), until = Math.min(s.until, this.plan.until);
      if (from >= until) return;
      const stop = part(name);
      place(stop, { start, width, top: topOf(this.plan, from), height: (until - from) * this.plan.perMinute });
      drawn.push(stop);
    };
    for (const [column, list] of stops?.columns ?? []) for (const s of list) add('stop', s, this.plan.starts[column], widthOf(this.plan, column));
    for (const s of stops?.wide ?? []) add('stop away', s, 0, acrossOf(this.plan));
    this.#under.replaceChildren(...drawn);
  }
}
