import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMessages } from '../../core/messages/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { act } from '../../core/act/types.ts';
import type { Caller } from '../../core/demarche/index.ts';
import { recordMandate, revokeMandate } from '../../core/access/mandates.ts';
import type { RegistrationAct } from '../registrations/index.ts';
import { vehicleRef, type VehicleAct } from '../vehicles/index.ts';
import { listText } from './lottery.ts';
import { readDraw } from './reading.ts';
import { receiving, type Receiving } from './fixture.ts';

let r: Receiving;
let draw = '';
let chassis: string[] = [];
/** Who holds each of the vehicles; `titles`, the number on its certificate. */
let owners: Caller[] = [];
const titles: string[] = [];
beforeAll(async () => {
  r = await receiving();
  await r.openAt('tour-lifou', 'equipe', 'tour', 1, ['08:00', '09:00']);
  // Thirty vehicles that the register knows, each with its holder and its certificate.
  chassis = Array.from({ length: 30 }, (_, n) => `EXDRAW0000000${String(1000 + n)}`);
  titles.push(...chassis.map((_, n) => `T9000000${String(10 + n)}`));
  owners = await Promise.all(chassis.map((_, n) => r.person(`Pers${n}`)));
  await r.record(chassis.flatMap((one, n) => {
    const subjects = [{ ...vehicleRef(uuid()), fresh: true as const }];
    const holders = [{ personId: (owners[n]!.actor as { personId: string }).personId, role: 'holder' as const, principal: true }];
    return [
      act<VehicleAct>({ kind: 'vehicle.described', subjects, payload: { chassis: one, technical: {}, approval: { number: 'PV-EXEMPLE', kind: 'type', on: null } } }),
      act<RegistrationAct>({ kind: 'registration.registered', subjects, payload: { plate: `${String(800_001 + n)}NC`, series: 'nc', titleNumber: titles[n]!, form: 'paper', holders, commune: '98818', usage: 'private', origin: 'legacy' } }),
    ];
  }));
});
afterAll(() => r.close());

const at = (text: string) => { r.time.now = new Date(text); };
const open = async (who = r.clerk, office = 'tour-lifou') => {
  const { openDossier, submitDossier } = await import('../../core/demarche/index.ts');
  const dossier = await openDossier(r.world, who, { demarche: r.world.catalogue.get('ouvrir-tirage-rendez-vous')!, subject: null, input: { motive: 'tournee', office, closes: '2026-11-27', closesTime: '17:00', from: '2026-12-07', to: '2026-12-08' } });
  return { outcome: await submitDossier(r.world, who, dossier.id), id: dossier.subject_id };
};
const openAtCanala = async () => { const { id } = await open(r.clerk, 'tour-canala'); await r.run(); return id; };
const request = (who: Parameters<Receiving['asks']>[0], about: string, more: Record<string, string> = {}) => r.asks(who, 'demander', null, { draw, about, priority: 'none', ...more });

