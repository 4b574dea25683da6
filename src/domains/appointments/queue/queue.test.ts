import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRefusal } from '../../../core/db/errors.ts';
import { listMessages, render } from '../../../core/messages/index.ts';
import { uuid } from '../../../core/values/ids.ts';
import { demoAgentId } from '../../../core/access/demo.ts';
import { testMessaging } from '../../../../tests/setup/sale-code.ts';
import { receiving, type Receiving } from '../fixture.ts';
import { ticketName, type Ticket } from '../model/ticket.ts';
import { absent, callNext, openCounter, present, recall, served, transfer, turnCounter, type Done, type Seat } from './call.ts';
import { fromPhone } from './leave.ts';
import { moveQueue } from './move.ts';
import { positionOf, readDesk, readWaits } from './reading.ts';
import { closeDays, ticketById, type Hall } from './store.ts';
import { checkIn, takeTicket } from './take.ts';
import { queueTexts } from './texts.ts';

let r: Receiving;
beforeAll(async () => { r = await receiving(); await r.openAt('noumea', 'poste-1', 'counter', 1); });
afterAll(() => r.close());

/** Each test has a day of its own: a Tuesday at 8 h, then the next ones. */
let day = 0;
const DAYS = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'] as const;
const hall = (office = 'noumea'): Hall => ({ office, day: DAYS[day] as string });
const at = (minute: number) => { r.time.now = new Date(Date.parse(`${DAYS[day]}T08:00:00+11:00`) + minute * 60_000); };
const nextDay = () => { day += 1; at(0); };
const seat = (who: 'responsable' | 'guichet' | 'caisse'): Seat => ({ agentId: demoAgentId(who), hall: hall() });
const take = async (motive = 'dossier', priority = 'none', phone = ''): Promise<Ticket> => {
  const given = await takeTicket(r.world, hall(), { motive, priority, phone }, uuid());
  if ('refused' in given) throw new Error(given.refused);
  return given.ticket;
};
const said = (done: Done): string => ('refused' in done ? `non : ${done.refused}` : done.said);
const called = (done: Done): string => ('ticket' in done && done.ticket ? ticketName(done.ticket) : said(done));
const stateOf = async ({ id }: Ticket): Promise<Ticket['status']> => (await ticketById(r.world.acts, id))!.status;

