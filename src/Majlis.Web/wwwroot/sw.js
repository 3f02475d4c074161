// @ts-check
/// <reference lib="webworker" />
// Keeps what a reader has seen of an edition, and the programme of all its days, for times without network. The network is always asked first;
// what is kept answers only when the network does not. Accounts, desks and everything that is sent are never touched, but for one page: the reader's own day with its
// meetings, which is kept on a shelf of its own and forgotten when somebody signs in or out.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const shelf = 'majlis-pages-1';
const ownShelf = 'majlis-own-1';
const stampHeader = 'X-Kept-At';
const languagePath = /^\/[a-z]{2}(\/|$)/;
const closed = /^\/[a-z]{2}\/(account|site)(\/|$)|^\/[a-z]{2}\/[a-z0-9-]+\/(my|desk)(\/|$)|^\/(api|account|files)(\/|$)|\/live$/;
const ownDay = /^\/[a-z]{2}\/[a-z0-9-]+\/my\/meetings\/day$/;
/** What ends a sign-in, or begins another. */
const signing = /^\/[a-z]{2}\/account\/(sign-in|sign-out|link|second-factor)$|^\/account\/passkeys\//;
/** Milliseconds before a silent network counts as none. */
const patience = 6000;
/** Pages kept at most; the oldest go. */
const most = 400;
/** Addresses answered from the shelf, and since when they are kept: told to the page once it listens.
 * @type {Map<string, string>} */
const stale = new Map();

worker.addEventListener('install', (e) => { e.waitUntil(worker.skipWaiting()); });
worker.addEventListener('activate', (e) => { e.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('majlis-') && name !== shelf && name !== ownShelf) await caches.delete(name);
  await worker.clients.claim();
})()); });

/** @param {URL} url */
const mayKeep = (url) => url.origin === location.origin && !closed.test(url.pathname)
  && (languagePath.test(url.pathname) || /^\/(css|js|lib)\//.test(url.pathname) || /^\/[a-z0-9-]+\/tracks\.css$/.test(url.pathname) || url.pathname === '/star.svg');

/** @param {Request | string} request @param {Response} answer */
async function keep(request, answer) {
  const headers = new Headers(answer.headers);
  if (/no-store|private/.test(headers.get('Cache-Control') ?? '') || headers.has('Set-Cookie')) return;
  headers.set(stampHeader, new Date().toISOString());
  // What was unpacked on the way is not packed any more.
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  const cache = await caches.open(shelf);
  await cache.put(request, new Response(await answer.blob(), { status: answer.status, headers }));
}

/** @param {FetchEvent} event */
async function answer(event) {
  const { request } = event;
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), patience);
  try {
    const fresh = await fetch(request, { signal: control.signal });
    clearTimeout(timer);
    if (fresh.status === 200 && fresh.type === 'basic' && !fresh.redirected) event.waitUntil(keep(request, fresh.clone()));
    return fresh;
  } catch (error) {
    clearTimeout(timer);
    const cache = await caches.open(shelf);
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) {
      if (request.mode === 'navigate') stale.set(request.url, kept.headers.get(stampHeader) ?? '');
      return kept;
    }
    if (request.mode === 'navigate') {
      const tag = new URL(request.url).pathname.split('/')[1];
      const offline = await cache.match(`/${tag}/offline`, { ignoreVary: true }) ?? await cache.match('/en/offline', { ignoreVary: true });
      if (offline) return offline;
    }
    throw error;
  }
}

/** Puts the reader's own day on its shelf; what is no page of theirs, such as the way to sign in, empties it. @param {string} address @param {Response} fresh */
async function keepOwn(address, fresh) {
  const cache = await caches.open(ownShelf);
  if (fresh.status !== 200 || fresh.redirected) { await cache.delete(address); return; }
  const headers = new Headers(fresh.headers);
  headers.set(stampHeader, new Date().toISOString());
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  await cache.put(address, new Response(await fresh.blob(), { status: 200, headers }));
}

