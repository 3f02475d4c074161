// @ts-check
// Drags the rows of a list of speakers. What a drop means the server says, as for the buttons of each row, which do the same by keys and without this script.

/** So near to the edge of the window it scrolls. */
const EDGE = 48;

for (const list of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-drag]'))) {
  list.classList.add('drags');
  list.addEventListener('pointerdown', (down) => {
    const grip = down.target instanceof Element ? down.target.closest('[data-grip]') : null, row = /** @type {HTMLElement | null | undefined} */ (grip?.closest('.line'));
    if (!(grip instanceof HTMLElement) || !row || down.button !== 0) return;
    down.preventDefault();
    grip.setPointerCapture(down.pointerId);
    // On a phone only the names are left while one drags, so that all of them are in reach; the one in the hand stays under it.
    const place = grip.getBoundingClientRect().top;
    list.classList.add('sorting');
    scrollBy(0, grip.getBoundingClientRect().top - place);
    const begun = down.clientY + scrollY;
    const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('.line')]), from = rows.indexOf(row);
    const middles = rows.map((r) => { const box = r.getBoundingClientRect(); return box.top + box.height / 2 + scrollY; });
    const step = rows.length > 1 ? Math.abs(middles[Math.max(from, 1)] - middles[Math.max(from, 1) - 1]) : 0;
    let to = from;
    row.classList.add('dragged');

    const aim = (/** @type {PointerEvent} */ e) => {
      if (e.clientY < EDGE) scrollBy(0, -12);
      else if (e.clientY > innerHeight - EDGE) scrollBy(0, 12);
      const at = middles[from] + e.pageY - begun;
      to = middles.filter((m, i) => i !== from && m < at).length;
      rows.forEach((r, i) => {
        const shift = i === from ? e.pageY - begun : i > from && i <= to ? -step : i < from && i >= to ? step : 0;
        r.style.translate = shift ? `0 ${shift}px` : '';
      });
    };
    const end = (/** @type {boolean} */ isDropped) => {
      grip.removeEventListener('pointermove', aim);
      grip.removeEventListener('pointerup', drop);
      grip.removeEventListener('pointercancel', cancel);
      removeEventListener('keydown', key);
      row.classList.remove('dragged');
      list.classList.remove('sorting');
      if (isDropped && to !== from) send(list, from, to);
      else for (const r of rows) r.style.translate = '';
    };
    const drop = () => end(true), cancel = () => end(false);
    const key = (/** @type {KeyboardEvent} */ e) => { if (e.key === 'Escape') cancel(); };
    grip.addEventListener('pointermove', aim);
    grip.addEventListener('pointerup', drop);
    grip.addEventListener('pointercancel', cancel);
    addEventListener('keydown', key);
  });
}

/** @param {HTMLElement} list @param {number} from @param {number} to places, from 0 */
function send(list, from, to) {
  const button = document.createElement('button');
  Object.assign(button, { name: 'move', value: `${from}:to:${to}`, formAction: '?handler=Rows#turns', formNoValidate: true, hidden: true });
  list.append(button);
  button.form?.requestSubmit(button);
}