describe('la file d’un jour (maison-file)', { timeout: 60_000 }, () => {
  it('donne une lettre et un numéro, une fois pour une demande, et dit ce qui ne va pas', async () => {
    at(0);
    const id = uuid();
    const ask = (motive: string, priority = '', phone = '', request: string = uuid()) => takeTicket(r.world, hall(), { motive, priority, phone }, request);
    const [one, again] = [await ask('vente', '', '', id), await ask('vente', '', '', id)];
    expect('ticket' in one && ticketName(one.ticket)).toBe('D 001');
    expect(again).toEqual(one);
    expect('ticket' in (await ask('vente'))).toBe(true);
    expect(await ask('visite'), 'on n’y passe pas de visite').toEqual({ refused: 'Choisissez ce pour quoi vous venez.' });
    expect(await ask('vente', 'appointment'), 'un rendez-vous se montre').toEqual({ refused: 'Choisissez une priorité de la liste, ou aucune.' });
    expect(await ask('vente', '', '28 12 34')).toEqual({ refused: 'Ce téléphone ne reçoit pas de SMS. Laissez la case vide si vous n’en avez pas.' });
  });

  it('quarante personnes : deux guichets qui appellent ensemble ont chacun quelqu’un d’autre, et tout le monde passe', async () => {
    nextDay();
    for (const who of ['responsable', 'guichet'] as const) expect(said(await openCounter(r.world, seat(who), who === 'guichet' ? '1' : '2', ['dossier', 'vente']))).toMatch(/est ouvert/);
    const all = await Promise.all(Array.from({ length: 40 }, (_, index) => take(index % 2 ? 'dossier' : 'vente', index % 5 ? 'none' : 'pregnant')));
    expect(new Set(all.map(ticketName)).size).toBe(40);
    const names: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      at(round);
      const both = await Promise.all([callNext(r.world, seat('responsable')), callNext(r.world, seat('guichet'))]);
      names.push(...both.map(called));
      await Promise.all([present(r.world, seat('responsable')), present(r.world, seat('guichet'))]);
    }
    expect([...names].sort()).toEqual(all.map(ticketName).sort());
    expect(called(await callNext(r.world, seat('guichet')))).toBe('Personne n’attend pour ce guichet.');
    // The base itself refuses a second person at a counter.
    const [a, b] = [await take(), await take()];
    await r.db.owner`update queue_ticket set status = 'called', counter = '9', called_at = now() where id = ${a.id}`;
    const forged: unknown = await r.db.owner`update queue_ticket set status = 'called', counter = '9', called_at = now() where id = ${b.id}`.catch((error: unknown) => error);
    expect(isRefusal(forged, 'unique', 'queue_ticket_one_at_counter')).toBe(true);
  });

  it('deux pressions de « suivant » n’appellent qu’une personne', async () => {
    nextDay();
    await openCounter(r.world, seat('guichet'), '1', ['dossier']);
    const [one] = [await take(), await take()];
    const both = await Promise.all([callNext(r.world, seat('guichet')), callNext(r.world, seat('guichet'))]);
    expect(both.map(called).filter((name) => name === ticketName(one!))).toHaveLength(1);
    expect(both.filter((done) => 'refused' in done)).toHaveLength(1);
  });

  it('deux pressions à la fois ne s’inscrivent qu’une : une personne est servie une fois, ou absente, ou là, jamais les deux', async () => {
    nextDay();
    await openCounter(r.world, seat('guichet'), '1', ['dossier']);
    const [one, two] = [await take(), await take()];
    const told = async ({ id }: Ticket) => (await r.db.owner<{ what: string }[]>`select what from queue_event where ticket_id = ${id} order by id`).map(({ what }) => what);
    await callNext(r.world, seat('guichet'));
    const here = await Promise.all(Array.from({ length: 4 }, () => present(r.world, seat('guichet'))));
    const done = await Promise.all(Array.from({ length: 4 }, () => served(r.world, seat('guichet'))));
    for (const answers of [here, done]) expect(answers.filter((answer) => 'said' in answer)).toHaveLength(1);
    expect(await told(one)).toEqual(['taken', 'called', 'present', 'served']);
    await callNext(r.world, seat('guichet'));
    await recall(r.world, seat('guichet'));
    const crossed = await Promise.all([present(r.world, seat('guichet')), absent(r.world, seat('guichet'))]);
    expect(crossed.filter((answer) => 'said' in answer)).toHaveLength(1);
    expect((await told(two)).slice(0, 3)).toEqual(['taken', 'called', 'recalled']);
    expect(await told(two)).toHaveLength(4);
    // The twin: one after the other, each press is written.
    if (await stateOf(two) === 'serving') expect(said(await served(r.world, seat('guichet')))).toMatch(/est servi/);
  });

  it('appelé deux fois : revient plus tard, puis prend fin ; la personne revient d’elle-même ou renonce', async () => {
    nextDay();
    await openCounter(r.world, seat('guichet'), '1', ['dossier']);
    const [first, second, third] = [await take(), await take(), await take()];
    expect(called(await callNext(r.world, seat('guichet')))).toBe(ticketName(first));
    expect(said(await absent(r.world, seat('guichet')))).toContain('Appelez encore une fois');
    await recall(r.world, seat('guichet'));
    expect(said(await absent(r.world, seat('guichet')))).toContain('rappelé plus tard');
    expect(called(await callNext(r.world, seat('guichet')))).toBe(ticketName(second));
    await present(r.world, seat('guichet'));
    at(10);
    expect(called(await callNext(r.world, seat('guichet'))), 'dix minutes après, le premier reprend son tour').toBe(ticketName(first));
    await recall(r.world, seat('guichet'));
    expect(said(await absent(r.world, seat('guichet')))).toContain('prend fin');
    expect([await stateOf(first), await stateOf(second)]).toEqual(['left', 'served']);
    await callNext(r.world, seat('guichet'));
    await recall(r.world, seat('guichet'));
    await absent(r.world, seat('guichet'));
    expect(called(await callNext(r.world, seat('guichet')))).toBe('Ceux qui attendent ne sont pas encore de retour.');
    expect(await fromPhone(r.world, third.code, 'back')).toBe(true);
    expect(called(await callNext(r.world, seat('guichet')))).toBe(ticketName(third));
    expect(await fromPhone(r.world, third.code, 'left'), 'déjà appelé').toBe(false);
    const fourth = await take();
    expect([await fromPhone(r.world, fourth.code, 'left'), await stateOf(fourth)]).toEqual([true, 'left']);
    expect(await fromPhone(r.world, 'K7QM2X9DC', 'left')).toBe(false);
  });

  it('un rendez-vous s’annonce par son numéro, aujourd’hui, ici, pas trop tôt, et n’a qu’un ticket', async () => {
    nextDay();
    at(-2 * 24 * 60);
    const lea = await r.person('Lea');
    const { id, said: booked } = await r.book(lea, DAYS[day] as string, '09:30');
    expect(booked).toBe('done');
    const { number } = await r.state(id);
    const here = (office = 'noumea') => checkIn(r.world, hall(office), number!, uuid());
    at(0);
    expect(await here()).toMatchObject({ refused: expect.stringContaining('à partir de 60 minutes avant') as string });
    at(40);
    expect(await here('kone')).toMatchObject({ refused: expect.stringContaining('à un autre endroit') as string });
    expect(await checkIn(r.world, { office: 'noumea', day: DAYS[0] }, number!, uuid())).toMatchObject({ refused: expect.stringContaining('n’est pas aujourd’hui') as string });
    expect(await checkIn(r.world, hall(), 'K7QM-2X9D-C', uuid())).toMatchObject({ refused: expect.stringContaining('Aucun rendez-vous') as string });
    const [one, two] = await Promise.all([here(), here()]);
    expect('ticket' in one && one.ticket).toMatchObject({ letter: 'B', priority: 'appointment', appointmentId: id });
    expect(two).toEqual(one);
    const walker = await take();
    await openCounter(r.world, seat('guichet'), '1', ['dossier']);
    at(89);
    expect((await readDesk(r.world, hall(), undefined)).order.map(({ id: found }) => found)[0]).toBe(walker.id);
    at(90);
    expect(called(await callNext(r.world, seat('guichet')))).toBe('ticket' in one ? ticketName(one.ticket) : '');
  });

  it('envoie à un autre motif ou à un seul guichet ; la pause et la fermeture ne laissent personne attendre pour toujours', async () => {
    nextDay();
    await openCounter(r.world, seat('guichet'), '1', ['dossier']);
    await openCounter(r.world, seat('caisse'), '2', ['vente']);
    expect(said(await openCounter(r.world, seat('responsable'), '1', ['dossier']))).toContain('Un collègue tient déjà');
    expect(said(await openCounter(r.world, seat('guichet'), '3', ['dossier']))).toContain('Vous tenez déjà');
    const one = await take();
    await callNext(r.world, seat('guichet'));
    expect(said(await transfer(r.world, seat('guichet'), { motive: 'dossier', counter: '1' }))).toContain('non :');
    expect(said(await transfer(r.world, seat('guichet'), { motive: '', counter: '2' }))).toContain('guichet 2');
    expect(called(await callNext(r.world, seat('guichet')))).toBe('Personne n’attend pour ce guichet.');
    expect(said(await turnCounter(r.world, seat('caisse'), 'paused'))).toBe('En pause.');
    expect(said(await callNext(r.world, seat('caisse')))).toContain('en pause');
    await turnCounter(r.world, seat('caisse'), 'closed');
    expect(called(await callNext(r.world, seat('guichet'))), 'rendu à tous').toBe(ticketName(one));
    expect(said(await turnCounter(r.world, seat('guichet'), 'closed'))).toContain('Finissez d’abord');
    expect(said(await served(r.world, seat('guichet')))).toContain('Personne n’est appelé');
  });

  it('dit la place et une attente honnête, et compte les attentes sans nommer personne', async () => {
    nextDay();
    await openCounter(r.world, seat('guichet'), '1', ['dossier']);
    const all = [];
    for (let rank = 0; rank < 8; rank += 1) all.push(await take());
    expect(await positionOf(r.world, all[3]!.code)).toMatchObject({ ahead: 3, range: null });
    for (let rank = 0; rank < 6; rank += 1) {
      at(rank * 10);
      await callNext(r.world, seat('guichet'));
      await present(r.world, seat('guichet'));
    }
    expect(await positionOf(r.world, all[7]!.code)).toMatchObject({ ahead: 1, range: { from: 10, to: 20 } });
    expect(await positionOf(r.world, (await take('vente')).code), 'personne n’appelle pour ce motif').toMatchObject({ ahead: null, range: null });
    const [line] = await readWaits(r.world, hall());
    expect(line).toMatchObject({ motive: 'dossier', hour: 8, tickets: 8, lost: 0, median: 25, p90: 45 });
  });

  it('une file se déplace entière : nouveau numéro, temps gardé, SMS à qui a laissé un téléphone, effacé à la fin', async () => {
    nextDay();
    const [told, silent] = [await take('dossier', 'none', '74 12 34'), await take('vente', 'far')];
    const agent = demoAgentId('responsable');
    expect(await moveQueue(r.world, testMessaging, agent, hall(), 'noumea')).toEqual({ refused: 'Choisissez un autre lieu.' });
    expect(await moveQueue(r.world, testMessaging, agent, hall(), 'cctv-baco')).toMatchObject({ refused: expect.stringContaining('ne reçoit pas') as string });
    at(20);
    expect(await moveQueue(r.world, testMessaging, agent, hall(), 'kone')).toEqual({ moved: 2, told: 1 });
    const there = await positionOf(r.world, told.code);
    expect(there?.ticket).toMatchObject({ office: 'kone', takenAt: told.takenAt, status: 'waiting' });
    expect((await positionOf(r.world, silent.code))?.ticket).toMatchObject({ office: 'kone', priority: 'far' });
    const [message, ...more] = await listMessages(r.db.sql, { subjectId: there!.ticket.id });
    expect(more).toEqual([]);
    const { sms } = render(testMessaging.sender, queueTexts['queue-moved'], { ...message!, contact: message!.contact!, data: message!.data! });
    expect(sms).toContain(`ticket ${ticketName(there!.ticket)}`);
    const phones = async () => (await r.db.owner<{ count: number }[]>`select count(*)::int as count from queue_ticket where phone is not null`)[0]?.count;
    expect(await phones()).toBe(1);
    at(24 * 60);
    await closeDays(r.world.acts, r.world.today(r.time.now), r.time.now.toISOString());
    expect([await phones(), await stateOf(there!.ticket)]).toEqual([0, 'left']);
  });
});
