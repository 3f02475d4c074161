// @ts-check
// The board of a draft: meetings are dragged, or taken and put by keyboard. What a place would break is asked of the server when a meeting is taken, and said before it is let go. Every card is a
// link to the page where the same is done by choosing; without this script that is the way.

/** @typedef {{ slot: string, room: string, broken: string[] }} Spot */

const words = JSON.parse(document.getElementById('board-words')?.textContent ?? '{}');
let board = /** @type {HTMLElement} */ (document.getElementById('board'));
const data = board.dataset;
const canEdit = data.edit === 'true';

/** What is taken: its card, what each place would break, and the cell it is over.
 * @type {{ request: string, spots: Spot[], cell: HTMLElement | null, byKeys: boolean } | null} */
let taken = null;

/** @param {string} text @param {boolean} [bad] */
function say(text, bad) {
  const line = board.querySelector('[data-says]');
  if (!line) return;
  line.textContent = text;
  line.classList.toggle('bad', bad === true);
}

const cells = () => /** @type {HTMLElement[]} */ ([...board.querySelectorAll('td[data-slot]')]);
/** @param {string} request */
const cardOf = (request) => /** @type {HTMLElement | null} */ (board.querySelector(`[data-request="${request}"]`));

/** What a cell would break: in a row of a room there, in a row of a side in the best room then.
 * @param {HTMLElement} cell */
function brokenAt(cell) {
  const fit = taken?.spots.filter((s) => s.slot === cell.dataset.slot && (!cell.dataset.room || s.room === cell.dataset.room)) ?? [];
  return fit.reduce((/** @type {string[] | null} */ best, s) => (best === null || s.broken.length < best.length ? s.broken : best), null);
}

/** @param {HTMLElement} card @param {boolean} byKeys */
async function take(card, byKeys) {
  if (!canEdit) return;
  if (card.dataset.locked === 'true') return say(words.locked, true);
  const request = card.dataset.request ?? '';
  const mine = (taken = { request, spots: /** @type {Spot[]} */ ([]), cell: /** @type {HTMLElement | null} */ (card.closest('td')), byKeys });
  card.classList.add('taken');
  say(words.taken);
  const answer = await fetch(`${location.pathname}?handler=Spots&day=${data.day}&request=${request}`).catch(() => null);
  if (taken !== mine) return;
  if (!answer?.ok) return say(words.failed, true);
  mine.spots = await answer.json();
  for (const cell of cells()) {
    const broken = brokenAt(cell);
    if (broken) cell.classList.add(broken.length > 0 ? 'clash' : 'fits');
  }
  if (byKeys || mine.cell) over(mine.cell ?? cells()[0] ?? null);
}

/** @param {HTMLElement | null} cell */
function over(cell) {
  if (!taken) return;
  board.querySelector('.over')?.classList.remove('over');
  taken.cell = cell;
  if (!cell) return say(words.out);
  cell.classList.add('over');
  cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const broken = brokenAt(cell);
  const where = `${cell.closest('tr')?.querySelector('th bdi')?.textContent}, ${board.querySelectorAll('thead th')[/** @type {HTMLTableCellElement} */ (cell).cellIndex]?.textContent}`;
  say(broken === null ? where : broken.length > 0 ? `${where}: ${broken.slice(0, 3).join(' ')}` : `${where}: ${words.fits}`, !!broken?.length);
}

function letGo() {
  const card = taken ? cardOf(taken.request) : null;
  taken = null;
  card?.classList.remove('taken');
  for (const cell of cells()) cell.classList.remove('clash', 'fits', 'over');
  return card;
}

