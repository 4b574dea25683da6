import { formatShortDate, type LawDate } from '../../core/values/time.ts';
import { inspectionOf, type Registered } from '../../domains/registrations/index.ts';
import type { Finding } from './verdict.ts';

/** What the register knows of the visits of a vehicle. A visit that it does not know is never said to be late. */
export function inspectionFinding(state: Registered, today: LawDate): Finding {
  const label = 'Contrôle technique';
  const { status, due, why } = inspectionOf(state, today);
  const on = due ? formatShortDate(due) : '';
  switch (status) {
    case 'none': return { label, said: 'aucune visite exigée', light: 'green' };
    case 'unknown': return { label, said: 'inconnu', light: 'unknown', detail: `Visite exigée (${why?.why}) : demandez le procès-verbal.` };
    case 'valid': return { label, said: `à jour, prochaine visite avant le ${on}`, light: 'green' };
    case 'deferred': return { label, said: `en sursis jusqu’au ${on}`, light: 'amber' };
    case 'overdue': return { label, said: `en retard depuis le ${on}`, light: 'amber', detail: why ? `Visite exigée : ${why.why}.` : 'Le sursis est passé.' };
    case 'refused': return { label, said: 'refusé', light: 'red', detail: `À réparer, puis à représenter au CCTV${on ? ` avant le ${on}` : ''}.` };
  }
}
