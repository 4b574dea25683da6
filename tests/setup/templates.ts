import { describe, expect, it } from 'vitest';
import { isGsm7, SMS_LENGTH, smsLength } from '../../src/core/messages/gsm7.ts';
import { render, type Template } from '../../src/core/messages/index.ts';
import { unfilled, type Data } from '../../src/core/messages/template.ts';

// The longest address that a service may have without a text message growing to two.
const sender = { secret: 'a secret of the tests, thirty-two signs', publicUrl: 'https://immatriculation.example.nc', name: 'Service des immatriculations' };
const widest = (template: Template): Data => ({ ...Object.fromEntries(Object.entries(template.fields).map(([name, most]) => [name, most === 'list' ? ['ë œuvre'] : 'ê'.repeat(most + 30)])), $page: '/a/0123456789' });

/** What every template of a domain holds: each place filled, no field forgotten, one text message however long its fields. */
export function describeTemplates(texts: object): void {
  describe.each(Object.entries(texts) as [string, Template][])('le modèle %s', (_, template) => {
    const { text, html, subject, sms } = render(sender, template, { id: 'm1', channel: 'email', contact: { name: 'Œdonie Exemple' }, data: widest(template) });

    it('remplit chaque place, et n’a pas de champ oublié', () => {
      expect(unfilled(template)).toEqual([]);
      const words = [template.subject, ...template.body, template.sms].join(' ');
      expect(Object.keys(template.fields).filter((field) => !words.includes(`{${field}}`))).toEqual([]);
      for (const written of [text, html, subject, sms]) expect(written).not.toMatch(/\{\w+\}|undefined|null/);
    });

    it('tient en un seul SMS, champs au plus long', () => {
      expect(isGsm7(sms)).toBe(true);
      expect(smsLength(sms), sms).toBeLessThanOrEqual(SMS_LENGTH);
    });
  });
}