/** @param {string} handler @param {Record<string, string>} values @param {string} request */
async function send(handler, values, request) {
  const token = /** @type {HTMLInputElement | null} */ (board.querySelector('[data-token] input'));
  const body = new URLSearchParams({ ...values, request, version: board.dataset.version ?? '', [token?.name ?? '']: token?.value ?? '' });
  const answer = await fetch(`${location.pathname}?handler=${handler}`, { method: 'POST', body }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  await fresh(request);
  if (!answer?.ok) say(told?.error ?? words.failed, true);
  else say(told.broken.length > 0 ? told.broken.slice(0, 3).join(' ') : words.done, told.broken.length > 0);
}

/** Reads the board anew, and goes on where one was.
 * @param {string} [request] */
async function fresh(request) {
  const focused = request ?? /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.request;
  const scrolls = board.querySelector('.scrolls');
  const [x, y] = [scrolls?.scrollLeft ?? 0, scrolls?.scrollTop ?? 0];
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = page.getElementById('board');
  if (!now) return location.reload();
  // What was taken while this was read stays in the hand, and its drop reads the board again: that one's own change before it is no reason to refuse it.
  if (taken) {
    if (request) board.dataset.version = now.dataset.version;
    return;
  }
  board.replaceWith(document.adoptNode(now));
  board = now;
  board.querySelector('.scrolls')?.scrollTo(x, y);
  prepare();
  if (focused) cardOf(focused)?.focus({ preventScroll: true });
}

function drop() {
  if (!taken) return;
  const { request, cell } = taken;
  const from = cardOf(request)?.closest('td');
  letGo();
  if (cell === from) return say('');
  send('Move', cell ? { slot: cell.dataset.slot ?? '', room: cell.dataset.room ?? '' } : {}, request);
}

function prepare() {
  if (!canEdit) return;
  for (const card of board.querySelectorAll('.meeting')) card.setAttribute('draggable', 'true');
}

/** @param {Element | EventTarget | null} at @param {string} selector */
const within = (at, selector) => (at instanceof Element ? /** @type {HTMLElement | null} */ (at.closest(selector)) : null);

document.addEventListener('dragstart', (e) => {
  const card = within(e.target, '.meeting');
  if (!card || !canEdit) return;
  if (card.dataset.locked === 'true') { e.preventDefault(); say(words.locked, true); return; }
  e.dataTransfer?.setData('text/plain', card.dataset.request ?? '');
  take(card, false);
});
document.addEventListener('dragover', (e) => {
  if (!taken) return;
  const cell = within(e.target, 'td[data-slot]');
  if (!cell && !within(e.target, '[data-out]')) return;
  e.preventDefault();
  if (taken.cell !== cell) over(cell);
});
document.addEventListener('drop', (e) => {
  if (!taken) return;
  e.preventDefault();
  drop();
});
document.addEventListener('dragend', () => { if (taken) { letGo(); say(''); } });

/** The cell beside one. @param {HTMLElement} cell @param {string} key */
function beside(cell, key) {
  const row = /** @type {HTMLTableRowElement} */ (cell.closest('tr'));
  const column = /** @type {HTMLTableCellElement} */ (cell).cellIndex;
  const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const other = /** @type {HTMLTableRowElement | null} */ (key === 'ArrowUp' ? row.previousElementSibling : row.nextElementSibling);
    return /** @type {HTMLElement | undefined} */ (other?.cells[column]);
  }
  const next = row.cells[column + (key === forward ? 1 : -1)];
  return next?.dataset.slot ? next : undefined;
}

document.addEventListener('keydown', (e) => {
  const card = within(e.target, '.meeting');
  if (!card || e.ctrlKey || e.altKey || e.metaKey) return;
  if (taken) {
    if (e.key === 'Enter') drop();
    else if (e.key === 'Escape') { letGo(); say(''); }
    else if (e.key.startsWith('Arrow')) over((taken.cell && beside(taken.cell, e.key)) ?? taken.cell ?? cells()[0] ?? null);
    else return;
    e.preventDefault();
    return;
  }
  const request = card.dataset.request ?? '';
  const cell = card.closest('td');
  if (e.key.startsWith('Arrow')) {
    const all = cell ? [...cell.querySelectorAll('.meeting')] : [...board.querySelectorAll('.out .meeting')];
    const index = all.indexOf(card) + (e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : NaN);
    /** @type {Element | null | undefined} */
    let target = all[index];
    for (let next = cell ? beside(cell, e.key) : undefined; !target && next; next = beside(next, e.key)) target = next.querySelector('.meeting');
    if (!(target instanceof HTMLElement)) return;
    target.focus();
  } else if (e.key === 'm' || e.key === 'M') take(card, true);
  else if ((e.key === 'l' || e.key === 'L') && canEdit && cell) send('Lock', { locked: String(card.dataset.locked !== 'true') }, request);
  else if (e.key === 'Delete' && canEdit && cell) { if (card.dataset.locked === 'true') say(words.locked, true); else send('Move', {}, request); }
  else if (e.key === 'o' || e.key === 'O') card.click();
  else return;
  e.preventDefault();
});

prepare();
if ('EventSource' in window) {
  const events = new EventSource(`/${data.edition}/desk/live?after=${data.after}`);
  // Others edit the same draft: what they did is shown, unless something is in one's hand.
  events.addEventListener('MeetingPlanEdited', (e) => { if (JSON.parse(e.data).number === Number(data.number) && !taken) fresh(); });
  addEventListener('pagehide', () => events.close());
}
