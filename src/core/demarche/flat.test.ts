import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalogue } from '../../app.ts';
import { partialDate } from '../values/partial-date.ts';
import { missingSentence, readable, reserved } from './flat.ts';
import { exampleOf, fieldsFor, fieldsOf, flatten, unflatten, unknownIn, validate } from './index.ts';

describe('la forme à plat d’une démarche', () => {
  it('nomme chaque champ manquant d’un groupe qui n’est pas envoyé', () => {
    const schema = z.object({ buyer: z.object({ name: z.string().meta({ label: 'Nom de l’acheteur' }) }) });
    expect(validate(schema, {})).toEqual({ ok: false, errors: [{ path: 'buyer.name', message: 'Renseignez : nom de l’acheteur.' }] });
  });

  it('nomme aussi ceux d’un groupe que la réponse donnée ouvre, et aucun de ceux qu’elle n’ouvre pas', () => {
    const place = z.object({ commune: z.string().meta({ label: 'Commune' }) });
    const schema = z.object({ change: z.discriminatedUnion('kind', [z.object({ kind: z.literal('address'), address: place }), z.object({ kind: z.literal('merger'), by: place.optional() })]) });
    expect(validate(schema, { change: { kind: 'address' } })).toEqual({ ok: false, errors: [{ path: 'change.address.commune', message: 'Renseignez : commune.' }] });
    expect(validate(schema, { change: { kind: 'merger' } }).ok).toBe(true);
  });

  it('un choix se dit dans les mots d’une entreprise à qui répond pour elle, et à elle seule', () => {
    const schema = z.object({ who: z.enum(['self', 'other']).meta({ label: 'Qui', options: { self: 'Moi-même', other: 'Un autre' }, partnerOptions: { self: 'Mon entreprise' } }) });
    const said = (kind: 'partner' | 'citizen' | 'agent') => fieldsFor(schema, { kind })[0]?.options?.map(({ label }) => label);
    expect([said('partner'), said('citizen'), said('agent')]).toEqual([['Mon entreprise', 'Un autre'], ['Moi-même', 'Un autre'], ['Moi-même', 'Un autre']]);
  });

  it('une réponse qui n’est pas offerte dit celles qui le sont, par leur code et leur nom', () => {
    const schema = z.object({
      usage: z.enum(['private', 'taxi']).meta({ label: 'Usage', options: { private: 'Usage privé', taxi: 'Taxi' } }),
      who: z.discriminatedUnion('by', [z.object({ by: z.literal('me') }).meta({ label: 'Moi-même' }), z.object({ by: z.literal('other') }).meta({ label: 'Quelqu’un d’autre' })]).meta({ label: 'Qui' }),
    });
    expect(validate(schema, { usage: 'perso', who: { by: 'toi' } })).toEqual({ ok: false, errors: [
      { path: 'usage', message: 'Réponse inconnue. Choisissez parmi : private (usage privé), taxi (taxi).' }, { path: 'who.by', message: 'Réponse inconnue. Choisissez parmi : me (moi-même), other (quelqu’un d’autre).' },
    ] });
  });

  it.each([
    ['Depuis le', 'Répondez à « Depuis le ».'], ['Jusqu’au', 'Répondez à « Jusqu’au ».'], ['En sursis jusqu’au', 'Répondez à « En sursis jusqu’au ».'], ['Le véhicule est transmis par', 'Répondez à « Le véhicule est transmis par ».'],
    ['Pourquoi la vente ne se fait pas', 'Répondez à « Pourquoi la vente ne se fait pas ».'], ['Quel est son âge ?', 'Répondez à « Quel est son âge ? ».'],
    ['Date de l’acte', 'Renseignez : date de l’acte.'], ['Adresse', 'Renseignez : adresse.'], ['Année', 'Renseignez : année.'], ['Décision de mainlevée', 'Renseignez : décision de mainlevée.'], ['PTAC', 'Renseignez : PTAC.'],
  ])('ce qui manque sous « %s » se dit en français', (label, said) => {
    expect(missingSentence({ control: 'text', label })).toBe(said);
  });

  it('nomme ce qu’aucune branche ne connaît, et rien de ce qu’une autre branche demande', () => {
    const schema = z.object({ on: z.string().optional(), who: z.discriminatedUnion('who', [z.object({ who: z.literal('self') }), z.object({ who: z.literal('known'), personId: z.string() })]), list: z.array(z.object({ seats: z.number() })).optional() });
    expect(unknownIn(schema, { on: 'x', who: { who: 'self', personId: 'x' }, list: [{ seats: 1 }] })).toEqual([]);
    const paths = unknownIn(schema, { One: 1, who: { who: 'self', personne: 'x' }, list: [{ seats: 1 }, { seat: 2 }], __proto__x: 1 }).map(({ path }) => path);
    expect(paths).toEqual(['One', 'who.personne', 'list.1.seat', '__proto__x']);
    expect(unknownIn(schema, { one: 1 })).toEqual([{ path: 'one', message: 'Cette démarche ne connaît pas ce champ. Ici : on, who, list.' }]);
  });

  it('une date impossible n’est pas lue à moitié', () => {
    const schema = z.object({ technical: z.object({ B: partialDate.optional(), seats: z.number() }) });
    expect(readable(schema, { technical: { B: { precision: 'day', value: '3' }, seats: 5 } })).toEqual({ technical: { seats: 5 } });
    expect(readable(schema, { technical: { B: { precision: 'month', value: '2020-03' } } })).toEqual({ technical: { B: { precision: 'month', value: '2020-03' } } });
  });

  it.each([...catalogue.values()].map((d) => [d.id, d] as const))('%s : son exemple ne contient rien d’inconnu', (_, d) => {
    expect(unknownIn(d.input, exampleOf(d.input, '2026-11-20'))).toEqual([]);
  });

  it('ouvre un groupe, ou une liste, par la réponse voisine qu’il attend', () => {
    const schema = z.object({
      what: z.enum(['one', 'group', 'list']),
      group: z.object({ seats: z.number() }).optional().meta({ label: 'Valeurs', showWhen: { path: 'what', values: ['group'] } }),
      list: z.array(z.object({ id: z.string() })).optional().meta({ label: 'Personne', max: 1, showWhen: { path: 'what', values: ['list'] } }),
    });
    const shown = (path: string) => fieldsOf(schema).find((one) => one.path === path)?.shown;
    expect(shown('group.seats')).toEqual([{ path: 'what', values: ['group'] }]);
    expect(shown('list.0.id')).toEqual([{ path: 'what', values: ['list'] }]);
  });

  // A condition on nothing is never met: its field could be answered at no screen.
  it.each([...catalogue.values()].map((d) => [d.id, d] as const))('%s : chaque champ conditionnel attend une réponse qui existe', (_, d) => {
    const asked = new Map(fieldsOf(d.input).map((field) => [field.path, field.options?.map(({ value }) => value)]));
    const lost = fieldsOf(d.input).flatMap(({ path, shown }) => shown.filter((one) => !one.values.some((value) => asked.get(one.path)?.includes(value))).map((one) => `${path} attend ${one.path}`));
    expect(lost).toEqual([]);
  });

  it('ne pose qu’à l’agent ce qui n’est demandé qu’à l’agent, et le refuse des autres à toute porte', () => {
    const schema = z.object({ reason: z.string().meta({ label: 'Motif' }), office: z.object({ seen: z.string().optional().meta({ label: 'Vu par' }) }).meta({ label: 'Au guichet', audience: 'agent' }) });
    const asked = (kind: 'agent' | 'citizen' | 'authority' | 'anonymous') => fieldsFor(schema, { kind }).map(({ path }) => path);
    expect(asked('agent')).toEqual(['reason', 'office.seen']);
    for (const kind of ['citizen', 'authority', 'anonymous'] as const) expect(asked(kind)).toEqual(['reason']);
    const forged = { reason: 'x', office: { seen: 'moi' } };
    expect(reserved(schema, forged, { kind: 'citizen' })).toEqual([{ path: 'office.seen', message: 'Cette réponse est réservée à un agent : laissez-la vide.' }]);
    expect(reserved(schema, forged, { kind: 'agent' })).toEqual([]);
    expect(reserved(schema, { reason: 'x' }, { kind: 'citizen' })).toEqual([]);
  });

  it('ne lit d’une saisie fausse ou en cours que ce qui se lit, avec son type', () => {
    const choice = z.discriminatedUnion('kind', [z.object({ kind: z.literal('a'), n: z.number() }), z.object({ kind: z.literal('b'), t: z.string() })]);
    const schema = z.object({ name: z.string().trim().min(1), on: z.object({ day: z.string(), count: z.number().optional() }).optional(), some: z.array(z.number()), choice });
    expect(readable(schema, { name: ' Poé ', on: { day: 3, count: 4 }, some: [1, 'x'], choice: { kind: 'a', n: 'x', t: 'y' }, more: 1 })).toEqual({ name: 'Poé', on: { count: 4 }, some: [1], choice: { kind: 'a' } });
    for (const odd of [null, 7, 'x', ['x'], true]) expect(readable(schema, { name: odd, on: odd, some: odd, choice: odd })).toEqual(typeof odd === 'string' ? { name: 'x' } : Array.isArray(odd) ? { some: [] } : {});
    expect(readable(schema, 'x')).toBeUndefined();
  });

  it.each([...catalogue.values()].map((d) => [d.id, d] as const))('%s : l’exemple montré est accepté', (_, d) => {
    expect(validate(d.input, exampleOf(d.input, '2026-11-23'))).toMatchObject({ ok: true });
  });

  it.each([...catalogue.values()].map((d) => [d.id, d] as const))('%s : rien d’envoyé, et chaque manque est celui d’un champ, en français', (_, d) => {
    const checked = validate(d.input, {});
    if (checked.ok) return;
    const paths = fieldsOf(d.input).map((field) => field.path);
    for (const { path, message } of checked.errors) {
      expect(paths).toContain(path);
      expect(message).toMatch(/^(Choisissez une réponse : |Renseignez : |Répondez à « )/);
    }
  });

  // Some errands ask nothing but to be confirmed: they have no text to keep.
  it.each([...catalogue.values()].filter((d) => d.steps.some(({ paths }) => paths.length)).map((d) => [d.id, d] as const))('%s : tout texte tapé revient tel quel, sans exception', (_, d) => {
    const fields = fieldsOf(d.input);
    expect(fields.length).toBeGreaterThan(0);
    expect(new Set(fields.map((field) => field.path)).size).toBe(fields.length);
    const flatInput = fc.record(Object.fromEntries(fields.map((field) => [field.path, field.options ? fc.constantFrom('', ...field.options.map((option) => option.value)) : fc.constantFrom('', 'Énza-1', '27/03/2024', '1948', '12')])));
    fc.assert(fc.property(flatInput, (flat) => {
      const once = unflatten(d.input, flat as Record<string, string>);
      expect(unflatten(d.input, flatten(d.input, once))).toEqual(once);
      const checked = validate(d.input, once);
      if (!checked.ok) for (const error of checked.errors) expect(error.message).not.toMatch(/^Invalid|undefined/);
    }), { seed: 20261123, numRuns: 60 });
  });
});
