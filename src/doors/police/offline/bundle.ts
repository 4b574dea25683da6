import { createHmac, randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CompactSign } from 'jose';
import { encodePlaces, placeOf, rangeOf } from '../../../core/crypto/listing.ts';
import { sha256, type KeyRing } from '../../../core/crypto/index.ts';

/** A list as the header of a bundle describes it: how many names, on how many places, where its bytes are. */
export type ListHead = { readonly name: 'vehicles' | 'titles'; readonly count: number; readonly range: number; readonly bytes: number; readonly sha256: string };
/** What is signed: the lists by their digests, the key of their hashes, from when they are and until when they may be used. */
export type BundleHead = { readonly v: 1; readonly id: string; readonly dataAt: string; readonly expiresAt: string; readonly salt: string; readonly lists: readonly ListHead[] };

/** The names of each list: plates and chassis numbers together, as a reader may have either; title numbers. */
export type Listed = { readonly vehicles: readonly string[]; readonly titles: readonly string[] };

/** Marks a bundle; `1` is the version of its layout: this mark, the signed header, a line feed, the lists one after the other. */
export const BUNDLE_MARK = 'SITT-POLICE-1\n';

/** Makes the bytes of a bundle, signed by the key of bundles. @param salt 32 bytes, of this bundle only */
export async function makeBundle(about: Pick<BundleHead, 'id' | 'dataAt' | 'expiresAt'>, listed: Listed, keys: Pick<KeyRing, 'currentKey'>, salt: Buffer = randomBytes(32)): Promise<Buffer> {
  const lists = await Promise.all((['vehicles', 'titles'] as const).map(async (name) => ({ name, ...await packed(name, listed[name], salt) })));
  const head: BundleHead = { v: 1, ...about, salt: salt.toString('base64url'), lists: lists.map(({ name, count, range, body }) => ({ name, count, range, bytes: body.length, sha256: sha256(body).toString('hex') })) };
  const key = keys.currentKey('bundle', about.dataAt.slice(0, 10));
  const signed = await new CompactSign(Buffer.from(JSON.stringify(head))).setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'sitt-police' }).sign(key.secret);
  return Buffer.concat([Buffer.from(`${BUNDLE_MARK}${signed}\n`), ...lists.map(({ body }) => body)]);
}

/** Names a turn: others are served between two. */
const TURN = 1000;

async function packed(name: string, names: readonly string[], salt: Buffer): Promise<{ count: number; range: number; body: Buffer }> {
  const distinct = [...new Set(names)];
  const range = rangeOf(distinct.length);
  const places = new Uint32Array(distinct.length);
  for (const [at, one] of distinct.entries()) {
    places[at] = placeOf(createHmac('sha256', salt).update(`${name}:${one}`).digest(), range);
    if (at % TURN === 0) await nextTurn();
  }
  return { count: places.length, range, body: Buffer.from(encodePlaces(places)) };
}
