import type { World } from '../../core/demarche/index.ts';
import { formatDate } from '../../core/values/time.ts';
import { loadStates } from '../../core/act/store.ts';
import type { AccreditationState } from './model/index.ts';
import { stopBlocks } from './rules/controls.ts';
import { accreditationById } from './store/accreditations.ts';
import { ENTRY } from './granted.ts';
import { inviteUser, UserRefused } from './users.ts';

type Said = { done: true; next: readonly { label: string; href: string }[] } | { done: false; instead: string };

/**
 * What the link of a granted accreditation does once its button is pressed: it makes the entry of the first manager whom the
 * signed request names, and nothing else. Once, for some days, while this very convention stands and nobody answers for the company yet.
 */
function entryLink(world: World) {
  return {
    title: 'Ouvrir l’accès du premier responsable', button: 'Ouvrir cet accès',
    question: 'L’accréditation de votre entreprise est accordée. Ce bouton ouvre l’accès de la personne que votre demande nomme comme premier responsable : elle choisit ensuite son mot de passe et relie son téléphone. Si ce n’est pas vous, faites-le avec elle.',
    done: 'L’accès est ouvert. Choisissez maintenant le mot de passe : l’adresse ci-dessous sert une fois.',
    act: async ({ subjectId, personId }: { subjectId: string; personId: string | null }, requestId: string): Promise<Said> => {
      const instead = (why: string): Said => ({ done: false, instead: `${why} Au besoin, le gestionnaire des professionnels fait un autre lien, au guichet unique.` });
      const found = await accreditationById(world.acts, subjectId, world.clock());
      const state = (await loadStates(world.acts, world.facets, [{ kind: 'accreditation', id: subjectId }])).get(subjectId)?.['accreditation'] as AccreditationState | undefined;
      if (!found || !state || !personId) throw new Error('an entry link of nobody');
      const [stop] = stopBlocks(found, found.kind, world.today(world.clock()));
      if (stop) return instead(stop.message);
      const manager = state.people?.manager;
      if (!manager) return instead('Le nom du premier responsable est effacé.');
      try {
        const made = await inviteUser(world, { personId }, requestId, { ...manager, companyId: found.companyId, kind: found.kind, role: 'manager', first: true });
        return made ? { done: true, next: [{ label: `Première entrée de ${manager.name}, jusqu’au ${formatDate(world.today(made.until))}`, href: `/compte/${made.token}` }] } : instead('Ce lien a déjà servi.');
      } catch (error) {
        if (error instanceof UserRefused) return instead(error.message);
        throw error;
      }
    },
  };
}

/** What the links of messages of this domain do, by their purpose. */
export const partnerLinks = (world: World): Readonly<Record<string, ReturnType<typeof entryLink>>> => ({ [ENTRY]: entryLink(world) });
