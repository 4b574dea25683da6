import { z } from 'zod';
import { lawDate } from '../../../core/values/time.ts';
import { proof } from './situation.ts';

/** Every power to sign for someone: its name, and the papers that prove it (to confirm with the administration). */
export const powerKinds = {
  parental: { label: 'Représentant légal du mineur', proofs: ['Livret de famille', 'Acte de naissance', 'Acte coutumier'] },
  'minor-guardian': { label: 'Tuteur du mineur', proofs: ['Décision du juge des tutelles', 'Acte coutumier'] },
  tutelle: { label: 'Tuteur', proofs: ['Jugement de tutelle'] },
  curatelle: { label: 'Curateur', proofs: ['Jugement de curatelle'] },
  'habilitation-familiale': { label: 'Personne habilitée par le juge', proofs: ['Jugement d’habilitation familiale'] },
  heir: { label: 'Héritier', proofs: ['Acte de notoriété', 'Attestation du notaire', 'Acte coutumier de succession'] },
  'estate-notary': { label: 'Notaire chargé de la succession', proofs: ['Attestation du notaire'] },
  'legal-representative': { label: 'Représentant légal', proofs: ['Extrait du registre du commerce', 'Avis de situation au RIDET', 'Statuts'] },
  'gdpl-mandate': { label: 'Mandataire du GDPL', proofs: ['Acte coutumier désignant le mandataire', 'Statuts du groupement'] },
  'association-officer': { label: 'Dirigeant de l’association', proofs: ['Procès-verbal d’assemblée', 'Récépissé de déclaration'] },
  'public-authority': { label: 'Autorité ou agent délégataire', proofs: ['Arrêté de nomination', 'Délégation de signature'] },
  'indivision-mandate': { label: 'Mandataire commun des indivisaires', proofs: ['Mandat signé de tous les indivisaires', 'Acte coutumier'] },
  mandate: { label: 'Mandataire', proofs: ['Mandat signé', 'Procuration'] },
} as const;

export type PowerKind = keyof typeof powerKinds;

/** What a power may be limited to: families of errands, so that a mandate says them in a person's words. */
export const actFamilies = {
  cession: 'Vendre, donner ou céder',
  mutation: 'Acheter, et mettre au nom de la personne',
  titre: 'Certificat : duplicata, attestation, adresse, nom',
  vehicule: 'Véhicule : modification, usage, numéro, retrait, exportation, destruction',
  location: 'Location : inscrire ou retirer un locataire',
} as const;
export type ActFamily = keyof typeof actFamilies;
const box = (family: ActFamily) => z.boolean().optional().meta({ label: actFamilies[family], ...(family === 'cession' ? { examples: ['oui'] } : {}) });
/** One box for each family of errands. */
export const actBoxes = z.object({ cession: box('cession'), mutation: box('mutation'), titre: box('titre'), vehicule: box('vehicule'), location: box('location') });
/** @returns the families that are ticked */
export const actsTicked = (boxes: z.output<typeof actBoxes> | undefined): ActFamily[] => (Object.keys(actFamilies) as ActFamily[]).filter((family) => boxes?.[family]);

/** A power given by law, a judge, an act or a person: `holder` may sign for `grantor`, on [from, to), for some acts. */
export const power = z.object({
  kind: z.enum(Object.keys(powerKinds) as [PowerKind, ...PowerKind[]]),
  grantor: z.string(),
  holder: z.string(),
  acts: z.union([z.literal('any'), z.array(z.string()).min(1)]),
  from: lawDate,
  to: lawDate.nullable(),
  proof,
});
export type Power = z.infer<typeof power>;
