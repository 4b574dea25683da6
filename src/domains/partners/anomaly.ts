import { sha256 } from '../../core/crypto/index.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import type { Controlled } from '../../core/demarche/index.ts';
import { fold } from '../../core/values/text.ts';
import { today } from '../../core/values/time.ts';
import { NO_MATTER, NO_PAST, NO_PRICES, NOTHING_ODD, type Anomalies, type Matter, type Past, type Twin } from './model/index.ts';
import { isWatched, scoreOf } from './rules/anomaly.ts';
import { nearNumbers } from './rules/vin.ts';
import { photoPieces } from './rules/controls.ts';
import { habitsOf, type Marks } from './store/examinations.ts';
import { sharedPhotos } from './store/photos.ts';
import { pricesOf } from './store/prices.ts';

/** What domains above say of an act: handed in by src/app.ts. Absent, nothing is known, and nothing is odd of it. */
export type OddFacts = {
  /** What its answers are about. Pure. */
  matter: (c: Controlled) => Matter;
  /** What was done lately to the vehicle, and what stands on it. Indexed, a few rows. */
  past: (tx: Sql | Tx, of: Pick<Matter, 'vehicleId' | 'saleId'>) => Promise<Past>;
  /** Vehicles of the register under one of these numbers, but not this one. */
  twins: (tx: Sql | Tx, numbers: readonly string[], except: string) => Promise<readonly Twin[]>;
};

export type Examination = Anomalies & {
  /** What later acts are compared with. Null: this act is not watched, or nobody has sent it. */
  marks: Marks | null;
};
const UNWATCHED: Examination = { ...NOTHING_ODD, marks: null };

/**
 * The anomaly score of one act of a professional, with its reasons. Asked before the act, at every door, and again under
 * lock: it reads, and writes nothing. It looks at the instant of sending, so that the same act keeps its score; a dry run
 * has none: nobody feels their way to the thresholds.
 */
export function examinedBy(facts: Partial<OddFacts>): (tx: Sql | Tx, c: Controlled) => Promise<Examination> {
  return async (tx, c) => {
    const { demarche, actor, dossier, subject } = c;
    const at = new Date(dossier?.submittedAt ?? c.now);
    if (!dossier || !isWatched(demarche.id, today(at))) return UNWATCHED;
    const matter = facts.matter?.(c) ?? NO_MATTER;
    const known = matter.vehicleId || matter.saleId ? facts.past?.(tx, matter) ?? NO_PAST : NO_PAST;
    // Only what has a price is compared by its vehicle: nothing else keeps which one it was.
    const vehicleId = matter.price === null ? null : matter.vehicleId ?? (await known).vehicleId;
    const marks: Marks = {
      companyId: actor.companyId, userId: actor.userId, demarche: demarche.id, at, party: digestOf(actor.companyId, matter.party), place: digestOf(actor.companyId, matter.place),
      price: matter.price, scrapped: matter.scrapped, vehicleId,
    };
    const photos = await sharedPhotos(tx, { dossierId: dossier.id, companyId: actor.companyId, kinds: photoPieces(actor.partnerKind, demarche.id, today(at)).filter(({ own }) => own).map(({ kind }) => kind) });
    const [habits, past, twins, prices] = await Promise.all([
      habitsOf(tx, dossier.id, marks), known, matter.chassis ? facts.twins?.(tx, nearNumbers(matter.chassis), subject.id) ?? [] : [], marks.price === null ? NO_PRICES : pricesOf(tx, dossier.id, marks),
    ]);
    return { ...scoreOf({ demarche: demarche.id, kind: actor.partnerKind, at, matter, past, twins, habits, prices, photos }), marks };
  };
}

/** Compared within one company only: the same buyer of two companies has two digests. */
function digestOf(companyId: string, text: string | null): Buffer | null {
  const folded = text === null ? '' : fold(text);
  return folded ? sha256(Buffer.from(`${companyId}:${folded}`)) : null;
}
