import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelsOf, contactAt, contactsToWarn, waysTo, type ContactPeriod } from './contact.ts';
import { gsm7, isGsm7, SMS_LENGTH, smsLength } from './gsm7.ts';
import { render } from './render.ts';
import { unfilled, type Data, type Template } from './template.ts';
import { templates } from './templates.ts';

// The longest address that a service may have without a text message growing to two.
const sender = { secret: 'a secret of the tests, thirty-two signs', publicUrl: 'https://immatriculation.example.nc', name: 'Service des immatriculations' };
const all = Object.entries(templates) as [string, Template][];
/** Every field at its longest, in letters that no alphabet of phones has. */
const widest = (template: Template): Data => ({
  ...Object.fromEntries(Object.entries(template.fields).map(([name, most]) => [name, most === 'list' ? ['ë œuvre', 'ç'] : 'ê'.repeat(most + 30)])),
  $page: '/a/0123456789',
});
const write = (template: Template, data = widest(template)) => render(sender, template, { id: 'm1', channel: 'email', contact: { name: 'Œdonie Exemple' }, data });

describe.each(all)('le modèle %s', (_, template) => {
  it('remplit chaque place, et n’a pas de champ oublié', () => {
    expect(unfilled(template)).toEqual([]);
    const words = [template.subject, ...template.body, template.sms].join(' ');
    expect(Object.keys(template.fields).filter((field) => !words.includes(`{${field}}`))).toEqual([]);
    const { text, html, subject, sms } = write(template);
    for (const written of [text, html, subject, sms]) expect(written).not.toMatch(/\{\w+\}|undefined|null/);
  });

  it('tient en un seul SMS, champs au plus long', () => {
    const { sms } = write(template);
    expect(isGsm7(sms)).toBe(true);
    expect(smsLength(sms), sms).toBeLessThanOrEqual(SMS_LENGTH);
  });
});

describe('l’alphabet des SMS', () => {
  it('garde les accents qu’il a, défait les autres, compte double ceux de la seconde table', () => {
    expect(gsm7('Reçu à Koné : œuvre, Noël, 4\u202f500\u00a0F — 2 €')).toBe('Recu à Koné : oeuvre, Noel, 4 500 F - 2 €');
    expect(smsLength('2 €')).toBe(4);
  });

  it('ne laisse passer aucun autre signe', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => isGsm7(gsm7(text))));
  });
});

it('abrège l’adresse d’une page quand elle ne tient pas dans un SMS', () => {
  const data = { ...widest(templates['sale-reminder-3']), $page: `/usager/${'dossier/'.repeat(20)}` };
  expect(write(templates['sale-reminder-3'], data).sms).toMatch(/: https:\/\/immatriculation\.example\.nc$/);
});

it('n’exécute rien de ce qui est écrit dans un champ', () => {
  const { html } = write(templates['dossier-refused'], { number: '1', demarche: '<script>alert(1)</script>', on: 'x', reasons: ['<img src=x>', '"'], appeal: ['{secret}'], signatory: '&' });
  expect(html).not.toMatch(/<script|<img/);
  expect(html).toContain('{secret}');
});

describe('par où joindre la personne', () => {
  const textable = (phone: string) => !phone.startsWith('+6872');
  const postal = ['Marie Exemple', 'BP 0000', '98860 Koné'];
  const of = (kind: Template['kind'], contact: Parameters<typeof waysTo>[0]) => channelsOf(kind, waysTo(contact, textable));

  it('prend le courriel, sinon le mobile, sinon la lettre : le téléphone fixe ne lit pas', () => {
    expect(of('notice', { name: 'M', email: 'm@example.nc', phone: '+687741234', postal })).toEqual(['email']);
    expect(of('notice', { name: 'M', phone: '+687741234', postal })).toEqual(['sms']);
    expect(of('notice', { name: 'M', phone: '+687251234', postal })).toEqual(['letter']);
    expect(of('notice', { name: 'M' })).toEqual([]);
  });

  it('alerte par toutes les voies rapides, et notifie une décision sur papier', () => {
    const everything = { name: 'M', email: 'm@example.nc', phone: '+687741234', postal, account: true };
    expect(of('alert', everything)).toEqual(['email', 'sms']);
    expect(of('alert', { name: 'M', postal })).toEqual(['letter']);
    expect(of('formal', everything)).toEqual(['letter', 'email']);
    expect(of('formal', { name: 'M', phone: '+687741234' })).toEqual(['sms']);
  });

  it('prévient à l’ancienne adresse quand elle vient de changer : un voleur de compte la change d’abord', () => {
    const old = { name: 'M', phone: '+687741234' };
    const fresh = { name: 'M', phone: '+687999999' };
    const history: ContactPeriod[] = [{ from: '2020-01-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z', contact: old }, { from: '2026-03-01T00:00:00.000Z', to: null, contact: fresh }];
    expect(contactAt(history, '2026-03-01T00:00:00.000Z')).toBe(fresh);
    expect(contactsToWarn(history, '2026-03-02T00:00:00.000Z', 30)).toEqual([old, fresh]);
    expect(contactsToWarn(history, '2026-09-02T00:00:00.000Z', 30)).toEqual([fresh]);
    expect(contactsToWarn([{ from: '2026-03-01T00:00:00.000Z', to: null, contact: fresh }], '2026-03-02T00:00:00.000Z', 30)).toEqual([fresh]);
  });
});
