import { afterAll, beforeAll, expect, it } from 'vitest';
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
  await r.asks(lea, 'annuler', id);
  expect((await resourceFeed(r.world, SECRET, 'noumea', 'poste-1', feedKey))!.match(/BEGIN:VEVENT/g)).toHaveLength(1);
});
