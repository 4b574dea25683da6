import type { DossierEvent } from '../../core/demarche/index.ts';

export type EventWords = { office: (code: string) => string; authority: (code: string) => string };

/** Who took a step, in words: the capacity in which they did, and the name where the history was read with names. A machine says so. */
export function eventBy({ actor: { kind, office, authority, roles, name } }: DossierEvent, words: EventWords): string {
  // A name that already tells its capacity (those of a demonstration do) is not followed by it again.
  const named = (capacity: string, where: string): string => (name?.includes(capacity) ? `${name}${where}` : `${name ? `${name}, ` : ''}${capacity}${where}`);
  switch (kind) {
    case 'agent': return named(capacityOf(roles ?? []), office ? ` (${words.office(office)})` : '');
    case 'authority': return named(authority ? words.authority(authority) : 'une autorité', '');
    case 'citizen': return 'la personne, depuis son compte';
    case 'partner': return 'un professionnel accrédité';
    case 'system': return 'automatiquement';
    default: return '';
  }
}

function capacityOf(roles: readonly string[]): string {
  if (roles.includes('director')) return 'la direction';
  if (roles.includes('supervisor')) return 'responsable du guichet unique';
  if (roles.includes('examining-clerk')) return 'instructeur';
  if (roles.includes('clerk')) return 'agent du guichet';
  if (roles.includes('cashier')) return 'agent de caisse';
  if (roles.includes('inspector')) return 'inspecteur';
  return roles.includes('helper') ? 'personne nommée d’une mairie' : 'agent de l’administration';
}
