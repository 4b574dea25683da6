import { derived } from '../../core/act/derived.ts';
import type { Facet } from '../../core/act/types.ts';
import { initialRelease, type ReleaseAct, type ReleaseState } from './model/index.ts';

/** Held acts that were let go on, beside the accreditation itself: the control before each act looks for one. */
export const releaseFacet: Facet<ReleaseState, ReleaseAct> = {
  name: 'accreditation-release', subject: 'accreditation', initial: initialRelease,
  evolve: (state, act) => (act.kind === 'accreditation.act-released' ? { released: [...state.released, { dossierId: act.payload.dossierId, at: act.effectiveAt }] } : state),
  slice: (state, at) => ({ released: state.released.filter((one) => one.at <= at) }),
  ...derived({ table: 'partner_release', key: ['accreditation_id', 'dossier_id'], rows: (id: string, { released }: ReleaseState) => released.map(({ dossierId, at }) => ({ accreditation_id: id, dossier_id: dossierId, released_at: at })) }),
};
