/** The signed lists, read on the phone: nothing of them is used before their signature and digests are checked. */
import { decodePlaces, isTaken, placeOf } from '../../core/crypto/listing.ts';
import { normalizePlate } from '../../territory/series.ts';

export type TrustedKey = { kty: string; crv: string; x: string; y: string; kid: string; purpose: string; notBefore: string; notAfter?: string; revokedOn?: string };
type ListHead = { name: 'vehicles' | 'titles'; count: number; range: number; bytes: number; sha256: string };
type Head = { v: number; id: string; dataAt: string; expiresAt: string; salt: string; lists: ListHead[] };
export type Bundle = { id: string; dataAt: string; expiresAt: string; has: (list: ListHead['name'], value: string) => Promise<boolean> };

const MARK = 'SITT-POLICE-1\n';
const text = new TextDecoder();
export const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
export const publicKey = ({ kty, crv, x, y }: TrustedKey): Promise<CryptoKey> => crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;
export const verifies = async (key: TrustedKey, signature: BufferSource, signed: BufferSource): Promise<boolean> => crypto.subtle.verify(ES256, await publicKey(key), signature, signed);

/** @throws Error when a byte of it is not what a trusted key signed */
export async function openBundle(bytes: Uint8Array<ArrayBuffer>, keys: readonly TrustedKey[]): Promise<Bundle> {
  const mark = bytes.subarray(0, MARK.length);
  const end = bytes.indexOf(10, MARK.length);
  if (text.decode(mark) !== MARK || end < 0) throw new Error('not a bundle');
  const [protectedHead = '', payload = '', signature = ''] = text.decode(bytes.subarray(MARK.length, end)).split('.');
  const { alg, kid } = JSON.parse(text.decode(bytesOf(protectedHead))) as { alg: string; kid: string };
  const key = keys.find((one) => one.kid === kid && one.purpose === 'bundle' && !one.revokedOn);
  if (alg !== 'ES256' || !key || !await verifies(key, bytesOf(signature), new TextEncoder().encode(`${protectedHead}.${payload}`))) throw new Error('not signed by the register');
  const head = JSON.parse(text.decode(bytesOf(payload))) as Head;
  if (head.v !== 1) throw new Error('another version');
  const places = new Map<string, { range: number; taken: Uint32Array }>();
  let at = end + 1;
  for (const { name, count, range, bytes: length, sha256 } of head.lists) {
    const body = bytes.slice(at, (at += length));
    const digest = [...new Uint8Array(await crypto.subtle.digest('SHA-256', body))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (digest !== sha256) throw new Error('a list was changed');
    places.set(name, { range, taken: decodePlaces(body, count) });
  }
  const salt = await crypto.subtle.importKey('raw', bytesOf(head.salt), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const has: Bundle['has'] = async (list, value) => {
    const found = places.get(list);
    if (!found) throw new Error('no such list');
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', salt, new TextEncoder().encode(`${list}:${value}`)));
    return isTaken(found.taken, placeOf(mac, found.range));
  };
  return { id: head.id, dataAt: head.dataAt, expiresAt: head.expiresAt, has };
}

/** What a text may be, as the register writes it: a plate, a chassis number, a title number. */
export const namesIn = (typed: string): { vehicle: string[]; title: string } => ({
  vehicle: [...new Set([normalizePlate(typed), typed.normalize('NFKC').toUpperCase().replace(/[\s\-–—./*_]/gu, '')])], title: typed.trim().toUpperCase(),
});

export type Answer = 'vehicle-listed' | 'title-listed' | 'not-listed';
/** Whether any of what was typed is in a list; a title's own list first, as it says more. */
export async function lookUp(bundle: Bundle, typed: string, alsoVehicle?: string): Promise<Answer> {
  const { vehicle, title } = namesIn(typed);
  const named = alsoVehicle ? namesIn(alsoVehicle).vehicle : vehicle;
  if ((await Promise.all(named.map((one) => bundle.has('vehicles', one)))).includes(true)) return 'vehicle-listed';
  return await bundle.has('titles', title) ? 'title-listed' : 'not-listed';
}