/** @param {FetchEvent} event */
async function answerOwn(event) {
  const address = new URL(event.request.url).pathname;
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), patience);
  try {
    const fresh = await fetch(event.request, { signal: control.signal });
    clearTimeout(timer);
    event.waitUntil(keepOwn(address, fresh.clone()));
    return fresh;
  } catch (error) {
    clearTimeout(timer);
    const kept = await (await caches.open(ownShelf)).match(address, { ignoreVary: true });
    if (!kept) throw error;
    stale.set(event.request.url, kept.headers.get(stampHeader) ?? '');
    return kept;
  }
}

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === 'POST' && url.origin === location.origin && signing.test(url.pathname)) event.waitUntil(caches.delete(ownShelf));
  if (event.request.method === 'GET' && event.request.mode === 'navigate' && url.origin === location.origin && ownDay.test(url.pathname) && !url.searchParams.has('handler')) {
    event.respondWith(answerOwn(event));
    return;
  }
  if (event.request.method !== 'GET' || event.request.headers.has('Range') || !mayKeep(new URL(event.request.url))) return;
  event.respondWith(answer(event));
});

/** Fetches the edition's first pages and each day of its programme. @param {string} home */
async function keepEdition(home) {
  if (!/^\/[a-z]{2}\/[a-z0-9-]+$/.test(home) || closed.test(home)) return;
  const tag = home.slice(1, 3);
  const ask = async (/** @type {string} */ address) => {
    const fresh = await fetch(address).catch(() => null);
    if (fresh?.status !== 200 || fresh.redirected) return '';
    const text = await fresh.clone().text();
    await keep(address, fresh);
    return text;
  };
  await ask(`/${tag}/offline`);
  const list = await ask(`${home}/programme`);
  const assets = new Set([...list.matchAll(/(?:href|src)="(\/(?:css|js|lib|[a-z0-9-]+\/tracks\.css)[^"#]*)"/g)].map((m) => m[1].replaceAll('&amp;', '&')));
  const days = new Set([...list.matchAll(/href="([^"]*\/programme\?[^"]*day=\d{4}-\d\d-\d\d[^"]*)"/g)].map((m) => m[1].replaceAll('&amp;', '&')).filter((a) => !a.includes('view=grid')));
  for (const address of [home, `${home}/programme/now`, `${home}/people`, `${home}/halls`, `${home}/changes`, ...days, ...assets, '/css/tokens.css', '/lib/icons.svg']) await ask(address);
  const cache = await caches.open(shelf);
  const kept = await cache.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - most))) await cache.delete(old);
}

/** Fetches the reader's own day and what it looks like. @param {string} address */
async function keepMine(address) {
  if (!ownDay.test(address)) return;
  const fresh = await fetch(address).catch(() => null);
  if (!fresh) return;
  const text = await fresh.clone().text();
  await keepOwn(address, fresh);
  for (const [, asset] of text.matchAll(/(?:href|src)="(\/(?:css|js|lib)\/[^"#]*)"/g)) {
    const got = await fetch(asset.replaceAll('&amp;', '&')).catch(() => null);
    if (got?.status === 200) await keep(asset.replaceAll('&amp;', '&'), got);
  }
  for (const asset of ['/css/tokens.css', '/lib/icons.svg']) {
    const got = await fetch(asset).catch(() => null);
    if (got?.status === 200) await keep(asset, got);
  }
}

worker.addEventListener('message', (event) => {
  if (typeof event.data?.mine === 'string') event.waitUntil(keepMine(event.data.mine));
  if (typeof event.data?.keep === 'string') event.waitUntil(keepEdition(event.data.keep));
  if (typeof event.data?.loaded === 'string' && stale.has(event.data.loaded)) {
    event.source?.postMessage({ offlineSince: stale.get(event.data.loaded) });
    stale.delete(event.data.loaded);
  }
});
