import { describe, expect, it } from 'vitest';
import { instantIn, readCalendar } from './icalendar.ts';

const whole = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:x', 'BEGIN:VEVENT', 'UID:a', 'DTSTAMP:20261123T000000Z', 'DTSTART:20261123T210000Z', 'DTEND:20261123T211500Z', 'SUMMARY:a\\, b', 'END:VEVENT', 'END:VCALENDAR'];
const file = (lines: readonly string[]) => `${lines.join('\r\n')}\r\n`;
const changed = (from: string, to: string) => file(whole.flatMap((line) => (line === from ? to.split('|') : [line])));

describe('le lecteur d’agendas (RFC 5545) voit', () => {
  it('un agenda juste', () => { expect(readCalendar(file(whole)).components[0]?.properties.get('SUMMARY')?.[0]?.value).toBe('a, b'); });
  it.each([
    ['une ligne sans CR', file(whole).replace('\r\n', '\n')], ['la dernière ligne ouverte', file(whole).slice(0, -2)], ['une ligne trop longue', changed('UID:a', `UID:${'a'.repeat(80)}`)],
    ['une virgule nue', changed('SUMMARY:a\\, b', 'SUMMARY:a, b')], ['une barre seule', changed('SUMMARY:a\\, b', 'SUMMARY:a\\x')], ['pas de UID', changed('UID:a', 'LOCATION:b')], ['deux UID', changed('UID:a', 'UID:a|UID:b')],
    ['une fin avant le début', changed('DTEND:20261123T211500Z', 'DTEND:20261123T200000Z')], ['une heure locale sans fuseau', changed('DTSTART:20261123T210000Z', 'DTSTART:20261123T080000')], ['un 31 novembre', changed('DTSTART:20261123T210000Z', 'DTSTART:20261131T210000Z')],
    ['une ligne sans nom', changed('UID:a', 'UID:a|bonjour')], ['un évènement non fermé', changed('END:VEVENT', 'LOCATION:b')], ['autre chose après', `${file(whole)}X:1\r\n`], ['un CR caché', changed('UID:a', 'UID:a\rX')],
  ])('%s', (_, text) => { expect(() => readCalendar(text)).toThrow(); });
  it('et lit un instant', () => { expect(instantIn('20261123T210000Z').toISOString()).toBe('2026-11-23T21:00:00.000Z'); });
});
