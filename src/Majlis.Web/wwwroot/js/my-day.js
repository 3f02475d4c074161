// @ts-check
// Keeps the reader's own day for times without network, says when what is read was kept, and greys what is over. The page is whole without it.

const note = /** @type {HTMLElement | null} */ (document.querySelector('p[data-offline]'));
const language = document.documentElement.lang;
const locale = language === 'fa' ? 'fa-u-nu-arabext' : language === 'ar' ? 'ar-u-nu-latn' : language;

if ('serviceWorker' in navigator) {
  navigator.serviceWorker.addEventListener('message', (e) => {
    if (!e.data?.offlineSince || !note) return;
    const time = /** @type {HTMLTimeElement} */ (note.querySelector('time'));
    time.dateTime = e.data.offlineSince;
    time.textContent = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', day: 'numeric', month: 'short' }).format(new Date(e.data.offlineSince));
    note.hidden = false;
  });
  navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then((worker) => {
    worker.active?.postMessage({ mine: location.pathname });
    navigator.serviceWorker.controller?.postMessage({ loaded: location.href });
  }).catch(() => { /* a browser that keeps nothing: the page works all the same */ });
}

const now = new Date().toISOString();
const lines = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.my-day [data-until]'));
// A forum that is over as a whole is read like any other.
if ([...lines].some((line) => (line.dataset.until ?? '') > now)) for (const line of lines) line.classList.toggle('past', (line.dataset.until ?? '') <= now);
