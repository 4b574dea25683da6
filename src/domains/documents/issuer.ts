import type { Issuer } from '../../core/paper/index.ts';
import { territory } from '../../territory/index.ts';

/** Who issues a paper: the country, its authority, and the office that treated the dossier when it is known. */
export function issuerOf(officeId: string | null | undefined): Issuer {
  const office = officeId ? territory.office(officeId) : undefined;
  return {
    country: territory.name, authority: 'Direction des infrastructures, de la topographie et des transports terrestres',
    office: office ? [office.name, office.address] : ['Service des immatriculations'],
  };
}

export const FOOTER = 'Direction des infrastructures, de la topographie et des transports terrestres (DITTT)';
