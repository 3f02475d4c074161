// @ts-check
// What a script adds to the public programme: marks, the reader's own zone, "now". Every page is whole without it.

const [, language, edition] = location.pathname.split('/');
const stored = `majlis:${edition}:stars`;
const zoneChoice = 'majlis:zone';

/** @type {{ star: string, unstar: string }} */
const words = { star: document.body.dataset.star ?? '', unstar: document.body.dataset.unstar ?? '' };

/** Marked sessions of this edition, by number. A browser that keeps nothing gives none.
 * @returns {Set<number>} */
function stars() {
  try { return new Set(JSON.parse(localStorage.getItem(stored) ?? '[]').filter(Number.isInteger)); } catch { return new Set(); }
}

/** @param {Set<number>} marked */
function keep(marked) {
  try { localStorage.setItem(stored, JSON.stringify([...marked].sort((a, b) => a - b))); } catch { /* kept for this page only */ }
  showCount(marked);
}

/** @param {Set<number>} marked */
const starsAddress = (marked) => `/${language}/${edition}/programme/stars${marked.size ? `?s=${[...marked].sort((a, b) => a - b).join(',')}` : ''}`;

/** @param {Set<number>} marked */
function showCount(marked) {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector('a[data-stars]'));
  if (!link) return;
  const calendar = new URLSearchParams(location.search).get('cal');
  link.href = starsAddress(marked) + (calendar ? `${marked.size ? '&' : '?'}cal=${calendar}` : '');
}

