import type { App } from '../../app.ts';
import { seal, type Sealed } from '../../core/access/sealed.ts';
import { loadStates } from '../../core/act/store.ts';
import { verifyCode } from '../../core/crypto/index.ts';
import { fold } from '../../core/values/text.ts';
import { today } from '../../core/values/time.ts';
import { coversOf, insuranceFacet, type Cover, type InsuranceState } from '../../domains/insurance/index.ts';
import { displayName, personFacet, type PersonState } from '../../domains/people/index.ts';
import { holdersOf, locateVehicle, type Registered } from '../../domains/registrations/index.ts';

/** What the box was given, read: a scanned code gives its title number when we signed it. */
export type Asked = { text: string; scanned: 'ours' | 'forged' | null };

export async function readBox(app: App, typed: string): Promise<Asked> {
  if (!typed.startsWith('SITT1:')) return { text: typed.toUpperCase(), scanned: null };
  const read = await verifyCode(typed, app.keys.publicKeys(), today(app.world.clock()));
  return read.claims && (read.valid || read.reason === 'expired') ? { text: read.claims.number, scanned: 'ours' } : { text: '', scanned: 'forged' };
}

/** A vehicle as the register knows it, and what insurers and papers say of its cover. */
export type Checked = { id: string; state: Registered; insurance: Insurance };
export type Insurance = { covers: Cover[]; papers: InsuranceState };

/** The vehicles that answer to a plate, VIN or title number. The check is a reading of those who hold them. */
export async function findChecked({ world }: App, text: string): Promise<Sealed<Checked[]>> {
  const ids = await locateVehicle(world.read, text);
  const states = await loadStates(world.read, world.facets, ids.map((id) => ({ kind: 'vehicle', id })));
  const covers = await Promise.all(ids.map((vehicleId) => coversOf(world.read, { vehicleId })));
  const found = ids.map((id, index): Checked => {
    const known = states.get(id);
    return { id, state: known as unknown as Registered, insurance: { covers: covers[index] ?? [], papers: (known?.[insuranceFacet.name] ?? insuranceFacet.initial) as InsuranceState } };
  });
  return seal(found, { personIds: found.flatMap(({ state }) => holdersOf(state.registration).map(({ personId }) => personId)), kind: 'véhicule', ...(ids[0] ? { subjectId: ids[0] } : {}) });
}

export type HolderName = { name: string; folded: string[]; role: string };

/** Who holds it, sealed as identities: opened only when the officer asks. */
export async function findHolders({ world }: App, id: string): Promise<Sealed<HolderName[]> | undefined> {
  const state = (await loadStates(world.read, world.facets, [{ kind: 'vehicle', id }])).get(id) as unknown as Registered | undefined;
  if (!state) return undefined;
  const holders = holdersOf(state.registration);
  const people = await loadStates(world.read, world.facets, holders.map(({ personId }) => ({ kind: 'person', id: personId })));
  const named = holders.map(({ personId, role }): HolderName => {
    const { identity } = people.get(personId)?.[personFacet.name] as PersonState;
    if (!identity) return { name: 'Identité effacée', folded: [], role };
    const names = identity.kind === 'natural' ? [identity.familyName, identity.usageName, identity.givenNames] : [identity.legalName];
    return { name: displayName(identity), folded: fold(names.filter(Boolean).join(' ')).split(' '), role };
  });
  return seal(named, { personIds: holders.map(({ personId }) => personId), kind: 'identité du titulaire', subjectId: id });
}

/** Every word given is a word of the name: « Exemple Wamytan » is « EXEMPLE-WAMYTAN Marie Wassaumi ». */
export function answersTo(holder: HolderName, given: string): boolean {
  const words = fold(given).split(' ').filter(Boolean);
  return words.length > 0 && words.every((word) => holder.folded.includes(word));
}
