import { expect, it } from 'vitest';
import type { DossierState } from '../../core/demarche/index.ts';
import { answerText } from './recap.tsx';
import { stagesOf } from './stages.tsx';

const events = (...states: DossierState[]) => states.map((to_state, index) => ({ at: new Date(Date.UTC(2026, 10, 20, index)), from_state: states[index - 1] ?? null, to_state, what: '' }));
const said = (...states: DossierState[]) => stagesOf({ state: states.at(-1) as DossierState }, events(...states), { pay: 'before-decision' }, 'agent').map(({ name, state }) => `${name} ${state}`);

it('un dossier refusé ou abandonné avant le paiement n’a pas été payé', () => {
  expect(said('draft', 'submitted', 'to_pay', 'refused')).toEqual(['Saisie done', 'Dépôt done', 'Refus stopped']);
  expect(said('draft', 'submitted', 'to_complete', 'cancelled')).toEqual(['Saisie done', 'Dépôt done', 'Abandon stopped']);
});

it('ce qui a été fait avant un refus reste fait', () => {
  expect(said('draft', 'submitted', 'to_pay', 'in_review', 'refused')).toEqual(['Saisie done', 'Dépôt done', 'Examen par un agent done', 'Paiement done', 'Refus stopped']);
});

it('un compte avec son unité se relit par milliers ; un numéro reste tel qu’il est tapé', () => {
  const field = (unit?: string) => ({ path: 'x', control: 'number', ...(unit ? { unit } : {}) }) as unknown as Parameters<typeof answerText>[0];
  expect(answerText(field('km'), { x: '61200' })).toBe('61 200 km');
  expect(answerText(field('%'), { x: '58' })).toBe('58 %');
  expect(answerText(field(), { x: '0000042' })).toBe('0000042');
});
