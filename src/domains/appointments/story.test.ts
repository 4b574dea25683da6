import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRefusal } from '../../core/db/errors.ts';
import { loadStates } from '../../core/act/store.ts';
import { listMessages, render } from '../../core/messages/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { testMessaging } from '../../../tests/setup/sale-code.ts';
import { appointmentRef, type AppointmentState } from './model/appointment.ts';
import { appointmentFacet } from './store.ts';
import { freeAt } from './reading.ts';
import { territory } from '../../territory/index.ts';
import { appointmentLinks, appointmentTexts } from './reactions/index.ts';
import { MONDAY, receiving, type Receiving } from './fixture.ts';

let r: Receiving;
beforeAll(async () => {
  r = await receiving();
  await r.openAt('noumea', 'poste-1', 'counter', 2);
  await r.openAt('cctv-baco', 'piste-1', 'lane');
});
afterAll(() => r.close());

const at = (text: string) => { r.time.now = new Date(text); };
const sent = async (id: string) => (await listMessages(r.db.sql, { subjectId: id })).map(({ template }) => template).sort();

describe('un rendez-vous (maison-rendez-vous)', { timeout: 60_000 }, () => {
  it('prend une place libre, la même n’est plus donnée une fois la capacité atteinte, et la base elle-même la refuse', async () => {
    const [lea, marc, noe] = await Promise.all(['Lea', 'Marc', 'Noe'].map((name) => r.person(name)));
    const [one, two, three] = [await r.book(lea!, '2026-11-24', '08:00'), await r.book(marc!, '2026-11-24', '08:00'), await r.book(noe!, '2026-11-24', '8h00')];
    expect([one.said, two.said]).toEqual(['done', 'done']);
    expect(three.said).toContain('Cette place n’est pas libre');
    expect(three.said).toContain('24 novembre 2026 à 8\u00a0h\u00a015');
    expect([(await r.state(one.id)).place, (await r.state(two.id)).place].map((place) => place?.place)).toEqual([1, 2]);
    const forged = r.db.sql`insert into appointment_place (appointment_id, role, office, resource, place, starts_at, ends_at) values (${three.id}, 'booked', 'noumea', 'poste-1', 1, ${new Date('2026-11-23T21:05:00Z')}, ${new Date('2026-11-23T21:20:00Z')})`;
    const refused: unknown = await forged.catch((error: unknown) => error);
    expect(isRefusal(refused, 'exclusion', 'appointment_place_once') || isRefusal(refused, 'foreign-key')).toBe(true);
    await r.db.owner`insert into subject (id, kind) values (${three.id}, 'appointment') on conflict do nothing`;
    const again: unknown = await r.db.sql`insert into appointment_place (appointment_id, role, office, resource, place, starts_at, ends_at) values (${three.id}, 'booked', 'noumea', 'poste-1', 1, ${new Date('2026-11-23T21:05:00Z')}, ${new Date('2026-11-23T21:20:00Z')})`.catch((error: unknown) => error);
    expect(isRefusal(again, 'exclusion', 'appointment_place_once')).toBe(true);
    await r.db.owner`delete from subject where id = ${three.id}`;
  });

  it('dit ce qui ne va pas : passé, trop loin, fermé, férié, motif tiré au sort, véhicule non dit', async () => {
    const lea = await r.person('Lea2');
    expect((await r.book(lea, MONDAY, '08:00')).said).toContain('Cette heure est passée');
    expect((await r.book(lea, MONDAY, '10:30')).said).toContain('trop tard');
    expect((await r.book(lea, '2026-12-24', '08:00')).said).toContain('28 jours à l’avance');
    expect((await r.book(lea, '2026-11-28', '08:00')).said).toContain('Cette place n’est pas libre');
    expect((await r.book(lea, '2026-11-24', '08:07')).said).toContain('Cette place n’est pas libre');
    expect((await r.book(lea, '2026-11-24', '08:00', { motive: 'tournee' })).said).toContain('tirées au sort');
    expect((await r.book(lea, '2026-11-24', '08:00', { motive: 'visite', office: 'cctv-baco' })).said).toContain('plaque');
    at('2026-12-20T22:00:00Z');
    expect((await r.book(lea, '2026-12-25', '08:00')).said).toContain('Cette place n’est pas libre');
    at('2026-11-22T23:00:00Z');
  });

  it('une personne n’en a pas plus de trois à venir ; un agent en prend pour d’autres', async () => {
    const lea = await r.person('Lea3');
    for (const hour of ['08:30', '08:45', '09:00']) expect((await r.book(lea, '2026-11-25', hour)).said).toBe('done');
    expect((await r.book(lea, '2026-11-25', '09:15')).said).toContain('un rendez-vous de plus');
    expect((await r.book(r.clerk, '2026-11-25', '09:15', { 'contact.name': 'Zoé Exemple' })).said).toBe('done');
    expect((await r.book(r.clerk, '2026-11-25', '09:15')).said).toContain('Sans nom, la personne attendue');
    // One mailbox receives every code: invented phones beside it, or its capitals, make nobody else of it.
    const mailbox = (n: number) => r.book(r.visitor, '2026-11-30', ['08:00', '08:15', '08:30', '08:45', '09:00'][n] as string, { 'contact.name': 'Robot Exemple', 'contact.phone': `75000${n}`, 'contact.email': n % 2 ? 'seule@exemple.nc' : 'Seule@Exemple.nc' });
    for (const n of [0, 1, 2]) expect((await mailbox(n)).said).toBe('done');
    expect((await mailbox(3)).said).toContain('un rendez-vous de plus');
    expect((await r.book(r.visitor, '2026-11-30', '09:00', { 'contact.name': 'Autre Exemple', 'contact.email': 'autre@exemple.nc' })).said).toBe('done');
  });

  it('déplace, pour la personne, pour qui porte le lien et pour un agent ; pour personne d’autre', async () => {
    const [lea, marc] = [await r.person('Lea4'), await r.person('Marc4')];
    const { id } = await r.book(lea, '2026-11-26', '08:00');
    const to = (day: string, time: string) => ({ day, time });
    expect((await r.asks(marc, 'deplacer', id, to('2026-11-26', '08:30'))).said).toContain('Ceci est ouvert à');
    expect((await r.asks(r.visitor, 'annuler', id)).said).toContain('Ceci est ouvert à');
    expect((await r.asks(r.bearer(uuid()), 'annuler', id)).said).toContain('Ceci est ouvert à');
    expect((await r.asks(lea, 'deplacer', id, to('2026-11-26', '08:00'))).said).toContain('déjà');
    expect((await r.asks(lea, 'deplacer', id, to('2026-11-26', '08:30'))).said).toBe('done');
    expect((await r.asks(r.bearer(id), 'deplacer', id, to('2026-11-26', '08:45'))).said).toBe('done');
    expect((await r.asks(r.clerk, 'deplacer', id, to('2026-11-26', '09:00'))).said).toBe('done');
    expect((await r.state(id)).place?.start).toBe('2026-11-25T22:00:00.000Z');
    const dossier = territory.motive('dossier', MONDAY)!;
    const free = (await freeAt(r.world, dossier, 'noumea', { from: '2026-11-26', to: '2026-11-26' })).map(({ start, places }) => [start.slice(11, 16), places.length]);
    expect(free.filter(([, places]) => places === 1)).toEqual([['22:00', 1]]);
  });

  it('sans compte : un code dans le quart d’heure, ou la place est rendue', async () => {
    const [known, late] = [await r.book(r.visitor, '2026-11-27', '08:00', { 'contact.name': 'Ada Exemple', 'contact.phone': '74 12 34' }), await r.book(r.visitor, '2026-11-27', '08:15', { 'contact.name': 'Eve Exemple', 'contact.email': 'eve@exemple.nc' })];
    expect((await r.book(r.visitor, '2026-11-27', '08:30', { 'contact.name': 'Eve Exemple' })).said).toContain('La confirmation est envoyée');
    expect((await r.book(r.visitor, '2026-11-27', '08:30', { 'contact.name': 'Eve Exemple', 'contact.phone': '28 12 34' })).said).toContain('ne reçoit pas de SMS');
    expect([known.said, late.said]).toEqual(['done', 'done']);
    expect(await r.run()).toEqual([]);
    expect(await sent(known.id)).toEqual(['appointment-code']);
    expect((await r.asks(r.visitor, 'confirmer', known.id, { by: 'code' })).said).toContain('Ceci est ouvert à');
    expect((await r.asks(r.bearer(known.id), 'confirmer', known.id, { by: 'code' })).said).toBe('done');
    // A job a second too early, by a difference of clocks, takes nothing away and does not use up its turn.
    const { appointmentTasks } = await import('./reactions/index.ts');
    await expect(appointmentTasks(r.env)['appointment-expiry']!({ appointmentId: late.id }, { number: 1, last: false, signal: new AbortController().signal })).rejects.toThrow('appointment-not-due');
    at('2026-11-22T23:16:00Z');
    expect(await r.run()).toEqual([]);
    expect([(await r.state(known.id)).status, (await r.state(late.id)).status, (await r.state(late.id)).place]).toEqual(['booked', 'expired', null]);
    expect(await sent(known.id)).toEqual(['appointment-booked', 'appointment-code']);
    expect((await r.book(await r.person('Ida5'), '2026-11-27', '08:15')).said).toBe('done');
  });

  it('un robot aux téléphones inventés ne garde que vingt places d’un lieu, un quart d’heure ; un compte passe', async () => {
    at('2026-11-22T23:00:00Z');
    await r.openAt('cctv-canala', 'guichet', 'counter', 30, ['13:00', '14:00']);
    const there = (n: number) => ({ office: 'cctv-canala', 'contact.name': 'Robot Exemple', 'contact.email': `robot-${n}@exemple.nc` });
    const said = await Promise.all(Array.from({ length: 25 }, (_, n) => r.book(r.visitor, '2026-12-01', '13:00', there(n))));
    expect(said.filter(({ said: one }) => one === 'done')).toHaveLength(20);
    expect(said.filter(({ said: one }) => one.includes('attendent ici leur confirmation'))).toHaveLength(5);
    expect((await r.book(await r.person('Ida9'), '2026-12-01', '13:00', { office: 'cctv-canala' })).said).toBe('done');
    at('2026-11-22T23:16:00Z');
    expect(await r.run()).toEqual([]);
    expect((await r.book(r.visitor, '2026-12-01', '13:00', there(99))).said).toBe('done');
    at('2026-11-22T23:00:00Z');
  });

  it('rappelle à J-7 et J-1, pas celui qui a été déplacé ou annulé', async () => {
    at('2026-11-23T00:00:00Z');
    const [lea, marc] = [await r.person('Lea6'), await r.person('Marc6')];
    const [kept, moved] = [await r.book(lea, '2026-12-10', '08:00'), await r.book(marc, '2026-12-10', '08:15')];
    expect((await r.asks(marc, 'deplacer', moved.id, { day: '2026-12-18', time: '08:00' })).said).toBe('done');
    for (const day of ['2026-12-02', '2026-12-03', '2026-12-08', '2026-12-09', '2026-12-10', '2026-12-11', '2026-12-17']) {
      at(`${day}T00:00:00Z`);
      expect(await r.run()).toEqual([]);
    }
    expect((await sent(kept.id)).filter((one) => one === 'appointment-reminder')).toHaveLength(2);
    expect((await sent(moved.id)).filter((one) => one === 'appointment-reminder')).toHaveLength(2);
    at('2026-11-22T23:00:00Z');
  });

  it('la place annulée d’un geste va au suivant qui voulait venir plus tôt, lui est gardée, puis au suivant encore, puis à tous', async () => {
    at('2026-11-29T22:00:00Z');
    const [first, second, third, thief] = [await r.person('Un'), await r.person('Deux'), await r.person('Trois'), await r.person('Vif')];
    await r.openAt('kone', 'poste-1', 'counter', 1);
    const there = { office: 'kone' };
    const one = await r.book(first, '2026-12-02', '08:00', there);
    const two = await r.book(second, '2026-12-15', '08:00', { ...there, earlier: 'oui' });
    const three = await r.book(third, '2026-12-16', '08:00', { ...there, earlier: 'oui' });
    expect(await r.run()).toEqual([]);
    const [confirmation] = await listMessages(r.db.sql, { subjectId: one.id });
    const words = render(testMessaging.sender, appointmentTexts['appointment-booked'], { ...confirmation!, contact: confirmation!.contact!, data: confirmation!.data! });
    expect(words.text).toContain(`- ${testMessaging.sender.publicUrl}/accueil/kone?rdv=${(await r.state(one.id)).number!}`);
    expect(words.sms).toMatch(/^RDV 2 décembre 2026 à 8 h 00, .*Annuler : https/);
    await appointmentLinks(r.world)['cancel-appointment'].act({ subjectId: one.id, personId: null }, uuid());
    expect((await r.state(one.id))).toMatchObject({ status: 'cancelled', place: null, freed: { start: '2026-12-01T21:00:00.000Z' } });
    expect((await r.book(thief, '2026-12-02', '08:00', there)).said, 'personne ne passe devant').toContain('n’est pas libre');
    expect(await r.run()).toEqual([]);
    expect([(await r.state(one.id)).freed, (await r.state(two.id)).offer?.start]).toEqual([null, '2026-12-01T21:00:00.000Z']);
    expect(await sent(two.id)).toContain('appointment-offered');
    at('2026-11-30T10:00:01Z');
    expect(await r.run()).toEqual([]);
    expect([(await r.state(two.id)).offer, (await r.state(two.id)).place?.start, (await r.state(three.id)).offer?.start]).toEqual([null, '2026-12-14T21:00:00.000Z', '2026-12-01T21:00:00.000Z']);
    expect((await r.asks(thief, 'repondre-offre', three.id, { answer: 'accept' })).said).toContain('Ceci est ouvert à');
    expect((await r.asks(second, 'repondre-offre', two.id, { answer: 'accept' })).said).toContain('Aucune place');
    expect((await r.asks(third, 'repondre-offre', three.id, { answer: 'accept' })).said).toBe('done');
    expect(await r.run()).toEqual([]);
    expect((await r.state(three.id)).place?.start).toBe('2026-12-01T21:00:00.000Z');
    // The place that the third left is later than the second's own: it interests nobody in line, and is open to all.
    expect((await r.book(thief, '2026-12-16', '08:00', there)).said).toBe('done');
    const refs = [one, two, three].map(({ id }) => appointmentRef(id));
    const folded = new Map([...await loadStates(r.world.read, r.world.facets, refs)].map(([id, states]) => [id, states['appointment'] as AppointmentState]));
    expect(await r.db.sql.begin((tx) => appointmentFacet.verify!(tx, folded)), 'les lignes sont celles que donnent les actes').toEqual([]);
    at('2026-11-22T23:00:00Z');
  });

  it('note qui est arrivé et qui n’est pas venu, le jour même et par un agent seulement', async () => {
    at('2026-11-23T22:30:00Z');
    const lea = await r.person('Lea8');
    const { id } = await r.book(lea, '2026-11-24', '10:45');
    expect((await r.asks(lea, 'pointer', id, { as: 'arrived' })).said).toContain('Ceci est ouvert à');
    expect((await r.asks(r.clerk, 'pointer', id, { as: 'missed' })).said).toContain('L’heure n’est pas passée');
    expect((await r.asks(r.clerk, 'pointer', id, { as: 'arrived' })).said).toBe('done');
    expect((await r.asks(lea, 'annuler', id)).said).toContain('passé');
    expect((await r.state(id)).status).toBe('arrived');
    at('2026-11-22T23:00:00Z');
  });
});
