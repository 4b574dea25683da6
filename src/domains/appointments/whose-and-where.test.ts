import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDossier, submitDossier, type Caller } from '../../core/demarche/index.ts';
import { listMessages } from '../../core/messages/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { isDone, wrongsOf } from './errands.ts';
import { placeKey } from './model/appointment.ts';
import { appointmentOf } from './store.ts';
import { freeForMove } from './reading.ts';
import { receiving, type Receiving } from './fixture.ts';

let r: Receiving;
beforeAll(async () => {
  r = await receiving();
  for (const office of ['noumea', 'kone']) await r.openAt(office, 'poste-1', 'counter', 1);
  await r.openAt('cctv-baco', 'piste-1', 'lane');
});
afterAll(() => r.close());

/** Keys a booking with somebody named as asking for it. */
async function bookFor(who: Caller, applicantId: string | null, time: string, more: Record<string, unknown> = {}): Promise<{ said: string; id: string }> {
  const demarche = r.world.catalogue.get('prendre-rendez-vous')!;
  const dossier = await openDossier(r.world, who, { demarche, subject: null, applicantId, input: { motive: 'dossier', office: 'noumea', day: '2026-12-01', time, ...more } as never });
  const outcome = await submitDossier(r.world, who, dossier.id);
  return { said: isDone(outcome) ? 'done' : wrongsOf(outcome).map(({ message }) => message).join(' '), id: dossier.subject_id };
}
const mine = async (id: string) => (await r.world.read<{ appointment_id: string }[]>`select appointment_id from pub_appointments_mine where person_id = ${id}`).map((row) => row.appointment_id);
const told = async (id: string) => (await listMessages(r.db.sql, { subjectId: id })).map(({ template, contact }) => `${template} ${contact?.email ?? contact?.phone ?? ''}`);

describe('pour qui est un rendez-vous (maison-rendez-vous)', { timeout: 60_000 }, () => {
  it('un agent le prend pour quelqu’un : il est à cette personne, qui le voit, est prévenue, et le déplace elle-même ; pas à sa voisine', async () => {
    const [lea, marc] = [await r.person('Lea'), await r.person('Marc')];
    const { said, id } = await bookFor(r.clerk, lea.actor.personId, '08:00');
    expect(said, 'son nom est connu, il ne se demande pas').toBe('done');
    expect(await mine(lea.actor.personId)).toEqual([id]);
    expect((await appointmentOf(r.world.read, r.world.facets, id))?.contact?.name).toBe('EXEMPLE Lea');
    expect(await r.run()).toEqual([]);
    expect(await told(id)).toEqual(['appointment-booked lea@exemple.nc']);
    expect((await r.asks(marc, 'deplacer', id, { day: '2026-12-01', time: '08:15' })).said).toContain('Ceci est ouvert à');
    expect((await r.asks(lea, 'deplacer', id, { day: '2026-12-01', time: '08:15' })).said).toBe('done');
    r.time.now = new Date('2026-11-30T00:00:00Z');
    expect(await r.run()).toEqual([]);
    expect((await told(id)).filter((one) => one.startsWith('appointment-reminder'))).not.toEqual([]);
    r.time.now = new Date('2026-11-22T23:00:00Z');
  });

  it('sans personne désignée, un nom suffit ; et nommer quelqu’un d’autre depuis son compte ne lui donne rien', async () => {
    expect((await bookFor(r.clerk, null, '08:30')).said).toContain('Sans nom');
    const { said, id } = await bookFor(r.clerk, null, '08:30', { contact: { name: 'Zoé Exemple' } });
    expect([said, (await r.state(id)).holder]).toEqual(['done', null]);
    const [noe, ida] = [await r.person('Noe'), await r.person('Ida')];
    const other = await bookFor(noe, ida.actor.personId, '08:45');
    expect([other.said, (await r.state(other.id)).holder]).toEqual(['done', noe.actor.personId]);
    expect(await mine(ida.actor.personId)).toEqual([]);
  });

  it('celui d’une entreprise est à elle, que l’agent ou elle-même l’ait pris ; une autre entreprise n’y peut rien', async () => {
    const [garage, banque] = [await r.person('Garage'), await r.person('Banque')];
    const user = ({ actor }: Caller, kind: string): Caller => ({ actor: { kind: 'partner', userId: uuid(), companyId: (actor as { personId: string }).personId, partnerKind: kind, name: 'Essai', roles: ['operator'] }, door: 'test' });
    const { id } = await bookFor(r.clerk, garage.actor.personId, '09:00');
    expect(await mine(garage.actor.personId)).toEqual([id]);
    const { appointed } = await import('./views.ts');
    const holds = async (who: Caller) => appointed.holds({ actor: who.actor, subject: { kind: 'appointment', id }, state: { appointment: await r.state(id) }, get: (facet) => facet.initial, today: '2026-11-23' });
    expect([await holds(user(garage, 'dealer')), await holds(user(banque, 'bank'))]).toEqual([true, false]);
  });
});

