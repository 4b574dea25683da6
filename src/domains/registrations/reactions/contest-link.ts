import { openDossier, submitDossier, type World } from '../../../core/demarche/index.ts';

/**
 * What the one-tap link of a warned holder does, once they have pressed the button: it contests the sale in their
 * name. The link came to their own contact; it stops the sale and can do nothing else.
 */
export function contestLink(world: World) {
  return {
    title: 'Contester la vente', button: 'Ce n’est pas moi : arrêter la vente', done: 'La vente est arrêtée. Un agent va vous appeler.',
    question: 'Une vente de votre véhicule a été déclarée. Si ce n’est pas vous, arrêtez-la maintenant. Si c’est bien vous, fermez cette page : rien ne changera.',
    act: async ({ subjectId, personId }: { subjectId: string; personId: string | null }, requestId: string): Promise<{ done: true } | { done: false; instead: string }> => {
      const demarche = world.catalogue.get('contester-cession');
      if (!demarche || !personId) throw new Error('a contest link of nobody');
      const caller = { actor: { kind: 'citizen' as const, personId, accountId: personId, name: '', assurance: 'low' as const }, door: 'link' };
      const dossier = await openDossier(world, caller, {
        demarche, subject: { kind: 'sale', id: subjectId }, input: { reason: 'Je n’ai pas vendu ce véhicule (lien du message d’alerte).' }, idempotency: requestId,
      });
      const outcome = await submitDossier(world, caller, dossier.id);
      if (outcome.kind === 'moved' && outcome.dossier.state === 'issued') return { done: true };
      const why = outcome.kind === 'blocked' ? outcome.blockers.map(({ message }) => message).join(' ') : 'Votre compte ne permet plus d’arrêter cette vente.';
      return { done: false, instead: `La vente n’a pas été arrêtée par ce lien. ${why} Appelez le guichet.` };
    },
  };
}
