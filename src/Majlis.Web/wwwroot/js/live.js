// @ts-check
// Hears what happens in the edition and says it, without moving what is being read. Keeps the seen edition for times without network.

const [, language, edition] = location.pathname.split('/');
const words = document.body.dataset;

/** @param {string} text @param {[string, () => void] | null} action */
function say(text, action) {
  document.querySelector('.toast')?.remove();
  const note = document.createElement('div');
  note.className = 'toast';
  note.setAttribute('role', 'status');
  const told = document.createElement('span');
  told.textContent = text;
  note.append(told);
  if (action) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = action[0];
    button.addEventListener('click', action[1]);
    note.append(button);
  }
  document.body.append(note);
}

function keepPages() {
  navigator.serviceWorker?.controller?.postMessage({ keep: `/${language}/${edition}` });
}

if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then((worker) => {
    const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ run) => setTimeout(run, 2000));
    idle(() => worker.active?.postMessage({ keep: `/${language}/${edition}` }));
  }).catch(() => { /* a browser that keeps nothing: the pages work all the same */ });
  navigator.serviceWorker.addEventListener('message', (e) => {
    if (!e.data?.offlineSince) return;
    const at = new Date(e.data.offlineSince);
    const locale = language === 'fa' ? 'fa-u-nu-arabext' : language === 'ar' ? 'ar-u-nu-latn' : language;
    say(`${words.offline} ${new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', day: 'numeric', month: 'short' }).format(at)}`, null);
  });
  navigator.serviceWorker.controller?.postMessage({ loaded: location.href });
}

// Menus of the head close by Escape and by a press elsewhere.
const openMenu = () => /** @type {HTMLDetailsElement | null} */ (document.querySelector('.menu[open]'));
addEventListener('keydown', (e) => {
  const menu = e.key === 'Escape' ? openMenu() : null;
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary')?.focus();
});
addEventListener('pointerdown', (e) => {
  const menu = openMenu();
  if (menu && !menu.contains(/** @type {Node} */ (e.target))) menu.open = false;
});

if (words.released && 'EventSource' in window) {
  const events = new EventSource(`/${edition}/live`);
  events.addEventListener('ProgrammeReleased', () => {
    keepPages();
    say(words.released ?? '', [words.show ?? '', () => location.reload()]);
  });
  addEventListener('pagehide', () => events.close());
}
