/** Who may be accredited: one line a profession. The ids are those of the accounts (`partnerKind`). */
export const partnerKinds = {
  importer: 'Importateur', dealer: 'Concessionnaire', 'used-yard': 'Marchand de véhicules d’occasion', lessor: 'Loueur', insurer: 'Assureur',
  'inspection-centre': 'Centre de contrôle agréé', 'vhu-operator': 'Centre de véhicules hors d’usage', bank: 'Établissement de crédit', bailiff: 'Commissaire de justice',
  customs: 'Douane', pound: 'Fourrière', municipality: 'Commune',
} as const;

export type PartnerKind = keyof typeof partnerKinds;
export const kindIds = Object.keys(partnerKinds) as [PartnerKind, ...PartnerKind[]];
export const isPartnerKind = (text: string): text is PartnerKind => Object.hasOwn(partnerKinds, text);

/** What a user of a company may do: invite and be answerable, act, look, or look at the money. */
export const companyRoles = { manager: 'Responsable', operator: 'Opérateur', reader: 'Lecteur', accountant: 'Comptable' } as const;
export type CompanyRole = keyof typeof companyRoles;
export const roleIds = Object.keys(companyRoles) as [CompanyRole, ...CompanyRole[]];
/** Those who may begin and send a démarche. */
export const ACTING: readonly string[] = ['manager', 'operator'];
