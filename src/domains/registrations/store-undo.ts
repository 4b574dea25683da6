import { Facets } from '../../core/act/facets.ts';
import { actsOf } from '../../core/act/store.ts';
import type { RecordedAct } from '../../core/act/types.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import type { RegistrationState } from './model/state.ts';
import { cancellableKinds, type Undoing } from './rules/undo.ts';
import { registrationFacet } from './store.ts';

const facets = new Facets([registrationFacet]);

/** Everything done to a vehicle in the same dossier as the cited act, and the registration before it; null when it is not of this vehicle. */
export async function undoingOf(tx: Sql | Tx, vehicleId: string, actId: string | null): Promise<Undoing | null> {
  if (!actId) return null;
  const acts = await actsOf(tx, vehicleId);
  const cited = acts.find((one) => one.id === actId);
  if (!cited) return null;
  const together = acts.filter((one) => sameDossier(one, cited));
  const first = acts.indexOf(together[0] as RecordedAct);
  const last = acts.indexOf(together.at(-1) as RecordedAct);
  const registration = facets.fold('vehicle', vehicleId, acts.slice(0, first))['registration'] as RegistrationState;
  return {
    before: registration, cancelled: together.map((one) => one.id), followedBy: last < acts.length - 1,
    cancellable: first > 0 && together.every((one) => cancellableKinds.includes(one.kind)), paidBy: await firstActOf(tx, cited),
  };
}

/** Whether an act is in the history of this vehicle: what a correction may cite. */
export async function isActOf(tx: Sql | Tx, vehicleId: string, actId: string): Promise<boolean> {
  return (await tx`select 1 from act_subject where act_id = ${actId} and subject_id = ${vehicleId}`).length > 0;
}

function sameDossier(one: RecordedAct, cited: RecordedAct): boolean {
  if (cited.author.kind !== 'dossier') return one.id === cited.id;
  return one.author.kind === 'dossier' && one.author.dossierId === cited.author.dossierId;
}

/** The act that the dossier's money was allocated to: its first, whatever it was about. */
async function firstActOf(tx: Sql | Tx, { author }: RecordedAct): Promise<string | null> {
  if (author.kind !== 'dossier') return null;
  const [row] = await tx<{ id: string | null }[]>`select result -> 'acts' -> 0 ->> 'id' as id from dossier where id = ${author.dossierId}`;
  return row?.id ?? null;
}
