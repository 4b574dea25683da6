import { z } from 'zod';
import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import { lawDate } from '../../../core/values/time.ts';
import { kindIds, partnerKinds } from '../model/index.ts';
import type { Accredited } from '../views.ts';

/** The manager's part of a convention: whose papers the professional keeps. */
export const KEPT = ['kept', 'keptFrom'] as const;

/** What a convention is asked with; what is left empty is what the profession usually has. */
export const wanted = {
  acts: z.string().trim().max(600).optional().meta({ label: 'Démarches demandées', hint: 'Vide : toutes celles que le métier ouvre. Sinon leurs codes, séparés par des virgules, par exemple declarer-cession, completer-achat.', control: 'textarea', several: 'Aucune case cochée : toutes celles que le métier ouvre.' }),
  from: lawDate.meta({ label: 'À partir du', control: 'date' }),
  to: lawDate.meta({ label: 'Jusqu’au', control: 'date', exampleDays: 365, hint: 'Ce jour compris.' }),
  sites: z.string().trim().max(300).optional().meta({ label: 'Sites', hint: 'Séparés par des virgules.' }),
  perDay: z.int('Un nombre entier.').min(1, 'Au moins un acte par jour.').max(100_000, 'Ce nombre est trop grand.').optional().meta({ label: 'Actes par jour, pour chaque démarche', hint: 'Vide : le quota usuel du métier.', width: 5 }),
  credit: z.int('Un montant en francs.').min(0, 'Un montant ne peut pas être négatif.').max(1_000_000_000, 'Ce montant est trop grand.').optional().meta({ label: 'Plafond du relevé mensuel', hint: 'Vide : le compte est payé d’avance.', control: 'money', width: 10 }),
  printing: z.boolean().optional().meta({ label: 'L’entreprise imprime elle-même ses titres, sur des titres vierges qui lui sont remis', hint: 'Sinon le guichet les imprime, et elle les retire.' }),
  quotas: z.array(z.object({
    act: z.string().trim().max(60).optional().meta({ label: 'Démarche', hint: 'Son code, par exemple completer-achat. Seulement si son nombre par jour est autre.', width: 20 }),
    perDay: z.int('Un nombre entier.').min(1, 'Au moins un acte par jour.').max(100_000, 'Ce nombre est trop grand.').optional().meta({ label: 'Actes par jour', width: 5 }),
  })).max(3).optional().meta({ label: 'Quota particulier', max: 3 }),
  kept: z.string().trim().max(300).optional().meta({ label: 'Démarches dont le professionnel garde les papiers', hint: 'Leurs noms, séparés par des virgules : aucun agent ne les lit avant l’acte. Vide : rien ne change ; « aucune » : un agent les lit.', audience: 'agent', examples: [''] }),
  keptFrom: lawDate.optional().meta({ label: 'Papiers gardés à partir du', hint: 'Vide : dès le début de la convention, ou comme avant.', control: 'date', audience: 'agent', examples: [''] }),
};

/** Of a convention that is there already. A box left empty says nothing: what a convention had is given up in so many words. */
export const printingAgain = wanted.printing.meta({ ...wanted.printing.meta(), hint: 'Case vide : ce que dit la convention en cours ne change pas.' });
export const noPrinting = z.boolean().optional().meta({ label: 'L’entreprise n’imprime plus ses titres', hint: 'Le guichet les imprimera. Aucune des deux cases : rien ne change.' });

/** Both boxes at once say nothing that can be done. */
export const printingBlocks = ({ printing, noPrinting: stops }: { printing?: boolean | undefined; noPrinting?: boolean | undefined }): Blocker[] =>
  (printing && stops ? [blocker('impression-contraire', 'L’entreprise ne peut pas à la fois imprimer ses titres et ne plus les imprimer.', 'convention-professionnel', 'le demandeur', 'ne cocher qu’une des deux cases', 'noPrinting')] : []);

export const ridet = z.string().overwrite((typed) => typed.replace(/[\s.\u00a0\u202f]/g, '')).regex(/^\d{7}(\d{3})?$/, 'Un RIDET a sept chiffres, ou dix avec le numéro d’établissement.').meta({ label: 'RIDET de l’entreprise', width: 10, examples: ['0000002'] });
export const kind = z.enum(kindIds).meta({ label: 'Métier', options: partnerKinds, examples: ['dealer'] });
export const reason = (label: string) => z.string().trim().min(20, 'Écrivez une phrase, 20 caractères au moins.').max(2000).meta({ label, control: 'textarea', examples: ['Motif d’exemple, en une phrase.'] });
export const basis = z.string().trim().min(3, 'Indiquez le texte ou l’article de la convention.').max(200).meta({ label: 'Fondement', hint: 'Le texte, ou l’article de la convention.', examples: ['Convention type, article 7'] });

/** An accreditation that is over can no longer change; one that was never given neither. */
export function endedBlocks({ accreditation: { status } }: Accredited): Blocker[] {
  return status === 'active' || status === 'suspended' ? [] : [blocker('accreditation-finie', 'Cette accréditation a pris fin.', 'convention-professionnel', 'l’entreprise', 'en demander une nouvelle')];
}
