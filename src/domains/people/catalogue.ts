import type { Demarche } from '../../core/demarche/index.ts';
import { changerCoordonnees } from './demarches/changer-coordonnees.ts';
import { inscrirePersonne } from './demarches/inscrire-personne.ts';
import { donnerMandat } from './demarches/donner-mandat.ts';
import { enregistrerPouvoir } from './demarches/enregistrer-pouvoir.ts';
import { enregistrerSituation, terminerSituation } from './demarches/situations.ts';
import { revoquerMandat } from './demarches/revoquer-mandat.ts';

/** Who somebody is, and who signs for them: everything that people promise. */
export const peopleDemarches: readonly Demarche[] = [inscrirePersonne, changerCoordonnees, donnerMandat, revoquerMandat, enregistrerPouvoir, enregistrerSituation, terminerSituation];
