import { derived } from '../../core/act/derived.ts';
import type { Facet } from '../../core/act/types.ts';

/** Up to when each authority has let its deferred readings of a vehicle be shown. */
export type ReadingsState = { released: { authority: string; until: string }[] };
export type ReadingsAct = { kind: 'readings.released'; payload: { authority: string; until: string } };

const initial: ReadingsState = { released: [] };

export const readingsFacet: Facet<ReadingsState, ReadingsAct> = {
  name: 'readings', subject: 'vehicle', initial,
  evolve: (state, act) => (act.kind === 'readings.released' ? { released: [...state.released.filter(({ authority }) => authority !== act.payload.authority), act.payload] } : state),
  slice: (state, at) => ({ released: state.released.filter(({ until }) => until <= at) }),
  ...derived<ReadingsState>({ table: 'vehicle_reading_release', key: ['vehicle_id', 'authority'], rows: (id, { released }) => released.map(({ authority, until }) => ({ vehicle_id: id, authority, until })) }),
};
