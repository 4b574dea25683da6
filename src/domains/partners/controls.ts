import type { Sql, Tx } from '../../core/db/sql.ts';
import type { Blocker, Controlled, Controls, World } from '../../core/demarche/index.ts';
import { today as dayOf } from '../../core/values/time.ts';
import { examinedBy, type OddFacts } from './anomaly.ts';
import { heldBlocks, isHeld, isOdd, ODD, photoPieces, quotaBlocks, reviewOf, roleBlocks, standingBlocks, trustOf } from './rules/controls.ts';
import { heldAccreditation, liveAccreditation } from './store/accreditations.ts';
import { quotaOf } from './model/index.ts';
import { isReleased, keepExamination } from './store/examinations.ts';
import { ITS_OWN } from './stopped.ts';
import { lockQuota, usedOn } from './store/quotas.ts';
import { noteTrusted } from './store/trusted.ts';
import { keyQuota } from './users.ts';

/** What the control asks of domains that stand above: handed in by src/app.ts. */
export type ControlProviders = {
  /** What a profession may not ask of an act that is open to it: a bank inscribes pledges and nothing else. */
  limits?: (c: Controlled) => readonly Blocker[];
  /** What the anomaly score looks at, of vehicles and sales. */
  odd?: Partial<OddFacts>;
};

/**
 * The control of professionals before each act, at every door, and again under lock: accreditation alive, not suspended,
 * for this act, in its period and quota; photographs; who looks. What a company asks about its own accreditation is free.
 */
export function professionalControls({ limits, odd = {} }: ControlProviders = {}): NonNullable<World['controls']> {
  const examine = examinedBy(odd);
  return async (tx, c): Promise<Controls> => {
    const { demarche, actor, today } = c;
    if (ITS_OWN.includes(demarche.subject.view.kind)) return { blockers: [], pieces: [], review: null };
    if (demarche.givesBack?.(c.input as never)) return { blockers: roleBlocks(actor.roles), pieces: [], review: null };
    const standing = await (c.dossier?.deciding ? heldAccreditation(tx as Tx, actor.companyId, actor.partnerKind, new Date(c.now)) : liveAccreditation(tx, actor.companyId, actor.partnerKind, new Date(c.now)));
    // The accreditation is that of the day of the act, whatever the day on which its law is judged.
    const blockers = standingBlocks(standing, { demarche, kind: actor.partnerKind, roles: actor.roles, on: dayOf(new Date(c.now)) });
    if (!standing || blockers.length) return { blockers, pieces: [], review: null };
    const mine = await keyQuota(tx, actor.userId);
    const counted = { companyId: actor.companyId, demarche: demarche.id };
    // What others sent today leaves a place, or not. What is sent has its place.
    const full = async (asking: Sql | Tx, own: 0 | 1, at: Date): Promise<Blocker[]> => {
      const day = dayOf(at);
      const [used, usedByKey] = await Promise.all([usedOn(asking, counted, day), mine === undefined ? 0 : usedOn(asking, { ...counted, userId: actor.userId }, day)]);
      return [...quotaBlocks(quotaOf(standing.convention, demarche.id), demarche, used - own, 'convention'), ...(mine === undefined ? [] : quotaBlocks(mine, demarche, usedByKey - own, 'key'))];
    };
    const [quota, found] = await Promise.all([c.dossier?.submittedAt ? [] : full(tx, 0, new Date(c.now)), examine(tx, c)]);
    const held = isHeld(found.score, today) && !(c.dossier && await isReleased(tx, c.dossier.id));
    const { marks } = found;
    const review = reviewOf(found.score, today);
    const trust = trustOf({ kind: standing.kind, convention: standing.convention, demarche: demarche.id, on: dayOf(new Date(c.now)) });
    return {
      blockers: [...quota, ...(limits?.(c) ?? []), ...(held ? heldBlocks() : [])],
      pieces: photoPieces(actor.partnerKind, demarche.id, today), review, because: review ? [ODD] : [],
      place: async (sending, sentAt) => {
        await lockQuota(sending, counted);
        return full(sending, 1, sentAt);
      },
      ...(trust ? { trust, trusted: (writing, dossierId) => noteTrusted(writing, { dossierId, companyId: actor.companyId, demarche: demarche.id, at: new Date(c.now) }) } : {}),
      ...(marks ? { keep: async (writing, dossierId, sent) => { if (sent || isOdd(found.score, today)) await keepExamination(writing, dossierId, found, marks, { sent, held }); } } : {}),
    };
  };
}
