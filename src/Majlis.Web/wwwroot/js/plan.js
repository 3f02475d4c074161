// @ts-check
// A draft that is being computed: how far it is, as the node that computes tells it. When it is there, the page is read anew. Without this script one looks again.

const computing = /** @type {HTMLElement | null} */ (document.querySelector('[data-plan]'));

/** @param {Element} within @param {number} count */
function show(within, count) {
  const language = computing?.dataset.language ?? 'en';
  // As the site writes numbers: Persian digits in Persian, Latin ones in Arabic.
  within.textContent = new Intl.NumberFormat(language === 'fa' ? 'fa-u-nu-arabext' : language === 'ar' ? 'ar-u-nu-latn' : language).format(count);
}

if (computing && 'EventSource' in window) {
  const number = Number(computing.dataset.plan);
  const progress = computing.querySelector('progress');
  const seconds = computing.querySelector('[data-seconds]');
  let began = computing.dataset.passed ? Date.now() - Number(computing.dataset.passed) * 1000 : 0;
  const clock = setInterval(() => {
    if (!began || !seconds || !progress) return;
    const passed = Math.min(progress.max, Math.floor((Date.now() - began) / 1000));
    progress.value = passed;
    show(seconds, passed);
  }, 500);
  const events = new EventSource(`/${computing.dataset.edition}/desk/live?after=${computing.dataset.after}`);
  events.addEventListener('MeetingPlanProgressed', (e) => {
    const told = JSON.parse(e.data);
    if (told.number !== number) return;
    began = Date.now() - told.seconds * 1000;
    const heading = computing.querySelector('h2');
    if (heading?.dataset.computes) heading.textContent = heading.dataset.computes;
    const [found, bound, again] = ['[data-found]', '[data-bound]', '.again'].map((s) => computing.querySelector(s));
    if (found && told.found != null) show(found, told.found);
    if (bound && told.bound != null) show(bound, told.bound);
    if (again instanceof HTMLElement) again.hidden = told.begun < 2;
  });
  events.addEventListener('MeetingPlanEnded', (e) => {
    if (JSON.parse(e.data).number === number) location.reload();
  });
  events.addEventListener('Missed', () => location.reload());
  addEventListener('pagehide', () => { events.close(); clearInterval(clock); });
}
