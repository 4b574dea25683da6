import fc from 'fast-check';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/app.ts';
import { exampleOf, fieldsOf, flatten, unflatten, validate, type Demarche, type Field, type Flat } from '../../src/core/demarche/index.ts';
import { DemarcheFields, readForm } from '../../src/ui/demarche/index.ts';
import { withPage } from '../setup/browser.ts';

// What people type: accents, quotes, markup, several names, a year alone, a number written as it is said.
const texts = ['Énza', 'O’Neil "<b>&amp;', 'Ada, Marie', '12/05/1980', 'vers 1948', '1948', '12', '1 234,5', 'JTEXEMPLE00000026'];

/** Inputs of a démarche: the example, then invented answers, right and wrong, that open every branch in turn. */
function inputsOf(d: Demarche): unknown[] {
  const fields = fieldsOf(d.input);
  const answers = fc.record(Object.fromEntries(fields.map((field) => [field.path, fc.constantFrom(...answersTo(field))])));
  const generated = fc.sample(answers, { seed: 20261123, numRuns: 10 }).map((flat) => unflatten(d.input, flat as Flat));
  return [exampleOf(d.input, '2026-11-23'), ...generated];
}

/** In the browser: what each form would send, a name that comes twice as a list. */
function sentBy(bodies: string[]): Record<string, string | string[]>[] {
  return bodies.map((body) => {
    const form = document.createElement('form');
    form.innerHTML = body;
    const sent: Record<string, string | string[]> = {};
    for (const [name, value] of new FormData(form)) {
      const text = typeof value === 'string' ? value : value.name;
      sent[name] = name in sent ? [sent[name] ?? [], text].flat() : text;
    }
    return sent;
  });
}

/** An empty box is no answer, a box that is not ticked neither; only a partial date may be « vers ». */
function answersTo({ control, options }: Field): readonly string[] {
  if (options) return options.map(({ value }) => value);
  if (control === 'checkbox') return ['', 'oui'];
  return ['', ...texts.filter((text) => control !== 'date' || !text.startsWith('vers'))];
}

describe('JSON → à plat → formulaire dans un vrai navigateur → JSON', () => {
  test.each([...catalogue.values()].map((d) => [d.id, d] as const))('%s : ce que le formulaire montre est ce qu’il renvoie', (_, d) =>
    withPage({ js: true }, async (page) => {
      const fields = fieldsOf(d.input);
      const inputs = inputsOf(d);
      const forms = await page.evaluate(sentBy, inputs.map((json) => renderToString(h(DemarcheFields, { fields, flat: flatten(d.input, json) }))));
      inputs.forEach((json, index) => {
        const back = unflatten(d.input, readForm(forms[index] ?? {}));
        expect(back).toEqual(json);
        expect(validate(d.input, back).ok).toBe(validate(d.input, json).ok);
      });
    }));
});
