/**
 * Keeps the page of the offline check on the phone, and nothing else: the page, its style, its script, its drawings. It never
 * keeps an answer of the register. `SITT_SHELL` is written before this text by the server: a new page is a new worker.
 */
declare const SITT_SHELL: { version: string; page: string; files: string[] };
type Waiting = Event & { waitUntil: (work: Promise<unknown>) => void };
type Asked = Event & { request: Request; respondWith: (answer: Promise<Response>) => void };
const worker = self as unknown as { skipWaiting: () => Promise<void>; clients: { claim: () => Promise<void> }; addEventListener: (name: string, work: (event: never) => void) => void; location: Location };

const NAME = `sitt-hors-ligne-${SITT_SHELL.version}`;
const wanted = new Set([SITT_SHELL.page, ...SITT_SHELL.files]);

worker.addEventListener('install', (event: Waiting) => event.waitUntil((async () => {
  const cache = await caches.open(NAME);
  await Promise.all([...wanted].map(async (path) => {
    const answer = await fetch(path, { cache: 'no-cache', credentials: 'same-origin' });
    // A log-in page in place of the page: not this time.
    if (!answer.ok || answer.redirected) throw new Error(`${path}: ${answer.status}`);
    await cache.put(path, answer);
  }));
  await worker.skipWaiting();
})()));

worker.addEventListener('activate', (event: Waiting) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('sitt-hors-ligne-') && name !== NAME) await caches.delete(name);
  await worker.clients.claim();
})()));

worker.addEventListener('fetch', (event: Asked) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== worker.location.origin || !wanted.has(pathname)) return;
  event.respondWith((async () => await (await caches.open(NAME)).match(pathname) ?? fetch(event.request))());
});
