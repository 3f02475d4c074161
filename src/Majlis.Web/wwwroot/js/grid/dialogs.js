// @ts-check
// The dialogs of the page, filled and read. Each answers with what was decided, or null.
import { endOf } from './programme.js';
import { asciiDigits, readClock, timeOfDay } from './time.js';
import { MOST_MINUTES } from './moving.js';
import { part } from './board.js';

/**
 * @typedef {import('./programme.js').Programme} Programme
 * @typedef {import('./programme.js').Session} Session
 * @typedef {import('./programme.js').Placing} Placing
 */

/** @param {HTMLDialogElement} dialog @returns {Promise<string>} the value of the button that closed it; empty for Escape */
function shown(dialog) {
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener('close', () => done(dialog.returnValue), { once: true }));
}

/** @param {string} value @param {string} text @returns {HTMLOptionElement} */
function option(value, text) {
  const element = document.createElement('option');
  element.value = value;
  element.textContent = text;
  return element;
}

/**
 * Asks for day, time, hall and length. Of several sessions the first by time is asked for; the others keep their distance to it.
 * @param {HTMLDialogElement} dialog @param {Programme} programme @param {Session[]} sessions @param {string} date the day shown @param {import('./words.js').Words} words
 * @returns {Promise<{ placings: Map<string, Partial<Placing>>, copy: boolean } | null>}
 */
export async function askPlace(dialog, programme, sessions, date, words) {
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const sorted = [...sessions].sort((a, b) => (a.start ?? Infinity) - (b.start ?? Infinity)), main = sorted[0], several = sessions.length > 1;
  /** @type {HTMLElement} */ (dialog.querySelector('[data-about]')).textContent = several ? words.say('grid.chosen', { count: sessions.length }) : words.text(main.title);
  field('day').replaceChildren(...programme.dates.map((d) => option(d, words.dayName(d))));
  field('day').value = main.start == null ? date : programme.dayOf(main.start);
  field('begins').value = main.start == null ? '' : words.clock(main.start);
  field('hall').replaceChildren(...several ? [option('same', words.say('grid.hall_same'))] : [], option('none', words.say('grid.without.hall')), option('all', words.say('grid.all_halls')),
    ...[...programme.halls.values()].map((h) => option(h.guid, words.text(h.name))));
  field('hall').value = several ? 'same' : main.allHalls ? 'all' : main.hall ?? 'none';
  field('length').value = several ? '' : words.number(main.minutes || 30);
  field('copy').checked = false;
  const wrong = (/** @type {string} */ name, /** @type {boolean} */ isWrong) => {
    field(name).setAttribute('aria-invalid', String(isWrong));
    /** @type {HTMLElement} */ (form.querySelector(`#grid-${name}-wrong`)).hidden = !isWrong;
    return isWrong;
  };
  wrong('begins', false);
  wrong('length', false);
  /** @type {Map<string, Partial<Placing>> | null} */
  let placings = null;
  const read = (/** @type {SubmitEvent} */ e) => {
    if (/** @type {HTMLButtonElement} */ (e.submitter)?.value !== 'move') return;
    const begins = field('begins').value.trim(), clock = readClock(begins), length = field('length').value.trim(), minutes = Number(asciiDigits(length) || NaN);
    const badClock = wrong('begins', begins === '' ? !several : clock == null);
    const badLength = wrong('length', length === '' ? !several : !(Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES));
    if (badClock || badLength) {
      e.preventDefault();
      field(badClock ? 'begins' : 'length').focus();
      return;
    }
    const hall = field('hall').value, day = field('day').value;
    const start = programme.at(day, clock ?? (main.start == null ? 9 * 60 : timeOfDay(main.start)));
    let next = start;
    placings = new Map(sorted.map((s) => {
      /** @type {Partial<Placing>} */
      const placing = { start: s.start == null ? next : start + s.start - (main.start ?? s.start) };
      if (length !== '') placing.minutes = minutes;
      if (hall !== 'same') [placing.hall, placing.allHalls] = [hall === 'none' || hall === 'all' ? null : hall, hall === 'all'];
      if (s.start == null) next += placing.minutes ?? s.minutes;
      return [s.guid, placing];
    }));
  };
  form.addEventListener('submit', read);
  const answer = await shown(dialog);
  form.removeEventListener('submit', read);
  return answer === 'move' && placings ? { placings, copy: field('copy').checked } : null;
}

/**
 * Somebody saved first: shows both, side by side.
 * @param {HTMLDialogElement} dialog @param {Programme} programme @param {import('./saving.js').Clash[]} clashes @param {import('./words.js').Words} words @returns {Promise<'mine' | 'theirs'>}
 */
