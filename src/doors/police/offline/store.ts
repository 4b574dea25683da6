import type { App } from '../../../app.ts';
import type { Query, Sql } from '../../../core/db/sql.ts';
import { transaction } from '../../../core/db/sql.ts';
import { uuid } from '../../../core/values/ids.ts';
import { today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { RED_HOLDS } from '../verdict.ts';
import { makeBundle, type Listed } from './bundle.ts';
import { isHourWrong } from './hour.ts';
import type { OfflineCheck } from './report.ts';

const hour = 3_600_000;
/** Earlier bundles are of no use to anybody. */
const KEPT = 2;

/** Vehicles under a measure that stops them and W numbers whose booklet or company no longer stands; titles that are no longer good. What ends before the bundle does is listed too. */
export async function listedOn(report: Query, day: string, lastDay: string): Promise<Listed> {
  const [vehicles, dead, titles] = await Promise.all([
    report<{ value: string }[]>`select distinct value from pub_registrations_road_hold where type = any(${[...RED_HOLDS]}::text[]) and (ends_on is null or ends_on > ${day})`,
    report<{ number: string }[]>`
      select number from pub_registrations_w_number w where until < ${lastDay} or not exists (
        select 1 from pub_partners_accreditation a where a.company_id = w.company_id and a.status = 'active' and a.since <= ${day} and a.until >= ${day} and a.kind = any(${[...territory.parameter('wKinds', day).value]}::text[]))`,
    report<{ number: string }[]>`
      select distinct number from pub_registrations_title_check where status in ('revoked', 'suspended', 'destroyed') or (status = 'sold' and valid_until < ${lastDay})`,
  ]);
  return { vehicles: [...vehicles.map(({ value }) => value), ...dead.map(({ number }) => number)], titles: titles.map(({ number }) => number) };
}

/** Builds the bundle of now and puts it in place of the older ones. @param salt of its hashes: a fresh one, unless a test must know it. @returns its id */
export async function buildBundle({ pools, keys, world }: Pick<App, 'pools' | 'keys' | 'world'>, salt?: Buffer): Promise<string> {
  const now = world.clock();
  const expires = new Date(now.getTime() + (territory.parameter('policeBundleHours', today(now)).value) * hour);
  const listed = await listedOn(pools.report, today(now), today(expires));
  const id = uuid();
  const body = await makeBundle({ id, dataAt: now.toISOString(), expiresAt: expires.toISOString() }, listed, keys, salt);
  await transaction(pools.acts, async (tx) => {
    await tx`
      insert into police_bundle (id, data_at, expires_at, counts, body)
      values (${id}, ${now.toISOString()}, ${expires.toISOString()}, ${tx.json({ vehicles: listed.vehicles.length, titles: listed.titles.length, bytes: body.length })}, ${body})`;
    await tx`delete from police_bundle where id not in (select id from police_bundle order by data_at desc limit ${KEPT})`;
  });
  return id;
}

export type BundleLine = { id: string; dataAt: Date; expiresAt: Date };
/** The newest bundle that may still be used. */
export async function currentBundle(read: Query, now: Date): Promise<BundleLine | undefined> {
  const [row] = await read<BundleLine[]>`select id, data_at as "dataAt", expires_at as "expiresAt" from police_bundle where expires_at > ${now.toISOString()} order by data_at desc limit 1`;
  return row;
}
export async function bundleBody(read: Query, id: string): Promise<Buffer | undefined> {
  return (await read<{ body: Buffer }[]>`select body from police_bundle where id = ${id}`)[0]?.body;
}

export type Device = { id: string; agentId: string; name: string; publicKey: JsonWebKey; registeredAt: Date; lastContactAt: Date; dataAt: Date | null; revokedAt: Date | null; wipedAt: Date | null; revokedBy: string | null; owner: string; received: number; late: number; misdated: number; lastPosition: number };

/** Phones of an officer, and of the colleagues of the same unit: whoever finds a phone missing can erase it. */
export async function devicesOf(read: Query, agentId: string): Promise<Device[]> {
  const rows = await read<Device[]>`
    select d.id, d.agent_id as "agentId", d.name, d.public_key as "publicKey", d.registered_at as "registeredAt", d.last_contact_at as "lastContactAt", d.revoked_at as "revokedAt", d.wiped_at as "wipedAt",
           b.data_at as "dataAt", a.name as owner, by.name as "revokedBy", (c.received + l.apart)::int as received, greatest(c.last, l.last)::int as "lastPosition", l.waiting::int as late, c.misdated::int as misdated
    from police_device d join agent a on a.id = d.agent_id join agent me on me.id = ${agentId} and me.authority = a.authority and me.unit = a.unit
      left join police_bundle b on b.id = d.bundle_id left join agent by on by.id = d.revoked_by
      -- Two checks under one number hide no missing one.
      cross join lateral (select count(distinct position) as received, coalesce(max(position), 0) as last, count(*) filter (where wrong_hour) as misdated from police_offline_check where device_id = d.id) c
      cross join lateral (
        select count(*) filter (where decision is distinct from 'kept') as apart, coalesce(max(position), 0) as last, count(*) filter (where decision is null) as waiting
        from police_late_check where device_id = d.id) l
    order by d.revoked_at nulls first, d.registered_at desc limit 100`;
  return [...rows];
}

export async function addDevice(acts: Sql, device: { agentId: string; name: string; publicKey: JsonWebKey; now: Date }): Promise<string> {
  const id = uuid();
  await acts`
    insert into police_device (id, agent_id, name, public_key, registered_at, last_contact_at)
    values (${id}, ${device.agentId}, ${device.name}, ${acts.json(device.publicKey as never)}, ${device.now.toISOString()}, ${device.now.toISOString()})`;
  return id;
}

export type DeviceState = { state: 'live' | 'revoked' | 'unknown'; agentId?: string; publicKey?: JsonWebKey; registeredAt?: Date };
export async function deviceState(read: Query, id: string): Promise<DeviceState> {
  const [row] = await read<{ agentId: string; publicKey: JsonWebKey; registeredAt: Date; revoked: boolean }[]>`
    select d.agent_id as "agentId", d.public_key as "publicKey", d.registered_at as "registeredAt", d.revoked_at is not null or not a.active as revoked from police_device d join agent a on a.id = d.agent_id where d.id = ${id}`;
  return row ? { state: row.revoked ? 'revoked' : 'live', agentId: row.agentId, publicKey: row.publicKey, registeredAt: row.registeredAt } : { state: 'unknown' };
}

export async function noteContact(acts: Sql, id: string, now: Date, bundleId?: string): Promise<void> {
  await acts`update police_device set last_contact_at = ${now.toISOString()} ${bundleId ? acts`, bundle_id = ${bundleId}` : acts``} where id = ${id}`;
}
export async function noteWiped(acts: Sql, id: string, now: Date): Promise<void> {
  await acts`update police_device set wiped_at = ${now.toISOString()}, last_contact_at = ${now.toISOString()} where id = ${id} and revoked_at is not null and wiped_at is null`;
}
/** @returns false when it was revoked already */
export async function revokeDevice(acts: Sql, id: string, by: string, now: Date): Promise<boolean> {
  return (await acts`update police_device set revoked_at = ${now.toISOString()}, revoked_by = ${by} where id = ${id} and revoked_at is null`).count === 1;
}

/** Those of these reports that are not here yet. */
export async function unknownChecks(read: Query, deviceId: string, checks: readonly OfflineCheck[]): Promise<OfflineCheck[]> {
  const known = await read<{ id: string }[]>`select id from police_offline_check where device_id = ${deviceId} and id = any(${checks.map(({ id }) => id)}::uuid[])`;
  const ids = new Set(known.map(({ id }) => id));
  return checks.filter(({ id }) => !ids.has(id));
}

type Received = { check: OfflineCheck; receivedAt: Date };
/** Each report once, however often it is sent. @param device the phone: its officer, and from when it could be asked anything */
export async function keepChecks(acts: Query, device: Pick<Device, 'id' | 'agentId' | 'registeredAt'>, received: readonly Received[]): Promise<void> {
  if (!received.length) return;
  const rows = received.map(({ check: { id, position, at, asked, motive, answer, bundleId }, receivedAt }) => ({
    id, device_id: device.id, agent_id: device.agentId, position, checked_at: at, received_at: receivedAt.toISOString(), asked, motive, answer, bundle_id: bundleId, wrong_hour: isHourWrong({ at }, { registeredAt: device.registeredAt, receivedAt }),
  }));
  await acts`insert into police_offline_check ${acts(rows)} on conflict (id) do nothing`;
}
