import { transaction } from '../../../core/db/sql.ts';
import { loadStates } from '../../../core/act/store.ts';
import { loadDossier } from '../../../core/demarche/index.ts';
import type { DoneAct, Reaction } from '../../../core/jobs/index.ts';
import { queueMessage } from '../../../core/messages/index.ts';
import { formatShortDate } from '../../../core/values/time.ts';
import type { ApprovalAct, ApprovalState } from '../../inspections/index.ts';
import { hasUsers } from '../../partners/index.ts';
import { reach, type FollowEnv } from './reach.ts';

type Said = Pick<ApprovalAct, 'kind' | 'payload'>;

/** Where the file stands now, in the few words of a text message. */
function stageOf({ kind, payload }: Said): string {
  switch (kind) {
    case 'approval.examined': {
      const { verdict, appointment } = payload as Extract<ApprovalAct, { kind: 'approval.examined' }>['payload'];
      return verdict === 'incomplete' ? 'incomplet, il manque des pièces' : appointment ? `véhicule attendu le ${formatShortDate(appointment.on)}` : 'dossier complet';
    }
    case 'approval.visited': return { favourable: 'visite favorable', unfavourable: 'visite défavorable', deferred: 'en sursis' }[(payload as Extract<ApprovalAct, { kind: 'approval.visited' }>['payload']).verdict];
    case 'approval.granted': return 'procès-verbal délivré';
    case 'approval.refused': return 'refusé, avec ses motifs';
    default: return 'déposé';
  }
}

/** A refusal is told by its own letter, with its reasons and the ways to contest it (decision.ts), to whoever the dossier is of. */
const hasLetter = async ({ world }: FollowEnv, { kind, author }: DoneAct): Promise<boolean> =>
  kind === 'approval.refused' && author.kind === 'dossier' && (await loadDossier(world.acts, author.dossierId))?.applicant_id != null;

/** Whoever asked is told of each step of their file, once; what is missing and why is on their own page, never in a message. */
const told: Reaction<FollowEnv> = { name: 'approval-step', run: async (env, act, once) => {
  const file = act.subjects.find(({ kind }) => kind === 'approval');
  if (!file || act.author.kind === 'system' || await hasLetter(env, act)) return;
  await transaction(env.world.acts, async (tx) => {
    const { applicantId, file: number } = (await loadStates(tx, env.world.facets, [file])).get(file.id)?.['approval'] as ApprovalState;
    if (!applicantId) return;
    await queueMessage(tx, env.messaging, {
      key: once, template: 'approval-step', personId: applicantId, contacts: await reach(env, tx, applicantId, act.recordedAt), subject: file, actId: act.id, page: await hasUsers(tx, applicantId) ? '/professionnel/dossiers' : '/usager/homologations', now: env.world.clock(),
      data: { file: number ?? '', stage: stageOf(act as unknown as Said) },
    });
  });
} };

export const approvalReactions = {
  'approval.filed': [], 'approval.examined': [told], 'approval.visited': [told], 'approval.granted': [told], 'approval.refused': [told], 'approval.reopened': [],
} satisfies Record<ApprovalAct['kind'], readonly Reaction<FollowEnv>[]>;
