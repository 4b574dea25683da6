export { ACTING, companyRoles, isPartnerKind, kindIds, partnerKinds, roleIds, type CompanyRole, type PartnerKind } from './kinds.ts';
export { coversAct, quotaOf, type Convention } from './convention.ts';
export { conventionIn, initialAccreditation, type AccreditationAct, type AccreditationState, type Suspension } from './acts.ts';
