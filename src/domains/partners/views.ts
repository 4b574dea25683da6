import { agentWith, type Capacity } from '../../core/access/actor.ts';
import { existing, type SubjectView } from '../../core/demarche/index.ts';
import { accreditationFacet } from './facet.ts';
import { partnerKinds, type AccreditationState } from './model/index.ts';
import { locateAccreditation } from './store/accreditations.ts';

export type Accredited = { accreditation: AccreditationState };

/** An accreditation, by its number or by the RIDET of its company. */
export const accreditationView: SubjectView<Accredited> = {
  kind: 'accreditation', facets: { accreditation: accreditationFacet }, locate: locateAccreditation,
  label: ({ accreditation: { kind, number } }) => (kind && number ? `${partnerKinds[kind]}, accréditation ${number}` : 'Accréditation'),
  question: 'Numéro d’accréditation, ou RIDET de l’entreprise',
};
export const knownAccreditation = existing(accreditationView);

/** Who decides about professionals; the head of the counter stands in. */
export const partnerManager = agentWith('partner-manager', 'le gestionnaire des professionnels', 'partner-manager', 'supervisor');

/** The company's own answerable person, for their own accreditation only. */
export const companyManager: Capacity = {
  name: 'company-manager', label: 'le responsable de l’entreprise accréditée',
  holds: ({ actor, state }) => actor.kind === 'partner' && actor.roles.includes('manager') && (state as Accredited).accreditation.companyId === actor.companyId,
};
