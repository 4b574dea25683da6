import { identified } from '../../core/access/actor.ts';
import { seal, type Sealed } from '../../core/access/sealed.ts';
import { loadStates } from '../../core/act/store.ts';
import type { GetState, SubjectRef } from '../../core/act/types.ts';
import { demarcheOf, evaluateDossier, loadDossier, viewOf, type Demarche, type Dossier, type DossierState, type SubjectView, type World } from '../../core/demarche/index.ts';
import { findPaper } from '../../domains/documents/index.ts';
import { displayName, personFacet, powerFacet, powerWords, type PersonState, type PowerState } from '../../domains/people/index.ts';
import { photosWhere, type InspectionStanding, type InspectionState, type Photo } from '../../domains/inspections/index.ts';
import { holdsSeenBy, inspectionOf, titleOf, type Registered, type RegistrationState } from '../../domains/registrations/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import { forCitizens } from '../../ui/demarche/index.ts';
import type { Citizen } from './site.ts';

export type MyVehicle = {
  vehicle_id: string; plate: string | null; role: string; principal: boolean; sale_id: string | null; sold_at: Date | null;
  label: string; title: { number: string; status: string; validUntil: string | null; paper: boolean } | null;
  inspection: InspectionStanding;
  /** What stands on it that its holder reads. */
  measures: ReturnType<typeof holdsSeenBy>;
};
export type MyDossier = { id: string; number: string; demarche: string; state: DossierState; subject_kind: string; subject_id: string; updated_at: Date };

/** The vehicles that this person holds today, then those of whoever they stand for by a power of the register. */
export async function myVehicles(world: World, me: Citizen): Promise<Sealed<MyVehicle[]>> {
  const rows = await world.read<(Omit<MyVehicle, 'label' | 'title' | 'inspection' | 'measures'> & { owner: string })[]>`
    select vehicle_id, plate, role, principal, sale_id, sold_at, person_id as owner from (
      select *, true as mine from pub_registrations_my_vehicles where person_id = ${me.personId}
      union all
      select principal_id, vehicle_id, 'representative', false, since, plate, sale_id, sold_at, false from pub_registrations_represented_vehicles r
      where person_id = ${me.personId} and not exists (select 1 from pub_registrations_my_vehicles m where m.vehicle_id = r.vehicle_id and m.person_id = ${me.personId})
    ) all_of_them order by mine desc, since desc`;
  const states = await loadStates(world.read, world.facets, rows.map(({ vehicle_id }) => ({ kind: 'vehicle', id: vehicle_id })));
  const vehicles = await Promise.all(rows.map(async (row) => {
    const registration = states.get(row.vehicle_id)?.['registration'] as RegistrationState;
    const title = titleOf(registration);
    // A title of the old register may exist on paper only.
    const paper = title ? (await findPaper(world.read, title.number)) !== undefined : false;
    return { ...row, measures: holdsSeenBy(me, registration, world.clock().toISOString()), inspection: inspectionOf(states.get(row.vehicle_id) as unknown as Registered, world.today(world.clock())), label: labelOf(world, 'vehicle', states.get(row.vehicle_id)), title: title && { number: title.number, status: title.status, validUntil: title.validUntil, paper } };
  }));
  // Whoever is represented sees that their vehicles were read.
  return seal(vehicles, { personIds: [...new Set([me.personId, ...rows.map(({ owner }) => owner)])], kind: 'véhicules' });
}

/** Contested sales that I am a party to: what two parties may still undo together. */
export async function myContestedSales(world: World, me: Citizen): Promise<Sealed<{ id: string; vehicleId: string; label: string }[]>> {
  const rows = await world.read<{ sale_id: string; vehicle_id: string }[]>`select distinct sale_id, vehicle_id from pub_registrations_contested_sales where person_id = ${me.personId}`;
  const states = await loadStates(world.read, world.facets, rows.map(({ sale_id }) => ({ kind: 'sale', id: sale_id })));
  return seal(rows.map((row) => ({ id: row.sale_id, vehicleId: row.vehicle_id, label: labelOf(world, 'sale', states.get(row.sale_id)) })), { personIds: [me.personId], kind: 'ventes' });
}

export type MyMandate = { id: string; side: 'given' | 'received'; other: string; words: string; revocable: boolean };

/** The mandates that I gave, then the powers that I received, that still stand: whom, for what, until when. Mine to end: a mandate. */
export async function myMandates(world: World, me: Citizen): Promise<Sealed<MyMandate[]>> {
  const today = world.today(world.clock());
  const stateOf = async (ids: readonly string[]) => loadStates(world.read, world.facets, ids.map((id) => ({ kind: 'person', id })));
  const given = ((await stateOf([me.personId])).get(me.personId)?.[personFacet.name] as PersonState | undefined)?.powers ?? [];
  // The list says which, the record itself says what: an owner of a share is in the list too, and holds no power to end.
  const rows = await world.read<{ id: string }[]>`select id from mandate where mandatary_id = ${me.personId} and revoked_on is null`;
  const received = [...await loadStates(world.read, world.facets, rows.map(({ id }) => ({ kind: 'power', id })))].map(([id, states]) => ({ id, state: states[powerFacet.name] as PowerState }));
  const all = [
    ...given.map(({ id, what, endedOn }) => ({ id, what, endedOn, side: 'given' as const })),
    ...received.map(({ id, state }) => ({ id, what: state.power, endedOn: state.endedOn, side: 'received' as const })),
  ].flatMap(({ what, endedOn, ...one }) => (what && !endedOn && (what.to === null || what.to > today) ? [{ ...one, what, otherId: one.side === 'given' ? what.holder : what.grantor }] : []));
  const others = await stateOf(all.map(({ otherId }) => otherId));
  const nameOf = (id: string) => { const { identity } = others.get(id)?.[personFacet.name] as PersonState; return identity ? displayName(identity) : 'Identité effacée'; };
  const mandates = all.map(({ id, side, what, otherId }): MyMandate => ({ id, side, other: nameOf(otherId), words: powerWords(what), revocable: what.kind === 'mandate' }));
  return seal(mandates, { personIds: [...new Set([me.personId, ...all.map(({ otherId }) => otherId)])], kind: 'mandats' });
}

