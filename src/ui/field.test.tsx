import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { parsePartialDate } from '../core/values/partial-date.ts';
import { dateBoxName, fieldId, joinDates, splitDate } from './field-spec.ts';
import { Field } from './field.tsx';
import { renderGalleryPages } from './gallery.tsx';

const attributes = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map((match) => match[1] as string);

describe('un champ', () => {
  test('garde ce qui a été saisi, sans jamais le laisser devenir du HTML', () => {
    const evil = '"><script>alert(1)</script>';
    for (const control of ['text', 'textarea', 'radios', 'select', 'checkboxes', 'date'] as const) {
      const html = renderToString(<Field spec={{ path: 'name', control, label: evil, hint: evil, options: [{ value: evil, label: evil }] }} values={{ name: evil }} errors={[{ path: 'name', message: evil }]} />);
      expect(html).not.toContain('<script>');
      expect(html).toContain('&lt;script>');
    }
  });

  test("lie l'erreur, l'aide et l'unité à la case", () => {
    const html = renderToString(<Field spec={{ path: 'vehicle.mass', control: 'number', label: 'Masse', hint: 'À vide', unit: 'kg' }} errors={[{ path: 'vehicle.mass', message: 'Trop lourd.' }]} />);
    expect(html).toContain('aria-describedby="f-vehicle-mass-hint f-vehicle-mass-unit f-vehicle-mass-error" aria-invalid="true"');
    expect(attributes(html, / id="([^"]+)"/g)).toEqual(expect.arrayContaining(['f-vehicle-mass', 'f-vehicle-mass-hint', 'f-vehicle-mass-unit', 'f-vehicle-mass-error']));
  });
});

describe('une date en trois cases', () => {
  test.each(['27/03/1971', '03/1971', '1971', 'vers 1948', '32/13/x', '27//1971', ''])('« %s » revient telle quelle', (text) => {
    const { about, ...boxes } = splitDate(text);
    const form = Object.fromEntries(Object.entries(boxes).map(([box, value]) => [dateBoxName('birth', box as 'day'), value]));
    expect(joinDates({ ...form, ...(about ? { [dateBoxName('birth', 'about')]: 'vers' } : {}), name: 'x' })).toEqual({ birth: text, name: 'x' });
  });

  test.each([['1971-03-27', '27', '03', '1971'], ['1971-03', '', '03', '1971'], ['1948~', '', '', '1948']])('%s, telle que le registre la garde, remplit les cases', (text, day, month, year) => {
    expect(splitDate(text)).toEqual({ day, month, year, about: text.endsWith('~') });
  });

  test('les textes rendus sont ceux que le registre sait lire', () => {
    const posted = joinDates({ 'birth.$day': '', 'birth.$month': '', 'birth.$year': '1948', 'birth.$about': 'vers' });
    expect(parsePartialDate(String(posted['birth']))).toEqual({ precision: 'about', value: '1948' });
  });
});

describe('chaque page de la planche', () => {
  test.each(Object.entries(renderGalleryPages()))('%s : ni style ni script dans la page, et des identifiants uniques', (_, html) => {
    expect(html).not.toMatch(/<style|<[^>]* style=| on\w+="|<script(?! defer src=)/);
    const ids = attributes(html, /<[^>]* id="([^"]+)"/g);
    expect(ids.length).toBe(new Set(ids).size);
    for (const target of attributes(html, / for="([^"]+)"/g)) expect(ids).toContain(target);
    for (const list of attributes(html, / aria-(?:describedby|labelledby|controls)="([^"]+)"/g)) for (const id of list.split(' ')) expect(ids).toContain(id);
  });

  test('chaque case a son étiquette, et chaque erreur du résumé mène à une case', () => {
    const html = renderGalleryPages()['gallery'] ?? '';
    const labelled = attributes(html, / for="([^"]+)"/g);
    const boxes = [...html.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !tag.includes('type="hidden"'));
    expect(boxes.length).toBeGreaterThan(30);
    for (const box of boxes) expect(labelled).toContain(/ id="([^"]+)"/.exec(box)?.[1]);
    const summary = /govuk-error-summary__list">(.*?)<\/ul>/s.exec(html)?.[1] ?? '';
    const links = attributes(summary, /href="#([^"]+)"/g);
    expect(links).toContain(fieldId('wrong.firstUse'));
    for (const link of links) expect(labelled).toContain(link);
  });
});
