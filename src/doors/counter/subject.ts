import { loadStates } from '../../core/act/store.ts';
import { demarcheOf, viewOf, type Dossier } from '../../core/demarche/index.ts';
import { plateOf, type RegistrationState } from '../../domains/registrations/index.ts';
import { territory } from '../../territory/index.ts';
import type { CounterApp } from './site.tsx';
import { vehicleOfSale } from './store.ts';

/** What a dossier is about, in a few words: «471 001 NC, TOYOTA HILUX». Empty while it does not exist. */
export async function subjectText({ world }: CounterApp, dossier: Dossier): Promise<string> {
  const d = demarcheOf(world, dossier);
  if (dossier.subject_kind === 'accreditation') {
    const found = (await loadStates(world.read, world.facets, [{ kind: 'accreditation', id: dossier.subject_id }])).get(dossier.subject_id);
    return (d.subject.view.label as (state: unknown) => string)(viewOf(d, found));
  }
  const vehicleId = await vehicleIdOf(world, dossier);
  const states = (await loadStates(world.read, world.facets, [{ kind: 'vehicle', id: vehicleId ?? dossier.subject_id }])).get(vehicleId ?? dossier.subject_id);
  const plate = states && plateOf(states['registration'] as RegistrationState);
  if (!states || !plate) return '';
  const label = d.subject.view.kind === 'vehicle' ? (d.subject.view.label as (state: unknown) => string)(viewOf(d, states)) : 'vente en cours';
  return `${territory.formatPlate(plate)}, ${label}`;
}

/** Where the counter shows what a dossier is about; none before it exists, or where it has no page. */
export function pageOfSubject({ subject_kind: kind, subject_id: id, state }: Pick<Dossier, 'subject_kind' | 'subject_id' | 'state'>, vehicleId: string | null): string | undefined {
  if (vehicleId) return `/guichet/vehicules/${vehicleId}`;
  return kind === 'accreditation' && (state === 'issued' || state === 'decided') ? `/guichet/professionnels/${id}` : undefined;
}

/** The vehicle behind a dossier: its subject, or that of its sale; null before it exists. */
export async function vehicleIdOf(world: CounterApp['world'], dossier: Pick<Dossier, 'subject_id' | 'subject_kind'>): Promise<string | null> {
  if (dossier.subject_kind === 'vehicle') return dossier.subject_id;
  return dossier.subject_kind === 'sale' ? await vehicleOfSale(world.read, dossier.subject_id) ?? null : null;
}
