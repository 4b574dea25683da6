import type { App } from '../../../app.ts';
import { HttpFault, json, notFound, type Answer, type Ctx } from '../../../core/http/index.ts';
import { isUuid } from '../../../core/values/ids.ts';
import { motives } from '../motives.ts';
import { officerOf, purposeOf } from '../site.ts';
import { findChecked } from '../store.ts';
import { isHourWrong } from './hour.ts';
import { keepLate, waitingOf } from './late.ts';
import { isSigned, readCheck, sending, type OfflineCheck, type SignedCheck } from './report.ts';
import { deviceState, keepChecks, noteContact, unknownChecks } from './store.ts';

/** Beyond this, a withdrawn phone is no longer believed to have had so much to say: what it keeps stays on it. */
const MOST_LATE = 5000;

/** What a phone was asked: taken once each, from the phone that signs it and from its own officer; each is also a reading of whoever holds the vehicle. */
export async function receive(app: App, ctx: Ctx, device: string): Promise<Answer> {
  const checks = await signedOnes(app, device, ctx.req.body);
  const now = app.world.clock();
  const read = checks.map((one) => ({ one, check: readCheck(one.text) }));
  const fresh = await unknownChecks(app.pools.read, device, read.flatMap(({ check }) => check ?? []));
  const phone = { id: device, agentId: officerOf(ctx).agentId, registeredAt: (await deviceState(app.pools.read, device)).registeredAt ?? now };
  for (const check of fresh) await disclosed(app, ctx, check, isHourWrong(check, { ...phone, receivedAt: now }));
  await keepChecks(app.pools.acts, phone, fresh.map((check) => ({ check, receivedAt: now })));
  // One that cannot be read would stop all that follow it, for ever: it is kept as it came, and a person looks.
  await keepLate(app.pools.acts, device, 'unreadable', read.flatMap(({ one, check }) => (check ? [] : [{ ...one, position: null }])), now);
  await noteContact(app.pools.acts, device, now);
  return json({ received: checks.map(({ id }) => id) });
}

/** What a withdrawn phone had not sent: apart from the others, until a person of its unit reads it. Nothing of the register is said to it. */
export async function receiveLate(app: App, device: string, body: unknown): Promise<Answer> {
  if (!isUuid(device) || (await deviceState(app.pools.read, device)).state !== 'revoked') throw notFound();
  const checks = await signedOnes(app, device, body);
  const read = checks.map((one) => ({ ...one, check: readCheck(one.text) }));
  const fresh = new Set((await unknownChecks(app.pools.read, device, read.flatMap(({ check }) => check ?? []))).map(({ id }) => id));
  const apart = read.filter(({ check }) => !check || fresh.has(check.id)).map((one) => ({ ...one, position: one.check?.position ?? null }));
  if (await waitingOf(app.pools.read, device) + apart.length > MOST_LATE) throw new HttpFault(409, 'Cet appareil a déjà trop de contrôles à lire.');
  await keepLate(app.pools.acts, device, 'revoked', apart, app.world.clock());
  return json({ received: checks.map(({ id }) => id) });
}

/** Those that this phone signed; the others are not acknowledged. Throws 422 for what is no sending, 403 when it signed none. */
async function signedOnes(app: App, device: string, body: unknown): Promise<SignedCheck[]> {
  const sent = sending.safeParse(body);
  if (!sent.success) throw new HttpFault(422, 'Cet envoi est illisible.');
  const { publicKey } = await deviceState(app.pools.read, device);
  const signed = sent.data.checks.filter((one) => publicKey && isSigned(publicKey, device, one));
  if (!signed.length && sent.data.checks.length) throw new HttpFault(403, 'Cet envoi n’est pas signé par l’appareil inscrit.');
  return signed;
}

/** Before it is kept: a report that stays behind is sent again, and the reading is then written twice rather than never. @param wrongHour the phone cannot be believed on the hour */
export async function disclosed(app: App, ctx: Ctx, { asked, motive, at }: OfflineCheck, wrongHour: boolean): Promise<void> {
  const hour = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Pacific/Noumea', dateStyle: 'short', timeStyle: 'short' }).format(new Date(at));
  await ctx.disclose(await findChecked(app, asked.toUpperCase()), purposeOf(officerOf(ctx), `contrôle hors ligne du ${hour}${wrongHour ? ' (heure du téléphone fausse)' : ''}`, motives[motive]));
}
