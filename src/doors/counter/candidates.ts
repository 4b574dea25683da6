import { seal, sealAll } from '../../core/access/sealed.ts';
import { loadStates } from '../../core/act/store.ts';
import type { Ctx } from '../../core/http/index.ts';
import { formatPartialDate } from '../../core/values/partial-date.ts';
import { formatShortDate } from '../../core/values/time.ts';
import { displayName, findPersons, formatRidet, personFacet, residenceLines, type PersonState } from '../../domains/people/index.ts';
import type { CounterApp } from './site.tsx';
import { vehiclesOf } from './store.ts';

export type Candidate = { id: string; name: string; facts: Readonly<Record<string, string>> };
export type Found = { people: readonly Candidate[]; more: boolean };
export const NOBODY: Found = { people: [], more: false };
/** As many as stand side by side and can be told apart by a glance. */
const SIDE_BY_SIDE = 4;

/** Persons whose name has these letters, each with everything that tells them from the others. Opened through the log. */
export async function candidates(ctx: Ctx, app: CounterApp, query: string): Promise<Found> {
  const entries = await ctx.disclose(sealAll(await findPersons(app.pools.read, query, SIDE_BY_SIDE + 1)));
  const shown = entries.slice(0, SIDE_BY_SIDE).map(({ person_id }) => person_id);
  const [states, vehicles] = await Promise.all([loadStates(app.world.read, app.world.facets, shown.map((id) => ({ kind: 'person', id }))), Promise.all(shown.map((id) => vehiclesOf(app.world, id)))]);
  const people = shown.map((id, index): Candidate => {
    const state = states.get(id)?.[personFacet.name] as PersonState;
    return { id, name: state.identity ? displayName(state.identity) : 'Identité effacée', facts: { ...factsOf(state), 'Véhicules': (vehicles[index] ?? []).map(({ plate, label }) => [plate, label].filter(Boolean).join(', ')).join(' ; ') } };
  });
  return { people: await ctx.disclose(seal(people, { personIds: shown, kind: 'identité et adresses' })), more: entries.length > SIDE_BY_SIDE };
}

const KINDS: Readonly<Record<string, string>> = { natural: 'Personne physique', company: 'Entreprise', gdpl: 'GDPL', association: 'Association', 'public-body': 'Administration', indivision: 'Indivision' };

function factsOf({ identity, pastNames, addresses, deceasedOn }: PersonState): Record<string, string> {
  const address = addresses.find(({ to }) => to === null)?.address;
  const natural = identity?.kind === 'natural' ? identity : undefined;
  return {
    'Nom': identity ? displayName(identity) : '', 'Nature': identity ? KINDS[identity.kind] ?? '' : '',
    'Naissance': natural ? formatPartialDate(natural.birthDate) : '', 'Lieu de naissance': natural?.birthPlace ?? '',
    'Statut civil': natural ? (natural.civilStatus === 'customary' ? `Coutumier, n° ${natural.customaryNumber ?? 'non renseigné'}` : 'De droit commun') : '',
    'RIDET': identity && 'ridet' in identity && identity.ridet ? formatRidet(identity.ridet) : '',
    'Mandataire': identity && 'representativeName' in identity ? identity.representativeName ?? '' : '', 'Tribu': identity?.kind === 'gdpl' ? identity.tribe ?? '' : '',
    'Anciens noms': pastNames.map(({ name }) => name).join(' ; '), 'Adresse': address ? residenceLines(address).join(', ') : '', 'Décès': deceasedOn ? formatShortDate(deceasedOn) : '',
  };
}
