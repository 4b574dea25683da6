/** What passes between the phone and the register when there is a line: is this phone still trusted, what it was asked, newer lists. */
import { openBundle, type TrustedKey } from './bundle.ts';
import { countWaiting, drop, dropLists, get, seal, sent, set, sign, unseal, waiting, wipe, type Sealed, type WaitingCheck } from './vault.ts';

const HERE = '/police/hors-ligne';
/** Reports in one message: far below what the server takes. */
const AT_ONCE = 200;

export type KeptBundle = { id: string; dataAt: string; expiresAt: string } & Sealed;
export type Device = { id: string; officer: string; unit: string };
type State = { officer: { name: string; unit: string }; csrf: string; now: string; device: 'live' | 'revoked' | 'other' | 'unknown'; bundle: { id: string } | null };
/**
 * 'cut': no line · 'logged-out': a line, and nobody logged in · 'withdrawn': the register withdrew this phone, its lists are gone, its checks
 * wait to be handed over · 'erased': nothing is left · 'other': logged in is not whose phone it is · 'bad-lists': what came as lists is not
 * signed, is older, or is over · 'full': no room for the lists
 */
export type Contact = 'bad-lists' | 'full' | 'cut' | 'logged-out' | 'withdrawn' | 'erased' | 'other' | 'unregistered' | 'done';
/** A check as its phone signed it when it was made. */
export type Report = { id: string; text: string; signature: string };

const json = (csrf: string, body: unknown): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json', 'x-csrf-token': csrf }, body: JSON.stringify(body) });
/** A log-in page in place of an answer is no answer. */
const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${HERE}${path}`, { credentials: 'same-origin', redirect: 'manual', cache: 'no-store', ...init });

/** Erasing comes first: it needs nobody logged in. */
export async function contact(): Promise<Contact> {
  try {
    const device = await get<Device>('device');
    const word = device && await wordOn(device.id);
    if (device && word?.state === 'revoked') return await leave(device, word.csrf ?? '');
    const answer = await ask(`/etat${device ? `?appareil=${device.id}` : ''}`);
    if (!answer.ok) return answer.status >= 500 ? 'cut' : 'logged-out';
    const state = await answer.json() as State;
    await set('session', { csrf: state.csrf, ...state.officer });
    // The register's hour is the true one: a clock that ran ahead does not age the lists for ever.
    await set('seen', Date.parse(state.now));
    if (!device) return 'unregistered';
    if (state.device !== 'live') return 'other';
    await report(device, state.csrf, '/controles');
    return await renew(device, state.bundle?.id);
  } catch (fault) {
    if ((fault as Error).name === 'QuotaExceededError') return 'full';
    return await get('withdrawn').catch(() => false) ? 'withdrawn' : 'cut';
  }
}

/** What the register says of this phone. One that it does not know keeps what it has to say: only the word 'revoked' erases. */
async function wordOn(id: string): Promise<{ state: 'live' | 'revoked' | 'unknown'; csrf?: string } | undefined> {
  const answer = await ask(`/appareils/${id}`);
  return answer.ok ? await answer.json() as { state: 'live' | 'revoked' | 'unknown'; csrf?: string } : undefined;
}

/** A withdrawn phone: its lists go first, then what it was asked is handed over, with nobody logged in; only then goes the rest. */
async function leave(device: Device, csrf: string): Promise<Contact> {
  await dropLists();
  await report(device, csrf, `/appareils/${device.id}/tardifs`);
  if (!await wipe()) return 'withdrawn';
  await ask(`/appareils/${device.id}?efface=1`).catch(() => undefined);
  return 'erased';
}

/** Sends what waits; what is acknowledged is forgotten, the rest stays for the next time. */
async function report(device: Device, csrf: string, path: string): Promise<void> {
  const kept = (await waiting()).sort((a, b) => a.position - b.position);
  for (let at = 0; at < kept.length; at += AT_ONCE) {
    const checks = await Promise.all(kept.slice(at, at + AT_ONCE).map((one) => readReport(device, one)));
    const answer = await ask(path, json(csrf, { device: device.id, checks }));
    if (!answer.ok) return;
    await sent((await answer.json() as { received: string[] }).received);
  }
}

/** One that an earlier version of this page kept is not signed yet. */
async function readReport(device: Device, { position, ...sealed }: WaitingCheck): Promise<Report> {
  const kept = JSON.parse(new TextDecoder().decode(await unseal(sealed))) as Report;
  if (kept.text) return kept;
  const text = JSON.stringify({ ...kept, position });
  return { id: kept.id, text, signature: await sign(`${device.id}\n${text}`) };
}

/** A check made for its number and signed by this phone, as it is kept until it is sent. */
export async function signedReport(device: Device, id: string, check: object): Promise<Sealed> {
  const text = JSON.stringify(check);
  return seal(new TextEncoder().encode(JSON.stringify({ id, text, signature: await sign(`${device.id}\n${text}`) } satisfies Report)));
}

/** Takes the newest lists, if they are the ones asked for, signed, and not older than those of the phone. */
async function renew(device: Device, newest: string | undefined): Promise<Contact> {
  const keys = await (await fetch('/.well-known/sitt-keys.json', { cache: 'no-store' })).json() as { keys: TrustedKey[] };
  await set('trusted', keys.keys);
  const kept = await get<KeptBundle>('bundle');
  if (!newest || kept?.id === newest) return 'done';
  const answer = await ask(`/paquet/${newest}?appareil=${device.id}`);
  if (!answer.ok) return 'done';
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const opened = await openBundle(bytes, keys.keys).catch(() => undefined);
  const latest = Math.max(Date.parse(kept?.dataAt ?? '1970-01-01'), (await get<number>('newest')) ?? 0);
  if (opened?.id !== newest || Date.parse(opened.dataAt) < latest || Date.parse(opened.expiresAt) <= ((await get<number>('seen')) ?? 0)) return 'bad-lists';
  const { id, dataAt, expiresAt } = opened;
  await set('newest', Date.parse(dataAt));
  await set('bundle', { id, dataAt, expiresAt, ...await seal(bytes) } satisfies KeptBundle);
  await drop('spoiled');
  return 'done';
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
