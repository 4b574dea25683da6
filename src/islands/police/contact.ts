/** What passes between the phone and the register when there is a line: is this phone still trusted, what it was asked, newer lists. */
import { openBundle, type TrustedKey } from './bundle.ts';
import { countWaiting, drop, get, seal, sent, set, sign, unseal, waiting, wipe, type Sealed } from './vault.ts';

const HERE = '/police/hors-ligne';
/** Reports in one message: far below what the server takes. */
const AT_ONCE = 200;

export type KeptBundle = { id: string; dataAt: string; expiresAt: string } & Sealed;
export type Device = { id: string; officer: string; unit: string };
type State = { officer: { name: string; unit: string }; csrf: string; device: 'live' | 'revoked' | 'other' | 'unknown'; bundle: { id: string } | null };
/** 'cut': no line · 'logged-out': a line, and nobody logged in · 'erased': the register said so, and it is done · 'other': logged in is not whose phone it is */
export type Contact = 'cut' | 'logged-out' | 'erased' | 'other' | 'unregistered' | 'done';

const json = (csrf: string, body: unknown): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf-token': csrf }, body: JSON.stringify(body) });
/** A log-in page in place of an answer is no answer. */
const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${HERE}${path}`, { credentials: 'same-origin', redirect: 'manual', cache: 'no-store', ...init });

/** Erasing comes first: it needs nobody logged in. */
export async function contact(): Promise<Contact> {
  try {
    const device = await get<Device>('device');
    if (device && await isRevoked(device.id)) return 'erased';
    const answer = await ask(`/etat${device ? `?appareil=${device.id}` : ''}`);
    if (!answer.ok) return answer.status >= 500 ? 'cut' : 'logged-out';
    const state = await answer.json() as State;
    await set('session', { csrf: state.csrf, ...state.officer });
    if (!device) return 'unregistered';
    if (state.device !== 'live') return 'other';
    await report(device, state.csrf);
    await renew(device, state.bundle?.id);
    return 'done';
  } catch {
    return 'cut';
  }
}

async function isRevoked(id: string): Promise<boolean> {
  const answer = await ask(`/appareils/${id}`);
  if (!answer.ok) return false;
  const { state } = await answer.json() as { state: 'live' | 'revoked' | 'unknown' };
  // One that the register does not know keeps what it has to say: only a word of the register erases.
  if (state !== 'revoked') return false;
  await wipe();
  await ask(`/appareils/${id}?efface=1`).catch(() => undefined);
  return true;
}

/** Sends what waits; what is acknowledged is forgotten, the rest stays for the next time. */
async function report(device: Device, csrf: string): Promise<void> {
  const checks = await Promise.all((await waiting()).map(async (one) => ({ ...JSON.parse(new TextDecoder().decode(await unseal(one))) as object, position: one.position })));
  checks.sort((a, b) => a.position - b.position);
  for (let at = 0; at < checks.length; at += AT_ONCE) {
    const body = JSON.stringify(checks.slice(at, at + AT_ONCE));
    const answer = await ask('/controles', json(csrf, { device: device.id, checks: body, signature: await sign(`${device.id}\n${body}`) }));
    if (!answer.ok) return;
    await sent((await answer.json() as { received: string[] }).received);
  }
}

async function renew(device: Device, newest: string | undefined): Promise<void> {
  const keys = await (await fetch('/.well-known/sitt-keys.json', { cache: 'no-store' })).json() as { keys: TrustedKey[] };
  await set('trusted', keys.keys);
  const kept = await get<KeptBundle>('bundle');
  if (!newest || kept?.id === newest) return;
  const answer = await ask(`/paquet/${newest}?appareil=${device.id}`);
  if (!answer.ok) return;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const { id, dataAt, expiresAt } = await openBundle(bytes, keys.keys);
  await set('bundle', { id, dataAt, expiresAt, ...await seal(bytes) } satisfies KeptBundle);
}

/** Makes this phone one that may check without a network, for whoever is logged in. @returns false when the register did not take it */
export async function register(name: string, publicKey: JsonWebKey): Promise<boolean> {
  const session = await get<{ csrf: string; name: string; unit: string }>('session');
  if (!session) return false;
  const answer = await ask('/appareils', json(session.csrf, { name, publicKey }));
  if (!answer.ok) return false;
  const { id } = await answer.json() as { id: string };
  await set('device', { id, officer: session.name, unit: session.unit } satisfies Device);
  return true;
}

/** A bundle past its end is no longer on the phone. @param now milliseconds, never before the latest that was seen */
export async function usable(now: number): Promise<KeptBundle | undefined> {
  const kept = await get<KeptBundle>('bundle');
  if (!kept) return undefined;
  if (Date.parse(kept.expiresAt) > now) return kept;
  await drop('bundle');
  await set('expired', kept.dataAt);
  return undefined;
}
export { countWaiting };
