/**
 * What a company that is stopped (suspended, past its convention, or with none) may still do: read its account, dossiers, batches and files, withdraw what it had opened
 * (keys, users, webhooks, dossiers, batches), give up or back (an appointment, a place that is offered), be heard on its accreditation, ask for its renewal, be heard on its acts. Nothing that creates.
 * Its webhooks go on telling it what moves. Enforced here for each line of each door, whatever the line does.
 */
import type { Sql, Tx } from '../../core/db/sql.ts';
import { loadDossier, type Blocker, type World } from '../../core/demarche/index.ts';
import { conflict, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import { today } from '../../core/values/time.ts';
import { stopBlocks } from './rules/controls.ts';
import { liveAccreditation } from './store/accreditations.ts';

/** What a company asks about itself: its accreditation, acts of its own that are called into question, and a power that it received and gives back. */
export const ITS_OWN: readonly string[] = ['accreditation', 'undoing', 'power'];

/** Why this company may begin nothing now, and who can clear it; empty when it may. */
export async function stoppedBlocks(tx: Sql | Tx, { companyId, partnerKind }: { companyId: string; partnerKind: string }, now: Date): Promise<Blocker[]> {
  return stopBlocks(await liveAccreditation(tx, companyId, partnerKind, now), partnerKind, today(now));
}

/**
 * The same lines, each refused (409, with its blocker) to a professional whose company is stopped unless it says otherwise.
 * @param said a blocker as this door says it
 */
export function closedWhenStopped(world: Pick<World, 'acts' | 'catalogue' | 'clock'>, lines: readonly RouteLine[], said = (one: Blocker): Blocker => one): RouteLine[] {
  return lines.map((line) => {
    const { whenStopped = line.method === 'GET', handler } = line;
    if (whenStopped === true) return line;
    return { ...line, handler: async (ctx) => {
      if (ctx.actor.kind === 'partner') {
        const blockers = await stoppedBlocks(world.acts, ctx.actor, world.clock());
        if (blockers.length && !(whenStopped && await whenStopped(ctx)) && !await aboutItself(world, ctx)) throw conflict(blockers.map(({ message }) => message).join(' '), blockers.map(said));
      }
      return handler(ctx);
    } };
  });
}

/** Its accreditation, or an act of its own that is called into question: it is always heard. What only gives up or back is its own too. */
async function aboutItself({ acts, catalogue }: Pick<World, 'acts' | 'catalogue'>, { params, req }: Ctx): Promise<boolean> {
  const named = params['dossier'] ?? params['id'] ?? '';
  const dossier = isUuid(named) ? await loadDossier(acts, named) : undefined;
  const demarche = catalogue.get(dossier?.demarche ?? named);
  const input = dossier?.input ?? (req.body as { input?: unknown } | undefined)?.input;
  const answers = typeof input === 'object' && input !== null ? input : {};
  return demarche !== undefined && (ITS_OWN.includes(demarche.subject.view.kind) || demarche.givesBack?.(answers) === true);
}
