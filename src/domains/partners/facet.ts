import { derived } from '../../core/act/derived.ts';
import type { Row } from '../../core/act/rows.ts';
import type { Facet, SubjectRef } from '../../core/act/types.ts';
import { conventionIn, initialAccreditation, type AccreditationAct, type AccreditationState } from './model/index.ts';
import { evolve, slice } from './rules/evolve.ts';
import { openSuspension } from './rules/freeze.ts';

/** The accreditation of a company for one profession: a case of its own. */
export const accreditationFacet: Facet<AccreditationState, AccreditationAct> = {
  name: 'accreditation', subject: 'accreditation', initial: initialAccreditation, evolve, slice,
  ...derived({ table: 'accreditation', key: ['accreditation_id'], rows: rowsOf }),
};

export const accreditationRef = (id: string): SubjectRef => ({ kind: 'accreditation', id });

function rowsOf(id: string, state: AccreditationState): Row[] {
  const convention = conventionIn(state);
  const { companyId, kind, number, status } = state;
  const open = status === 'suspended' ? openSuspension(state) : undefined;
  if (!convention || !companyId || !kind || !number || !status) return [];
  return [{
    accreditation_id: id, company_id: companyId, kind, number, status, acts: JSON.stringify(convention.acts), sites: JSON.stringify(convention.sites), per_day: convention.perDay,
    quotas: JSON.stringify(convention.quotas), since: convention.from, until: convention.to, credit: convention.credit ?? 0, printing: convention.printing ?? false,
    kept: JSON.stringify(convention.kept?.acts ?? []), kept_from: convention.kept?.from ?? null,
    suspended_at: open?.from ?? null, frozen_until: open?.provisionalUntil ?? null,
  }];
}
