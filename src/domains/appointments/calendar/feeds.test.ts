import { afterAll, beforeAll, expect, it } from 'vitest';
import { instantIn, readCalendar, valueOf } from '../../../../tests/setup/icalendar.ts';
import { territory } from '../../../territory/index.ts';
import { hourWords } from '../when.ts';
import { receiving, type Receiving } from '../fixture.ts';
import { appointmentFile, calendarPath, feedPath, resourceFeed } from './feeds.ts';

const SECRET = 'a secret of the tests, thirty-two signs';
let r: Receiving;
beforeAll(async () => {
  r = await receiving();
  await r.openAt('noumea', 'poste-1', 'counter', 2);
});
afterAll(() => r.close());

it('chacun a son rendez-vous en fichier, et un poste son flux, qui ne nomme personne ; une autre clé n’ouvre rien', async () => {
  const lea = await r.person('Lea');
  const { id } = await r.book(lea, '2026-11-24', '08:00');
  await r.book(r.clerk, '2026-11-24', '08:15', { 'contact.name': 'Aline Secrète' });
  const [, , , , key = ''] = calendarPath(SECRET, id).split('/');
  const own = await appointmentFile(r.world, SECRET, id, key);
  expect(own).toContain('DTSTART:20261123T210000Z');
  expect(own).toContain('STATUS:CONFIRMED');
  const [, , , , , feedKey = ''] = feedPath(SECRET, 'noumea', 'poste-1').split('/');
  const feed = (await resourceFeed(r.world, SECRET, 'noumea', 'poste-1', feedKey))!;
  expect(feed.match(/BEGIN:VEVENT/g)).toHaveLength(2);
  expect(feed).not.toMatch(/Lea|Aline|Exemple/);
  for (const wrong of ['', key, 'x'.repeat(feedKey.length)]) expect(await resourceFeed(r.world, SECRET, 'noumea', 'poste-1', wrong)).toBeUndefined();
  expect(await appointmentFile(r.world, SECRET, id, feedKey)).toBeUndefined();
  const moved = await r.asks(lea, 'deplacer', id, { day: '2026-11-24', time: '09:00' });
  expect(moved.said).toBe('done');
  const after = (await appointmentFile(r.world, SECRET, id, key))!;
  const sequence = (text: string) => Number(/SEQUENCE:(\d+)/.exec(text)?.[1]);
  expect([after.includes('DTSTART:20261123T220000Z'), sequence(after) > sequence(own!)]).toEqual([true, true]);
  // Read by the rules of RFC 5545: 9 h in Nouméa is 22 h at Greenwich the day before, all the year round.
  const event = readCalendar(after).components[0]!;
  expect([instantIn(valueOf(event, 'DTSTART')).toISOString(), hourWords(instantIn(valueOf(event, 'DTSTART')).toISOString()), valueOf(event, 'LOCATION')]).toEqual(['2026-11-23T22:00:00.000Z', '9\u00a0h\u00a000', territory.placeName('noumea')]);
  expect(new Intl.DateTimeFormat('fr', { timeZone: 'Pacific/Noumea', timeZoneName: 'longOffset' }).format(new Date('2026-07-01T00:00:00Z'))).toContain('+11');
  expect(readCalendar((await resourceFeed(r.world, SECRET, 'noumea', 'poste-1', feedKey))!).components).toHaveLength(2);
  await r.asks(lea, 'annuler', id);
  const gone = (await appointmentFile(r.world, SECRET, id, key))!;
  const struck = readCalendar(gone).components[0]!;
  expect([valueOf(struck, 'STATUS'), valueOf(struck, 'UID'), valueOf(struck, 'DTSTART'), sequence(gone) > sequence(after)], 'l’agenda qui l’avait le barre').toEqual(['CANCELLED', valueOf(event, 'UID'), valueOf(event, 'DTSTART'), true]);
  expect((await resourceFeed(r.world, SECRET, 'noumea', 'poste-1', feedKey))!.match(/BEGIN:VEVENT/g)).toHaveLength(1);
});