describe('des places rares, tirées au sort (rendez-vous-tirage)', { timeout: 60_000 }, () => {
  it('un responsable ouvre le tirage, personne d’autre ; nul ne demande avant que l’empreinte du secret soit publiée', async () => {
    const { outcome: refused } = await open({ ...r.clerk, actor: { ...r.clerk.actor, roles: ['clerk'] } as never });
    expect(refused.kind).toBe('not-entitled');
    const { outcome, id } = await open();
    expect(outcome).toMatchObject({ kind: 'moved', dossier: { state: 'issued' } });
    draw = id;
    expect((await request(owners[29]!, chassis[29]!)).said).toContain('ne sont pas ouvertes');
    expect(await r.run()).toEqual([]);
    expect(await readDraw(r.world, draw)).toMatchObject({ status: 'open', commitment: expect.stringMatching(/^[0-9a-f]{64}$/) as string, secret: null, seed: null });
  });

  it('une demande se fait par le titulaire, par qui a son pouvoir, ou certificat en main ; un inconnu ne demande rien, et n’apprend rien', async () => {
    const ada = await r.person('Ada');
    expect((await request(ada, chassis[28]!)).said).toContain('n’est pas au nom de ce compte');
    expect((await request(ada, chassis[28]!, { certificate: titles[27]! })).said).toContain('n’est pas celui du certificat en cours');
    expect((await request(r.visitor, chassis[28]!, { 'contact.name': 'Ada Exemple', 'contact.phone': '741003' })).said).toContain('certificat en main');
    const own = (who: Caller) => (who.actor as { personId: string }).personId;
    const power = await recordMandate(r.db.owner, { principalId: own(owners[28]!), mandatary: { kind: 'person', id: ada.actor.personId }, acts: ['mutation'], from: '2026-11-01', to: null, proof: 'PR-EXEMPLE', recordedBy: null });
    const first = await request(ada, chassis[28]!);
    expect(first.said).toBe('done');
    expect((await request(owners[28]!, chassis[28]!)).said, 'le titulaire apprend qu’une demande existe').toContain('Une demande existe déjà');
    expect((await request(await r.person('Curieux'), chassis[28]!)).said, 'pas un inconnu').not.toContain('existe déjà');
    expect((await r.asks(ada, 'annuler', first.id)).said).toBe('done');
    await revokeMandate(r.db.owner, power, '2026-11-23');
    expect((await request(ada, chassis[28]!)).said, 'son pouvoir est repris').toContain('n’est pas au nom de ce compte');
    const byHand = await request(ada, chassis[28]!, { certificate: ` ${titles[28]!.toLowerCase()} ` });
    expect(byHand.said).toBe('done');
    expect((await r.asks(ada, 'annuler', byHand.id)).said).toBe('done');
    const desk = await request(r.clerk, chassis[28]!, { 'contact.name': 'Titulaire Exemple' });
    expect(desk.said, 'au guichet l’agent lit le certificat').toBe('done');
    expect((await r.asks(r.clerk, 'annuler', desk.id)).said).toBe('done');
  });

  it('une demande compte par véhicule : cinquante essais, d’autres contacts, d’autres écritures n’en font pas deux', async () => {
    for (let n = 0; n < 20; n += 1) expect((await request(owners[n]!, chassis[n]!)).said, `personne ${n}`).toBe('done');
    // The worst robot: it has certificates in hand.
    const bot = (n: number) => ({ 'contact.name': 'Robot Exemple', certificate: titles[n]! });
    const first = await request(r.visitor, chassis[20]!, { ...bot(20), 'contact.phone': '741001' });
    expect(first.said).toBe('done');
    for (let n = 0; n < 30; n += 1) {
      const { said } = await request(r.visitor, n % 2 ? chassis[20]! : ` ${chassis[20]!.toLowerCase()} `, { ...bot(20), 'contact.email': `robot${n}@exemple.nc` });
      expect(said).toContain('Une demande existe déjà pour ce véhicule');
    }
    expect((await request(r.visitor, 'INVENTE123', { ...bot(20), 'contact.phone': '741002' })).said).toContain('Aucun véhicule du registre');
    expect((await r.asks(r.bearer(first.id), 'confirmer', first.id, { by: 'code' })).said).toBe('done');
    const parallel = await Promise.all(Array.from({ length: 20 }, (_, n) => request(r.visitor, chassis[21]!, { ...bot(21), 'contact.email': `essaim${n}@exemple.nc` })));
    expect(parallel.filter(({ said }) => said === 'done')).toHaveLength(1);
    // Nobody confirmed this one: it is not on the list.
    expect((await r.asks(r.bearer(uuid()), 'annuler', first.id)).said).toContain('Ceci est ouvert à');
  });

  it('la liste est arrêtée et publiée, puis le secret : chacun refait le tirage, et chaque place n’est donnée qu’une fois', async () => {
    at('2026-11-27T05:59:00Z');
    expect(await r.run()).toEqual([]);
    expect((await readDraw(r.world, draw))?.status).toBe('open');
    const late = await Promise.all([22, 23].map((n) => request(r.visitor, chassis[n]!, { 'contact.name': 'Dernier Exemple', 'contact.phone': `7420${n}`, certificate: titles[n]! })));
    expect(late.map(({ said }) => said)).toEqual(['done', 'done']);
    expect((await r.asks(r.bearer(late[0]!.id), 'confirmer', late[0]!.id, { by: 'code' })).said, 'confirmée avant la clôture').toBe('done');
    expect((await r.asks(r.clerk, 'annuler', late[0]!.id)).said).toBe('done');
    at('2026-11-27T06:00:01Z');
    expect((await r.asks(r.bearer(late[1]!.id), 'confirmer', late[1]!.id, { by: 'code' })).said, 'après elle').toContain('n’est pas sur la liste du tirage');
    expect(await r.run()).toEqual([]);
    expect((await r.state(late[1]!.id)).status, 'elle n’attend pas pour toujours').toBe('expired');
    const closed = await readDraw(r.world, draw);
    expect(closed).toMatchObject({ status: 'closed', secret: null });
    expect([closed?.entries.length, closed?.places.length]).toEqual([21, 6]);
    expect((await request(owners[25]!, chassis[25]!)).said).toContain('ne sont pas ouvertes');
    // One gives up between the list and the draw.
    const [withdrawn] = await r.db.sql<{ appointment_id: string }[]>`select appointment_id from appointment_entry where draw_id = ${draw} and status = 'requested' order by asked_at limit 1`;
    expect((await r.asks(r.clerk, 'annuler', withdrawn!.appointment_id)).said).toBe('done');
    at('2026-11-28T06:00:01Z');
    expect(await r.run()).toEqual([]);
    const drawn = (await readDraw(r.world, draw))!;
    const prizes = drawn.places.map(({ day, start, resource, place }) => ({ day, start, resource, place }));
    const file = JSON.stringify({ ...drawn, places: prizes, list: listText(drawn.share, drawn.entries, prizes) });
    const told = spawnSync(process.execPath, [join(import.meta.dirname, '../../../bin/verify-draw.mjs'), '-'], { input: file, encoding: 'utf8' });
    expect([told.status, told.stdout.split('\n')[0]]).toEqual([0, 'Juste : 21 demandes, 6 places, même ordre et mêmes places.']);
    const rows = await r.db.sql<{ status: string; count: number }[]>`select status, count(*)::int as count from appointment_entry where draw_id = ${draw} group by status order by status`;
    expect(Object.fromEntries(rows.map(({ status, count }) => [status, count]))).toEqual({ booked: 6, cancelled: 5, expired: 2, waiting: 14 });
    const templates = (await listMessages(r.db.sql, { limit: 500 })).map(({ template }) => template);
    expect([templates.filter((one) => one === 'appointment-booked').length, templates.filter((one) => one === 'appointment-waiting').length]).toEqual([6, 14]);
  });

  it('une place rendue va au premier rang en attente, gardée, puis au suivant', async () => {
    const inLine = async () => (await r.db.sql<{ appointment_id: string }[]>`select appointment_id from appointment_entry where draw_id = ${draw} and status = 'waiting' order by draw_rank`).map((row) => row.appointment_id);
    const [first, second] = await inLine();
    const [winner] = await r.db.sql<{ appointment_id: string }[]>`select appointment_id from appointment_entry where draw_id = ${draw} and status = 'booked' order by draw_rank limit 1`;
    expect((await r.asks(r.clerk, 'annuler', winner!.appointment_id)).said).toBe('done');
    expect(await r.run()).toEqual([]);
    expect([(await r.state(first!)).offer !== null, (await r.state(second!)).offer]).toEqual([true, null]);
    expect((await r.asks(r.bearer(first!), 'repondre-offre', first!, { answer: 'decline' })).said).toBe('done');
    expect(await r.run()).toEqual([]);
    expect((await r.state(second!)).offer).not.toBeNull();
    expect((await r.asks(r.bearer(second!), 'repondre-offre', second!, { answer: 'accept' })).said).toBe('done');
    expect((await r.state(second!)).status).toBe('booked');
    expect((await inLine())[0], 'qui a laissé une place garde son rang pour la suivante').toBe(first);
  });

  it('ce qu’un tirage laisse, quand personne n’attend plus, est ouvert à tous ; avant, non', async () => {
    at('2026-11-22T23:00:00Z');
    await r.openAt('tour-canala', 'equipe', 'tour', 1, ['08:00', '09:00']);
    const id = await openAtCanala();
    expect((await r.asks(owners[22]!, 'demander', null, { draw: id, about: chassis[22]!, priority: 'none' })).said).toBe('done');
    const take = async () => (await r.asks(await r.person('Passant'), 'prendre', null, { motive: 'tournee', office: 'tour-canala', day: '2026-12-08', time: '08:20', about: chassis[23]! })).said;
    expect(await take()).toContain('tirées au sort');
    at('2026-11-28T06:00:01Z');
    expect(await r.run()).toEqual([]);
    expect((await readDraw(r.world, id))?.status).toBe('drawn');
    expect(await take()).toBe('done');
    expect(await take()).toContain('n’est pas libre');
  });

  it('avant la clôture, avant l’heure du tirage, ou deux fois : rien ne se tire', async () => {
    at('2026-11-22T23:00:00Z');
    const { id } = await open();
    expect(await r.run()).toEqual([]);
    const { closeTask, drawTask } = await import('./reactions/draw.ts');
    const attempt = { number: 1, last: false, signal: new AbortController().signal };
    const acts = async () => (await r.db.sql<{ kind: string }[]>`select a.kind from act a join act_subject l on l.act_id = a.id where l.subject_id = ${id} order by a.id`).map(({ kind }) => kind).filter((kind) => ['draw.closed', 'draw.drawn'].includes(kind));
    await expect(closeTask(r.env)({ drawId: id }, attempt), 'la liste ne s’arrête pas avant l’heure, et s’arrêtera').rejects.toThrow('draw-not-due');
    expect([(await readDraw(r.world, id))?.status, await acts()]).toEqual(['open', []]);
    await expect(drawTask(r.env)({ drawId: id }, attempt), 'ouvert').rejects.toThrow('draw-not-closed');
    at('2026-11-27T06:00:01Z');
    expect(await r.run()).toEqual([]);
    const closed = await readDraw(r.world, id);
    expect(closed?.status).toBe('closed');
    await expect(drawTask(r.env)({ drawId: id }, attempt), 'un jour est laissé pour vérifier la liste').rejects.toThrow('draw-not-closed');
    at('2026-11-28T06:00:01Z');
    await Promise.all([drawTask(r.env)({ drawId: id }, attempt), drawTask(r.env)({ drawId: id }, attempt)]);
    const drawn = await readDraw(r.world, id);
    at('2026-11-28T07:00:00Z');
    await drawTask(r.env)({ drawId: id }, attempt);
    await closeTask(r.env)({ drawId: id }, attempt);
    expect(await acts()).toEqual(['draw.closed', 'draw.drawn']);
    expect([(await readDraw(r.world, id))?.seed, drawn?.digest]).toEqual([drawn?.seed, closed?.digest]);
    at('2026-11-22T23:00:00Z');
  });

  it('un autre secret que celui qui fut engagé ne tire rien : le travail échoue, et se voit', async () => {
    at('2026-11-22T23:00:00Z');
    const { id } = await open();
    expect(await r.run()).toEqual([]);
    const { closeTask, drawTask } = await import('./reactions/draw.ts');
    const attempt = { number: 1, last: false, signal: new AbortController().signal };
    at('2026-11-29T06:00:01Z');
    await closeTask(r.env)({ drawId: id }, attempt);
    const other = { ...r.env, messaging: { ...r.env.messaging, sender: { ...r.env.messaging.sender, secret: 'un autre secret, de trente-deux signes' } } };
    await expect(drawTask(other)({ drawId: id }, attempt)).rejects.toThrow('draw-secret-changed');
    expect((await readDraw(r.world, id))?.status).toBe('closed');
  });
});