/** @param {string} name */
function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `/lib/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** @param {HTMLButtonElement} button @param {boolean} on @param {string} title */
function show(button, on, title) {
  button.setAttribute('aria-pressed', String(on));
  button.setAttribute('aria-label', `${on ? words.unstar : words.star}: ${title}`);
  const text = button.querySelector('span');
  if (text) text.textContent = on ? words.unstar : words.star;
}

/** @param {Element} place @param {number} number @param {string} title @param {boolean} wide */
function addMark(place, number, title, wide) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = wide ? 'mark wide' : 'mark';
  button.append(icon('star'));
  if (wide) button.append(document.createElement('span'));
  show(button, stars().has(number), title);
  button.addEventListener('click', () => {
    const marked = stars();
    if (!marked.delete(number)) marked.add(number);
    keep(marked);
    show(button, marked.has(number), title);
    warnOfClash();
  });
  place.append(button);
}

function addMarks() {
  for (const row of document.querySelectorAll('.sessions li[id^="s"]'))
    addMark(row, Number(row.id.slice(1)), row.querySelector('a')?.textContent ?? '', false);
  const one = /** @type {HTMLElement | null} */ (document.querySelector('[data-session]'));
  const actions = document.querySelector('[data-star="wide"]');
  if (one && actions) {
    addMark(actions, Number(one.dataset.session), document.querySelector('h1')?.textContent ?? '', true);
    actions.prepend(/** @type {Node} */ (actions.lastElementChild));
  }
  for (const link of document.querySelectorAll('.grid td.s a'))
    link.parentElement?.classList.toggle('chosen', stars().has(Number(link.getAttribute('href')?.split(/[/?]/).at(link.getAttribute('href')?.includes('?') ? -2 : -1))));
}

/** On a session's page: says which marked sessions are on at the same time. Their times come from the page of the marked ones. */
async function warnOfClash() {
  const one = /** @type {HTMLElement | null} */ (document.querySelector('[data-session][data-from]'));
  const note = /** @type {HTMLElement | null} */ (document.querySelector('[data-clash]'));
  if (!one || !note) return;
  const own = Number(one.dataset.session), others = stars();
  others.delete(own);
  note.hidden = true;
  if (!others.size || !one.dataset.until) return;
  const answer = await fetch(starsAddress(others)).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const clashing = [...page.querySelectorAll('.sessions li:not(.off)')].filter((row) => {
    const [from, until] = [...row.querySelectorAll('time')].map((t) => t.dateTime);
    return from && until && from < (one.dataset.until ?? '') && (one.dataset.from ?? '') < until;
  });
  if (!clashing.length) return;
  note.replaceChildren(note.dataset.clash ?? '', ' ', ...clashing.flatMap((row, i) => {
    const link = row.querySelector('a');
    return link ? [i ? ' · ' : '', document.importNode(link, true)] : [];
  }));
  note.hidden = false;
}

/** My programme: without numbers in the address the browser's own are shown; with others' numbers they are offered to be added. */
function myProgramme() {
  const frame = /** @type {HTMLElement | null} */ (document.querySelector('[data-starred]'));
  if (!frame) return;
  const marked = stars();
  const shown = (frame.dataset.starred ?? '').split(',').filter(Boolean).map(Number);
  if (!shown.length && marked.size && !new URLSearchParams(location.search).has('s')) { location.replace(starsAddress(marked)); return; }
  markNews(frame, marked);
  const fresh = shown.filter((n) => !marked.has(n));
  if (!fresh.length) return;
  const offer = document.createElement('p');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'main';
  button.textContent = frame.dataset.merge ?? '';
  button.addEventListener('click', () => { const all = stars(); for (const n of fresh) all.add(n); keep(all); location.replace(starsAddress(all)); });
  offer.className = 'notice';
  offer.append(button);
  frame.prepend(offer);
}

/** Marks the reader's own sessions that changed since they were last seen here. What was seen is known to this browser alone.
 * @param {HTMLElement} frame @param {Set<number>} marked */
function markNews(frame, marked) {
  const kept = `majlis:${edition}:seen`;
  /** @type {Record<string, string>} */
  let seen = {};
  try { seen = JSON.parse(localStorage.getItem(kept) ?? '{}') ?? {}; } catch { /* nothing was seen, then */ }
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (frame.querySelectorAll('li[data-changed]'))) {
    const number = row.id.slice(1), changed = row.dataset.changed ?? '';
    if (!marked.has(Number(number))) continue;
    if (seen[number] && seen[number] < changed) {
      const mark = document.createElement('b');
      mark.className = 'state live news';
      mark.textContent = frame.dataset.news ?? '';
      row.querySelector('a')?.after(mark);
    }
    seen[number] = changed;
  }
  try { localStorage.setItem(kept, JSON.stringify(seen)); } catch { /* told again next time */ }
}

/** The language's own digits, Latin elsewhere, as the server writes them. */
const locale = language === 'fa' ? 'fa-u-nu-arabext' : language === 'ar' ? 'ar-u-nu-latn' : language;

/** Every time of the page in the forum's zone or the reader's. */
function zones() {
  const notes = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.zone[data-zone]'));
  const first = notes[0];
  if (!first) return;
  const forum = first.dataset.zone ?? 'UTC';
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!mine || mine === forum) return;
  let own = false;
  try { own = localStorage.getItem(zoneChoice) === 'mine'; } catch { /* the forum's, then */ }
  const told = new Map([...document.querySelectorAll('time[datetime]')].map((t) => [/** @type {HTMLTimeElement} */ (t), t.textContent]));
  const time = new Intl.DateTimeFormat(locale, { timeZone: mine, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const dayThere = new Intl.DateTimeFormat('en-CA', { timeZone: forum }), dayHere = new Intl.DateTimeFormat('en-CA', { timeZone: mine });
  const weekday = new Intl.DateTimeFormat(locale, { timeZone: mine, weekday: 'short' });
  const name = new Intl.DateTimeFormat(locale, { timeZone: mine, timeZoneName: 'long' }).formatToParts(new Date()).find((p) => p.type === 'timeZoneName')?.value ?? mine;
  const buttons = [...notes].map((note) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'plain';
    button.addEventListener('click', () => {
      own = !own;
      try { localStorage.setItem(zoneChoice, own ? 'mine' : 'forum'); } catch { /* for this page only */ }
      apply();
    });
    note.append(' ', button);
    return button;
  });
  function apply() {
    for (const [element, text] of told) {
      const at = new Date(element.dateTime);
      element.textContent = !own ? text : dayThere.format(at) === dayHere.format(at) ? time.format(at) : `${weekday.format(at)} ${time.format(at)}`;
    }
    notes.forEach((note, i) => {
      const label = note.querySelector('span');
      if (label) label.textContent = (own ? `${note.dataset.mine} ${name}` : note.dataset.forum) ?? '';
      buttons[i].textContent = (own ? note.dataset.toForum : note.dataset.toMine) ?? '';
    });
  }
  apply();
}

/** Marks what is over and what is on; where the address leaves the day open, goes to today. */
function now() {
  const at = new Date().toISOString().slice(0, 16) + 'Z';
  const rows = [...document.querySelectorAll('.sessions li')].map((row) => {
    const [from, until] = [...row.querySelectorAll('.m time')].map((t) => /** @type {HTMLTimeElement} */ (t).dateTime);
    return { row, from, until };
  }).filter((r) => r.until);
  // A day that is over as a whole is read like any other.
  const goesOn = rows.some((r) => r.until > at);
  for (const { row, from, until } of rows) {
    row.classList.toggle('live', from <= at && at < until && !row.classList.contains('off'));
    row.classList.toggle('past', goesOn && until <= at);
  }
  const days = document.querySelectorAll('.days [data-day]');
  const query = new URLSearchParams(location.search);
  if (!days.length || !document.querySelector('.ask') || location.hash || ['day', 'q', 'track', 'hall', 'type', 'language'].some((k) => query.has(k))) return;
  const zone = /** @type {HTMLElement | null} */ (document.querySelector('.zone'))?.dataset.zone ?? 'UTC';
  // Until six in the morning the night before is still on.
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now() - 6 * 3600e3);
  const tab = /** @type {HTMLAnchorElement | undefined} */ ([...days].find((d) => /** @type {HTMLElement} */ (d).dataset.day === today));
  if (tab && !tab.hasAttribute('aria-current')) location.replace(tab.href);
  else if (tab) document.querySelector('.sessions li.live')?.closest('ul')?.previousElementSibling?.scrollIntoView({ block: 'start' });
}

/** Pages about this moment ask anew once a minute, quietly, while somebody looks. */
function refresh() {
  const frame = /** @type {HTMLElement | null} */ (document.querySelector('[data-refresh]'));
  if (!frame) return;
  setInterval(async () => {
    if (document.hidden || frame.contains(document.activeElement)) return;
    const answer = await fetch(location.href).catch(() => null);
    const fresh = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-refresh]') : null;
    if (!fresh) return;
    frame.replaceChildren(...fresh.childNodes);
    dress();
  }, Number(frame.dataset.refresh) * 1000);
}

function copying() {
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('a[data-copy]'))) {
    if (!navigator.clipboard) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = link.dataset.copy ?? '';
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(/** @type {HTMLAnchorElement} */ (link).href);
      button.textContent = link.dataset.copied ?? '';
    });
    link.after(' ', button);
  }
}

function dress() {
  addMarks();
  zones();
  now();
}

if (words.star) {
  dress();
  myProgramme();
  warnOfClash();
  refresh();
  showCount(stars());
}
copying();
