// @ts-check
// Keeps a screen in the venue at the present moment: by its own clock every few seconds, from the server every minute and with each release. Without
// network it goes on with the last programme it read, and says from when that is.

const { edition, zone } = document.body.dataset;
const language = document.documentElement.lang;
/** The language's own digits, Latin elsewhere, as the server writes them. */
const locale = language === 'fa' ? 'fa-u-nu-arabext' : language === 'ar' ? 'ar-u-nu-latn' : language;
const clock = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
/** Milliseconds a page of the board stays. */
const turn = 12_000;

const screen = () => /** @type {HTMLElement} */ (document.querySelector('[data-screen]'));
const made = Date.parse(screen().dataset.made ?? '');
/** A preview runs on from the moment it was asked for. */
const ahead = screen().dataset.preview ? made - Date.now() : 0;
const now = () => Date.now() + ahead;

/** @param {Element} row */
const from = (row) => Date.parse(/** @type {HTMLElement} */ (row).dataset.from ?? '');
/** @param {Element} row */
const until = (row) => Date.parse(/** @type {HTMLElement} */ (row).dataset.until ?? '');

let page = 0;
let turnedAt = Date.now();

/** The same rules as the server's: see Signage. */
function show() {
  const at = now();
  let changed = false;
  const rows = [...document.querySelectorAll('[data-told] > li')];
  const first = rows.filter((r) => until(r) > at).sort((a, b) => from(a) - from(b))[0];
  const day = /** @type {HTMLElement | undefined} */ (first)?.dataset.day;
  for (const name of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-day]:not(li)'))) name.hidden = name.dataset.day !== day;
  for (const over of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-over]'))) over.hidden = day !== undefined;
  for (const list of document.querySelectorAll('[data-told]')) {
    const next = Math.min(...[...list.children].map(from).filter((t) => t > at));
    for (const row of list.children) {
      const state = until(row) <= at ? 'past' : /** @type {HTMLElement} */ (row).dataset.day !== day ? 'away' : from(row) <= at ? 'on' : from(row) === next ? 'next' : 'later';
      if (row.classList.contains(state)) continue;
      row.classList.remove('past', 'away', 'on', 'next', 'later');
      row.classList.add(state);
      changed = true;
    }
  }
  const time = /** @type {HTMLTimeElement} */ (document.querySelector('[data-clock]'));
  time.textContent = clock.format(at);
  time.dateTime = new Date(at).toISOString();
  if (changed) pages();
}

/** When what is shown was read; told only once the network is lost. @param {number | null} since */
function stale(since) {
  const note = /** @type {HTMLElement} */ (document.querySelector('[data-stale]'));
  note.hidden = since === null;
  const time = note.querySelector('time');
  if (time && since !== null) {
    time.textContent = clock.format(since);
    time.dateTime = new Date(since).toISOString();
  }
}

let read = Date.now();

/** Reads the page anew. What the worker answers from its shelf is as old as it says. */
async function refresh() {
  if (ahead) return;
  const answer = await fetch(location.href, { signal: AbortSignal.timeout(20_000) }).catch(() => null);
  const text = answer?.ok ? await answer.text().catch(() => null) : null;
  const fresh = text === null ? null : new DOMParser().parseFromString(text, 'text/html').querySelector('[data-screen]');
  const kept = answer?.headers.get('X-Kept-At');
  if (fresh && !kept) {
    read = Date.now();
    if (!screen().contains(document.activeElement)) {
      screen().replaceChildren(...fresh.childNodes);
      pages();
    }
  }
  stale(fresh && !kept ? null : kept ? Date.parse(kept) : read);
  show();
}

/** Halls that do not fit stand on further pages, which take turns. */
function pages() {
  const list = /** @type {HTMLElement | null} */ (document.querySelector('[data-pages]'));
  const pager = /** @type {HTMLElement | null} */ (document.querySelector('[data-pager]'));
  if (!list || !pager) return;
  const halls = /** @type {HTMLElement[]} */ ([...list.children]);
  for (const hall of halls) hall.hidden = false;
  pager.hidden = true;
  // On a phone the page is scrolled like any other.
  if (matchMedia('(max-width: 40rem)').matches) return;
  // The foot is highest with the pager in it.
  pager.hidden = false;
  const foot = pager.closest('footer')?.offsetHeight ?? 0;
  pager.hidden = true;
  const room = innerHeight - list.getBoundingClientRect().top - scrollY - foot - parseFloat(getComputedStyle(screen()).paddingBlockEnd) * 2;
  /** @type {HTMLElement[][]} */
  const leaves = [[]];
  let used = 0;
  for (const hall of halls) {
    const height = hall.offsetHeight;
    if (used + height > room && leaves[leaves.length - 1].length) { leaves.push([]); used = 0; }
    leaves[leaves.length - 1].push(hall);
    used += height;
  }
  if (leaves.length < 2) return;
  page = (page + leaves.length) % leaves.length;
  leaves.forEach((leaf, i) => { for (const hall of leaf) hall.hidden = i !== page; });
  pager.hidden = false;
  const count = pager.querySelector('span');
  const number = new Intl.NumberFormat(locale);
  if (count) count.textContent = `${number.format(page + 1)} / ${number.format(leaves.length)}`;
}

document.addEventListener('click', (e) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (e.target).closest('[data-by]'));
  if (!button) return;
  page += Number(button.dataset.by);
  // Who turns pages reads: the next turn comes five times later.
  turnedAt = Date.now() + 4 * turn;
  pages();
});

show();
pages();
document.fonts?.ready.then(pages);
addEventListener('resize', pages);
setInterval(show, 5000);
setInterval(refresh, 60_000);
setInterval(() => { if (Date.now() - turnedAt >= turn) { page++; turnedAt = Date.now(); pages(); } }, 1000);
addEventListener('online', refresh);
addEventListener('offline', () => { if (!ahead) stale(read); });
if ('EventSource' in window && !ahead) {
  const events = new EventSource(`/${edition}/live`);
  // All screens of the venue hear it at once; they do not ask at once.
  events.addEventListener('ProgrammeReleased', () => { setTimeout(refresh, Math.random() * 2000); });
  addEventListener('pagehide', () => events.close());
}
// With it a screen that is switched off and on without network still has its page.
navigator.serviceWorker?.register('/sw.js').catch(() => { /* the page works all the same */ });
