import { describe, expect, it } from 'vitest';
import { readCalendar, valueOf } from '../../../../tests/setup/icalendar.ts';
import { icalendar } from './ical.ts';

const event = { uid: 'a', sequence: 2, start: '2026-12-01T21:00:00.000Z', end: '2026-12-01T21:15:00.000Z', summary: 'Visite technique' };
const file = (more: Partial<typeof event> & { description?: string; location?: string; cancelled?: boolean } = {}) => icalendar('Agenda', [{ ...event, ...more }], '2026-11-23T00:00:00.000Z');

describe('un fichier iCalendar (RFC 5545)', () => {
  it('se lit par un lecteur strict, quoi qu’on y écrive, et rend ce qui fut écrit', () => {
    const hostile = ['simple', 'Déposer, à Nouméa ; l’œuvre \\ entière', 'a\r\nEND:VEVENT\r\nBEGIN:VALARM', 'a\rb', 'a\u0000\u0007b\u007f', ' commence par une espace', '\t', '"guillemets":;,', '🚗'.repeat(40), 'é'.repeat(200), '\\n', '\\', ''];
    for (const text of hostile) {
      const read = readCalendar(file({ summary: text, description: text, location: text || 'x' }));
      const kept = text.replace(/\r\n|\r/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
      expect(valueOf(read.components[0]!, 'SUMMARY'), JSON.stringify(text)).toBe(kept);
      expect(read.components).toHaveLength(1);
    }
  });

  it('a ses lignes, en UTC, finies par CR LF', () => {
    const text = file();
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of ['VERSION:2.0', 'UID:a@sitt', 'DTSTAMP:20261123T000000Z', 'DTSTART:20261201T210000Z', 'DTEND:20261201T211500Z', 'SEQUENCE:2', 'STATUS:CONFIRMED']) expect(text).toContain(`${line}\r\n`);
    expect(file({ cancelled: true })).toContain('STATUS:CANCELLED');
  });

  it('échappe la virgule, le point-virgule, la barre et la fin de ligne : nul ne peut ajouter une ligne', () => {
    expect(file({ summary: 'a,b;c\\d\nEND:VEVENT' })).toContain('SUMMARY:a\\,b\\;c\\\\d\\nEND:VEVENT\r\n');
  });

  it('plie à 75 octets, sans couper un signe, et se déplie en ce qui fut écrit', () => {
    const description = 'Déposer, à Nouméa, l’œuvre entière : '.repeat(12);
    const text = file({ description });
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n ', '')).toContain(`DESCRIPTION:${description.replaceAll(',', '\\,')}`);
  });
});
