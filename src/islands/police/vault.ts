/**
 * What the phone keeps: the signed lists and the checks that wait, both enciphered under a key that this browser made and
 * does not give out, the phone's own signing key, and the public keys that it trusts. `wipe` leaves nothing.
 */
const NAME = 'sitt-police';
type Store = 'kept' | 'checks';
export type Sealed = { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer };

let opened: Promise<IDBDatabase> | undefined;

const asked = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('refused'));
});

function database(): Promise<IDBDatabase> {
  return (opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => { request.result.createObjectStore('kept'); request.result.createObjectStore('checks'); };
    // Another page of the same phone erases: this one lets go, and finds an empty vault at its next look.
    request.onsuccess = () => { request.result.onversionchange = () => { request.result.close(); opened = undefined; }; resolve(request.result); };
    request.onerror = () => { opened = undefined; reject(request.error ?? new Error('refused')); };
  }));
}

/** Resolves when the browser says that the write lasts, not when it was asked for. */
const lasting = (transaction: IDBTransaction): Promise<void> => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = () => reject(transaction.error ?? new Error('refused'));
});
async function write(store: Store, work: (on: IDBObjectStore) => void): Promise<void> {
  const transaction = (await database()).transaction(store, 'readwrite', { durability: 'strict' });
  work(transaction.objectStore(store));
  await lasting(transaction);
}
const read = async (store: Store): Promise<IDBObjectStore> => (await database()).transaction(store).objectStore(store);

export const get = async <T>(key: string): Promise<T | undefined> => asked((await read('kept')).get(key)) as Promise<T | undefined>;
export const set = (key: string, value: unknown): Promise<void> => write('kept', (on) => on.put(value, key));
export const drop = (key: string): Promise<void> => write('kept', (on) => on.delete(key));

export type WaitingCheck = Sealed & { position: number };
/**
 * Adds a check that waits. Its number is in what the phone signs, so it is made for a number and kept only if that one is still
 * free: no two have the same, none is skipped, in one page or in two. A phone that was withdrawn takes none.
 * @throws Error when it was not kept: the phone is withdrawn, or has no more room
 */
export async function addCheck(id: string, make: (position: number) => Promise<Sealed>): Promise<void> {
  for (;;) {
    const position = ((await get<number>('position')) ?? 0) + 1;
    const sealed = await make(position);
    const transaction = (await database()).transaction(['kept', 'checks'], 'readwrite', { durability: 'strict' });
    const [kept, checks] = [transaction.objectStore('kept'), transaction.objectStore('checks')];
    const done = lasting(transaction);
    const [last, device, withdrawn] = await Promise.all([asked(kept.get('position')), asked(kept.get('device')), asked(kept.get('withdrawn'))]) as [number | undefined, unknown, unknown];
    const free = (last ?? 0) + 1 === position;
    if (free && device && !withdrawn) { kept.put(position, 'position'); checks.put({ ...sealed, position } satisfies WaitingCheck, id); }
    await done;
    if (!device || withdrawn) throw new Error('this phone takes no check');
    if (free) return;
  }
}
export const waiting = async (): Promise<WaitingCheck[]> => asked((await read('checks')).getAll()) as Promise<WaitingCheck[]>;
export const countWaiting = async (): Promise<number> => asked((await read('checks')).count());
export const sent = (ids: readonly string[]): Promise<void> => write('checks', (on) => { for (const id of ids) on.delete(id); });

async function key(): Promise<CryptoKey> {
  const known = await get<CryptoKey>('cipher');
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await set('cipher', made);
  return made;
}
export async function seal(bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await key(), bytes) };
}
export const unseal = async ({ iv, data }: Sealed): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await key(), data));

/** Makes the phone's signing key; its secret never leaves the browser. @returns the public half, to be registered */
export async function makeSigningKey(): Promise<JsonWebKey> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  await set('signing', pair.privateKey);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { kty, crv, x, y } as JsonWebKey;
}
export async function sign(text: string): Promise<string> {
  const signing = await get<CryptoKey>('signing');
  if (!signing) throw new Error('no signing key');
  const bytes = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signing, new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** What a withdrawn phone gives up at once: its lists and who used it. What it was asked stays until it is handed over. */
export const dropLists = (): Promise<void> => write('kept', (on) => {
  for (const key of ['bundle', 'expired', 'spoiled', 'trusted', 'session']) on.delete(key);
  on.put(true, 'withdrawn');
});

/** Everything goes, keys too, unless a check still waits. @returns whether it went */
export async function wipe(): Promise<boolean> {
  const transaction = (await database()).transaction(['kept', 'checks'], 'readwrite', { durability: 'strict' });
  const done = lasting(transaction);
  const left = await asked(transaction.objectStore('checks').count());
  if (!left) transaction.objectStore('kept').clear();
  await done;
  if (left) return false;
  (await opened)?.close();
  opened = undefined;
  await asked(indexedDB.deleteDatabase(NAME));
  return true;
}