describe('un rendez-vous va ailleurs (maison-rendez-vous)', { timeout: 60_000 }, () => {
  it('la nouvelle place prise, l’ancienne va à qui attendait ; la nouvelle prise par un autre, l’ancienne reste', async () => {
    const [one, two, three] = [await r.person('Un'), await r.person('Deux'), await r.person('Trois')];
    const a = await r.book(one, '2026-12-03', '08:00');
    const later = await r.book(two, '2026-12-15', '08:00', { earlier: 'oui' });
    const there = await r.book(three, '2026-12-03', '08:00', { office: 'kone' });
    expect([a.said, later.said, there.said]).toEqual(['done', 'done', 'done']);
    // The same desk name, number and hour, at the other office: it is somebody else's place, not one's own.
    expect(placeKey((await r.state(a.id)).place!)).toBe(placeKey((await r.state(there.id)).place!));
    const go = (time: string, office = 'kone') => r.asks(one, 'deplacer', a.id, { office, day: '2026-12-03', time });
    expect((await go('08:00')).said).toContain('n’est pas libre');
    expect((await go('08:00', 'cctv-baco')).said, 'on n’y reçoit pas pour cela').toContain('n’est pas libre');
    expect((await r.state(a.id)).place).toMatchObject({ office: 'noumea' });
    expect((await go('08:15')).said).toBe('done');
    expect(await r.state(a.id)).toMatchObject({ office: 'kone', status: 'booked', place: { office: 'kone', start: '2026-12-02T21:15:00.000Z' }, freed: { office: 'noumea', start: '2026-12-02T21:00:00.000Z' } });
    expect((await r.book(await r.person('Vif'), '2026-12-03', '08:00')).said, 'personne ne passe devant').toContain('n’est pas libre');
    expect(await r.run()).toEqual([]);
    expect((await r.state(later.id)).offer).toMatchObject({ office: 'noumea', start: '2026-12-02T21:00:00.000Z' });
    expect((await r.state(a.id)).freed).toBeNull();
    // Whoever is offered a place at the first office and has gone to the second meanwhile comes back to it.
    expect((await r.asks(two, 'deplacer', later.id, { office: 'kone', day: '2026-12-16', time: '08:00' })).said).toBe('done');
    expect((await r.asks(two, 'repondre-offre', later.id, { answer: 'accept' })).said).toBe('done');
    expect(await r.state(later.id)).toMatchObject({ office: 'noumea', place: { office: 'noumea', start: '2026-12-02T21:00:00.000Z' } });
    expect((await r.book(await r.person('Lent'), '2026-12-16', '08:00', { office: 'kone' })).said, 'et rend celle d’ailleurs').toBe('done');
  });

  it('dix personnes de Nouméa courent pour une place de Koné : une l’a, les neuf autres gardent la leur', async () => {
    const runners = await Promise.all(Array.from({ length: 10 }, (_, n) => r.person(`Coureur${n}`)));
    const booked = await Promise.all(runners.map((who, n) => r.book(who, '2026-12-08', `${n < 4 ? '08' : n < 8 ? '09' : '10'}:${['00', '15', '30', '45'][n % 4]}`)));
    expect(new Set(booked.map(({ said }) => said))).toEqual(new Set(['done']));
    const went = await Promise.all(runners.map((who, n) => r.asks(who, 'deplacer', booked[n]!.id, { office: 'kone', day: '2026-12-09', time: '08:00' })));
    expect(went.filter(({ said }) => said === 'done')).toHaveLength(1);
    const offices = (await Promise.all(booked.map(({ id }) => r.state(id)))).map(({ place }) => place?.office);
    expect([offices.filter((one) => one === 'kone').length, offices.filter((one) => one === 'noumea').length]).toEqual([1, 9]);
  });

  it('les places proposées sont d’ici d’abord, puis d’ailleurs pour le même motif ; jamais d’un lieu qui n’y reçoit pas', async () => {
    const { id } = await r.book(await r.person('Choix'), '2026-12-10', '08:00');
    const offices = (await freeForMove(r.world, await r.state(id))).map(({ places: [first] }) => first!.office);
    expect([...new Set(offices)]).toEqual(['noumea', 'kone']);
    expect(offices.filter((one) => one === 'kone')).toHaveLength(12);
  });
});
