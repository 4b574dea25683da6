import { expect, test } from 'vitest';
import { isWorth } from './panel.tsx';

const at = (day: string) => ({ office: 'noumea', resource: 'poste-1', place: 1, start: `2026-12-${day}T20:45:00.000Z`, end: `2026-12-${day}T21:00:00.000Z` });
const offer = { ...at('02'), until: '2026-12-01T12:00:00.000Z' };
const NOW = '2026-12-01T00:00:00.000Z';

test('une place proposée se montre à qui en a une plus tard, ou aucune ; pas à qui s’est déplacé plus tôt, ni passé son délai', () => {
  expect([isWorth({ offer, place: at('05') }, NOW), isWorth({ offer, place: null }, NOW)]).toEqual([true, true]);
  expect([isWorth({ offer, place: at('01') }, NOW), isWorth({ offer, place: at('05') }, '2026-12-01T12:00:00.000Z'), isWorth({ offer: null, place: null }, NOW)]).toEqual([false, false, false]);
});