/** What a subject is called before any right is proven: make and model. */
export function labelOf(world: World, kind: string, states: Readonly<Record<string, unknown>> | undefined): string {
  const d = [...world.catalogue.values()].find((one) => one.subject.view.kind === kind);
  if (!d || !states) return '';
  return (d.subject.view as SubjectView<unknown>).label(viewOf(d, states)) || 'Véhicule';
}

/** The démarches on this subject that I am entitled to, whatever may still stand in their way. */
export async function openToMe(world: World, me: Citizen, subject: SubjectRef): Promise<Demarche[]> {
  const states = (await loadStates(world.read, world.facets, [subject])).get(subject.id);
  const about = [...world.catalogue.values()].filter((d) => d.subject.mode === 'existing' && d.subject.view.kind === subject.kind && forCitizens(d));
  // Who stands for whom is written on the persons that a démarche touches.
  const touched = about.flatMap((d) => d.touches?.({ state: viewOf(d, states), input: undefined, actor: me }) ?? []);
  const all = await loadStates(world.read, world.facets, [...new Map([subject, ...touched].map((ref) => [ref.id, ref])).values()]);
  const get = (facet: { name: string; initial: unknown }, id: string) => all.get(id)?.[facet.name] ?? facet.initial;
  // What a secret opens to anybody (a sale to its buyer) is not offered to who merely sees the subject: the seller does not buy.
  const particular = (d: Demarche, one: Demarche['who'][number]) => one !== identified || !('view' in d.subject && d.subject.view.secret);
  return about.filter((d) => d.who.some((one) => particular(d, one) && one.holds({ actor: me, subject, state: viewOf(d, states), get: get as GetState, today: world.today(world.clock()) })));
}

/** The name of one subject, for a heading. */
export async function subjectLabel(world: World, kind: string, id: string): Promise<string> {
  return labelOf(world, kind, (await loadStates(world.read, world.facets, [{ kind, id }])).get(id));
}

export async function myDossiers(world: World, me: Citizen, limit = 50): Promise<Sealed<MyDossier[]>> {
  const rows = await world.read<MyDossier[]>`
    select id, number, demarche, state, subject_kind, subject_id, updated_at from pub_dossier_mine where person_id = ${me.personId} order by updated_at desc limit ${limit}`;
  return seal([...rows], { personIds: [me.personId], kind: 'démarches' });
}

/** My dossier, or undefined: another's does not exist for me. */
export async function myDossier(world: World, me: Citizen, id: string): Promise<Sealed<Dossier> | undefined> {
  if (!isUuid(id)) return undefined;
  const dossier = await loadDossier(world.acts, id);
  if (!dossier || dossier.applicant_id !== me.personId) return undefined;
  return seal(dossier, { personIds: [me.personId], kind: 'démarche', subjectId: dossier.id });
}

export type ToSign = { dossier: Dossier; demarche: Demarche; party: string; label: string };

/** Errands of others that wait for my signature, as their démarche says it of this exact input. */
export async function toSign(world: World, me: Citizen): Promise<Sealed<ToSign[]>> {
  const rows = await world.read<{ id: string }[]>`select id from pub_dossier_to_sign where person_id = ${me.personId} limit 20`;
  const found = await Promise.all(rows.map(({ id }) => awaited(world, me, id)));
  return seal(found.filter((one) => one !== null), { personIds: [me.personId], kind: 'signatures attendues' });
}

async function awaited(world: World, me: Citizen, id: string): Promise<ToSign | null> {
  const dossier = await loadDossier(world.read, id);
  if (!dossier?.input_hash) return null;
  const { signatures } = await evaluateDossier(world, dossier, dossier.actor);
  const party = signatures.find(({ personId }) => personId === me.personId);
  if (!party) return null;
  const [signed] = await world.read`select 1 from dossier_signature where dossier_id = ${id} and party = ${party.key} and input_hash = ${dossier.input_hash}`;
  return signed ? null : { dossier, demarche: demarcheOf(world, dossier), party: party.key, label: party.label };
}

/** One of them, by id; undefined when I have nothing to sign there. */
export async function oneToSign(world: World, me: Citizen, id: string): Promise<Sealed<ToSign> | undefined> {
  if (!isUuid(id)) return undefined;
  const [mine] = await world.read`select 1 from pub_dossier_to_sign where person_id = ${me.personId} and id = ${id}`;
  const found = mine ? await awaited(world, me, id) : null;
  return found ? seal(found, { personIds: [found.dossier.applicant_id, me.personId].filter((one) => one !== null), kind: 'démarche à signer', subjectId: id }) : undefined;
}

/** The photographs of the visits that a vehicle has: one taken of another vehicle by mistake has left with its visit. */
export async function myPhotos({ read, facets }: World, vehicleId: string): Promise<Photo[]> {
  const [photos, states] = await Promise.all([photosWhere(read, { subjectId: vehicleId }), loadStates(read, facets, [{ kind: 'vehicle', id: vehicleId }])]);
  const { visits } = states.get(vehicleId)?.['inspection'] as InspectionState;
  return photos.filter(({ visitId }) => visits.some(({ id }) => id === visitId));
}
