/** A vehicle in the stock of a professional: bought to be sold, no certificate in its name, on the road under a W only. */
import type { ActDraft } from '../../../core/act/types.ts';
import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { lifeOf, type RegistrationState } from '../model/state.ts';
import type { LifeStatus } from '../model/acts.ts';

const text = 'stock-professionnel';
export const inStock = (state: RegistrationState): boolean => lifeOf(state) === 'stock';

/** What would make a certificate, or a way to one, out of a vehicle that its professional bought without: its holder must sell it. */
export function stockActBlocks(state: RegistrationState, acts: readonly ActDraft[]): Blocker[] {
  return inStock(state) && acts.some(({ kind, payload }) => kind === 'registration.title-issued' || certifies(payload as Payload)) ? [inStockBlock()] : [];
}
type Payload = { titleNumber?: string | null; status?: LifeStatus };
const certifies = ({ titleNumber, status }: Payload): boolean => Boolean(titleNumber) || status === 'withdrawn';

const inStockBlock = (): Blocker => blocker(
  'en-stock', 'Ce véhicule est en stock chez un professionnel : aucun certificat n’est délivré à son nom.', text, 'le professionnel', 'déclarer sa vente ; l’acheteur reçoit le certificat',
);

/** May this company buy for resale: one of its professions must be among those whom the parameter names. @param kinds of its accreditations that run on `on` */
export function tradeBlocks(kinds: readonly string[], on: LawDate, path: string): Blocker[] {
  const allowed = territory.parameter('stockKinds', on).value;
  return kinds.some((kind) => allowed.includes(kind)) ? [] : [blocker(
    'pas-negociant', 'L’achat sans certificat est réservé aux professionnels accrédités du négoce de véhicules.', text, 'le gestionnaire des professionnels',
    'demander l’accréditation, ou terminer l’achat à son nom, avec un certificat', path, 'demander-accreditation',
  )];
}
