import type { World } from '../../../core/demarche/index.ts';
import { ask, isDone, wrongsOf, type Errand } from '../errands.ts';
import { ACCEPT, CANCEL, CONFIRM_LINK } from './texts.ts';

/** Its page asks for the number, or opens on the account of whoever is logged in: a link proves no more than its own errand. */
const NEXT = [{ label: 'Voir le rendez-vous', href: '/rendez-vous/suivi' }, { label: 'Prendre un autre rendez-vous', href: '/rendez-vous' }];

type Said = { done: true } | { done: false; instead: string };

/** What the one-tap links of messages do, by their purpose: the link came to the contact of the appointment, and opens that one only. */
export function appointmentLinks(world: World) {
  const one = (errand: Errand, answers: Record<string, string>, words: { title: string; question: string; button: string; done: string }) => ({
    ...words, next: NEXT, act: async ({ subjectId }: { subjectId: string; personId: string | null }, requestId: string): Promise<Said> => {
      const { outcome } = await ask(world, { actor: { kind: 'anonymous', opened: subjectId }, door: 'link' }, errand, subjectId, answers, requestId);
      return isDone(outcome) ? { done: true } : { done: false, instead: wrongsOf(outcome).map(({ message }) => message).join(' ') };
    },
  });
  return {
    [CANCEL]: one('annuler', {}, { title: 'Annuler le rendez-vous', question: 'Vous ne pouvez pas venir ? La place servira à quelqu’un. Si vous venez, fermez cette page : rien ne changera.', button: 'Annuler ce rendez-vous', done: 'C’est annulé. La place servira à quelqu’un.' }),
    [CONFIRM_LINK]: one('confirmer', { by: 'code' }, { title: 'Confirmer le rendez-vous', question: 'Vous avez demandé ce rendez-vous ? Confirmez-le : la place n’est gardée que quelques minutes. Sinon, fermez cette page.', button: 'Confirmer', done: 'C’est confirmé. La confirmation vous est envoyée.' }),
    [ACCEPT]: one('repondre-offre', { answer: 'accept' }, { title: 'Prendre la place libérée', question: 'Une place s’est libérée et vous est gardée. Si vous la prenez, elle remplace celle que vous aviez.', button: 'Prendre cette place', done: 'La place est à vous. La confirmation vous est envoyée.' }),
  };
}
