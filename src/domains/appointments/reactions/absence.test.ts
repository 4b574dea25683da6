import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDossier, submitDossier, type Caller } from '../../../core/demarche/index.ts';
import { listMessages, render } from '../../../core/messages/index.ts';
import { testMessaging } from '../../../../tests/setup/sale-code.ts';
import { agendaRef } from '../model/agenda.ts';
import { receiving, type Receiving } from '../fixture.ts';
import { isDone } from '../errands.ts';
import { isStranded, stranded } from '../reading.ts';
import { appointmentTexts } from './texts.ts';

let r: Receiving;
let ids: string[] = [];
let lea: Caller;
beforeAll(async () => {
  r = await receiving();
  for (const desk of ['poste-1', 'poste-2']) await r.openAt('noumea', desk, 'counter', 1);
  // On one day: at eight at both desks, at half past ten at the first. And the next day.
  lea = await r.person('Lea');
  const booked = [
    await r.book(lea, '2026-12-02', '08:00'), await r.book(await r.person('Marc'), '2026-12-02', '08:00'), await r.book(await r.person('Noe'), '2026-12-02', '10:30'), await r.book(await r.person('Ida'), '2026-12-03', '08:00'),
    await r.book(r.clerk, '2026-12-02', '08:30', { 'contact.name': 'Zoé Sans Contact' }),
  ];
  expect(booked.map(({ said }) => said)).toEqual(Array.from({ length: 5 }, () => 'done'));
  ids = booked.map(({ id }) => id);
  expect(await r.run()).toEqual([]);
});
afterAll(() => r.close());

const at = (text: string) => { r.time.now = new Date(text); };
async function manage(id: string, input: Record<string, string>): Promise<boolean> {
  const dossier = await openDossier(r.world, r.clerk, { demarche: r.world.catalogue.get(id)!, subject: agendaRef('noumea'), input });
  const done = isDone(await submitDossier(r.world, r.clerk, dossier.id));
  expect(await r.run()).toEqual([]);
  return done;
}
const absence = (from: string, to: string) => manage('declarer-absence-rendez-vous', { resource: 'poste-1', from: '2026-12-02', fromTime: from, to: '2026-12-02', toTime: to, reason: 'leave' });
const told = async (template: string) => Promise.all(ids.map(async (id) => (await listMessages(r.db.sql, { subjectId: id })).filter((one) => one.template === template).length));
const statuses = async () => Promise.all(ids.map(async (id) => (await r.state(id)).status));
const left = async () => (await stranded(r.world, 'noumea')).map(({ id }) => ids.indexOf(id));

describe('une absence entrée sur des rendez-vous pris (maison-rendez-vous)', { timeout: 60_000 }, () => {
  it('prévient ceux qu’elle touche, eux seuls et une fois, avec d’autres places ; rien n’est annulé, et l’agent a la liste', async () => {
    expect(await left()).toEqual([]);
    expect(await absence('08:00', '09:00')).toBe(true);
    expect(await told('appointment-unreceived'), 'ni l’autre poste, ni plus tard, ni le lendemain').toEqual([1, 0, 0, 0, 0]);
    expect(await statuses()).toEqual(Array.from({ length: 5 }, () => 'booked'));
    expect(await left(), 'sans contact, on ne lui écrit pas : l’agent l’a sur sa liste').toEqual([0, 4]);
    const message = (await listMessages(r.db.sql, { subjectId: ids[0]! })).find(({ template }) => template === 'appointment-unreceived')!;
    const { text, sms } = render(testMessaging.sender, appointmentTexts['appointment-unreceived'], { ...message, contact: message.contact!, data: message.data! });
    expect(text).toMatch(/ne peut pas avoir lieu[\s\S]*Il n’est pas perdu[\s\S]*- 2 décembre 2026 à 8\sh\s15\n/);
    expect(sms).toContain('Nous ne recevons pas 2 décembre 2026');
    expect(await absence('08:30', '10:00'), 'une seconde, qui ne la touche pas').toBe(true);
    expect(await told('appointment-unreceived')).toEqual([1, 0, 0, 0, 0]);
  });

  it('un rappel ne dit pas de venir là où personne ne reçoit', async () => {
    at('2026-11-25T00:00:00Z');
    expect(await r.run()).toEqual([]);
    expect([await told('appointment-reminder'), await told('appointment-unreceived')]).toEqual([[0, 1, 1, 0, 0], [2, 0, 0, 0, 0]]);
    at('2026-11-26T00:00:00Z');
    expect(await r.run()).toEqual([]);
    expect(await told('appointment-reminder')).toEqual([0, 1, 1, 1, 0]);
  });

  it('la personne choisit une autre place et sort de la liste ; levée, l’absence le dit à qui l’avait su', async () => {
    expect(await isStranded(r.world, await r.state(ids[0]!))).toBe(true);
    expect(await manage('lever-absence-rendez-vous', { resource: 'poste-1', day: '2026-12-02' })).toBe(true);
    expect(await left()).toEqual([]);
    expect(await told('appointment-received-again')).toEqual([1, 0, 0, 0, 0]);
    expect(await absence('08:00', '09:00')).toBe(true);
    expect((await r.asks(lea, 'deplacer', ids[0]!, { day: '2026-12-02', time: '10:45' })).said).toBe('done');
    expect([await left(), await isStranded(r.world, await r.state(ids[0]!))]).toEqual([[4], false]);
  });

  it('la fin des plages prévient ceux d’après, et eux seuls', async () => {
    const before = await told('appointment-unreceived');
    expect(await manage('terminer-plages-rendez-vous', { resource: 'poste-1', last: '2026-12-02' })).toBe(true);
    expect((await told('appointment-unreceived')).map((count, n) => count - before[n]!)).toEqual([0, 0, 0, 1, 0]);
    expect(await left()).toEqual([4, 3]);
  });
});
