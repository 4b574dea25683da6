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
    request.onsuccess = () => { request.result.onversionchange = () => request.result.close(); resolve(request.result); };
    request.onerror = () => reject(request.error ?? new Error('refused'));
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
/** Adds a check that waits, and gives it its number in the same transaction: no two have the same, none is skipped. */
export async function addCheck(id: string, sealed: Sealed): Promise<void> {
  const transaction = (await database()).transaction(['kept', 'checks'], 'readwrite', { durability: 'strict' });
  const kept = transaction.objectStore('kept');
  const last = kept.get('position');
  last.onsuccess = () => {
    const position = ((last.result as number | undefined) ?? 0) + 1;
    kept.put(position, 'position');
    transaction.objectStore('checks').put({ ...sealed, position } satisfies WaitingCheck, id);
  };
  await lasting(transaction);
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

/** Everything goes: lists, checks that wait, keys. */
export async function wipe(): Promise<void> {
  (await opened)?.close();
  opened = undefined;
  await asked(indexedDB.deleteDatabase(NAME));
}