export async function askClash(dialog, programme, clashes, words) {
  const body = /** @type {HTMLElement} */ (dialog.querySelector('[data-clashes]'));
  body.replaceChildren(...clashes.map(({ mine, theirs }) => {
    const table = part('both', 'table'), head = document.createElement('tr');
    const caption = document.createElement('caption');
    caption.textContent = words.text(theirs.title);
    for (const key of ['grid.clash_what', 'grid.clash_mine', 'grid.clash_theirs']) {
      const th = document.createElement('th');
      th.scope = 'col';
      th.textContent = words.say(key);
      head.append(th);
    }
    table.append(caption, head);
    for (const [name, say] of facts(programme, words)) {
      const [a, b] = [say(mine), say(theirs)], row = document.createElement('tr'), th = document.createElement('th');
      th.scope = 'row';
      th.textContent = name;
      row.append(th, ...[a, b].map((text) => {
        const td = document.createElement('td');
        td.textContent = text;
        td.dir = 'auto';
        return td;
      }));
      row.classList.toggle('differs', a !== b);
      table.append(row);
    }
    return table;
  }));
  // Escape decides nothing of one's own: what is saved stays.
  return await shown(dialog) === 'mine' ? 'mine' : 'theirs';
}

/**
 * Asks why findings may stay; of several, which.
 * @param {HTMLDialogElement} dialog @param {import('./findings.js').Finding[]} findings at least one @param {import('./words.js').Words} words @returns {Promise<{ keys: string[], reason: string } | null>}
 */
export async function askReason(dialog, findings, words) {
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form')), reason = /** @type {HTMLInputElement} */ (form.elements.namedItem('reason'));
  const list = /** @type {HTMLElement} */ (dialog.querySelector('[data-findings]')), why = /** @type {HTMLElement} */ (form.querySelector('#grid-reason-wrong'));
  list.replaceChildren(...findings.map((finding) => {
    const item = document.createElement('li'), label = document.createElement('label'), text = document.createElement('span');
    text.textContent = finding.text;
    text.dir = 'auto';
    if (findings.length > 1) label.append(Object.assign(document.createElement('input'), { type: 'checkbox', name: 'key', value: finding.key, checked: true }));
    label.append(text);
    item.append(findings.length > 1 ? label : text);
    return item;
  }));
  reason.value = '';
  const wrong = (/** @type {boolean} */ is) => {
    reason.setAttribute('aria-invalid', String(is));
    why.hidden = !is;
    return is;
  };
  wrong(false);
  const keys = () => findings.length > 1 ? [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('[name=key]:checked'))].map((c) => c.value) : [findings[0].key];
  const read = (/** @type {SubmitEvent} */ e) => {
    if (/** @type {HTMLButtonElement} */ (e.submitter)?.value !== 'accept' || !wrong(reason.value.trim() === '')) return;
    e.preventDefault();
    reason.focus();
  };
  form.addEventListener('submit', read);
  const answer = await shown(dialog);
  form.removeEventListener('submit', read);
  return answer === 'accept' && keys().length ? { keys: keys(), reason: reason.value.trim() } : null;
}

/** @param {Programme} programme @param {import('./words.js').Words} words @returns {[string, (s: Session) => string][]} */
function facts(programme, words) {
  return [
    [words.say('grid.when'), (s) => s.start == null ? words.say('grid.unscheduled') : `${words.dayName(programme.dayOf(s.start))} ${words.range(s.start, /** @type {number} */ (endOf(s)))}`],
    [words.say('grid.view.hall'), (s) => hallOf(programme, s, words)],
    [words.say('grid.view.track'), (s) => words.text(programme.tracks.get(s.track ?? '')?.name) || '—'],
    [words.say('grid.state'), (s) => words.say(s.cancelled ? 'grid.cancelled' : 'grid.takes_place')],
  ];
}

/** @param {Programme} programme @param {Placing} session @param {import('./words.js').Words} words @returns {string} */
export const hallOf = (programme, session, words) => session.allHalls ? words.say('grid.all_halls') : words.text(programme.halls.get(session.hall ?? '')?.name) || words.say('grid.without.hall');

/** @param {HTMLDialogElement} dialog @param {boolean} letters whether single keys work @returns {Promise<boolean>} whether they shall */
export async function showKeys(dialog, letters) {
  const box = /** @type {HTMLInputElement} */ (dialog.querySelector('input'));
  box.checked = letters;
  await shown(dialog);
  return box.checked;
}
