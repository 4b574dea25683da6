import type { Actor } from '../../../core/access/actor.ts';
import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { paid, type DeclaredPrice } from '../model/price.ts';

const text = 'prix-declare';

/** Whether the law of the day asks this trade for its prices: nobody else is asked. */
const mustSay = (actor: Actor, on: LawDate): boolean => actor.kind === 'partner' && territory.parameter('partnerPricedKinds', on).value.includes(actor.partnerKind);

export const priceAwaited = (given: DeclaredPrice, actor: Actor, on: LawDate): string[] => (mustSay(actor, on) && !given.free ? ['price'] : []);

/** A trade that sells says its price, or that there was none; and not both. */
export function priceBlocks(given: DeclaredPrice, actor: Actor, on: LawDate): Blocker[] {
  const WHO = 'le professionnel';
  if (given.free && given.price !== undefined) return [blocker('prix-et-don', 'Un prix est donné, et la case dit que rien n’est payé.', text, WHO, 'garder l’un ou l’autre', 'price')];
  return mustSay(actor, on) && paid(given) === null ? [blocker('prix-manquant', 'Le prix manque : votre métier le dit à chaque vente et à chaque achat pour revendre.', text, WHO, 'donner le prix de la facture, ou cocher que rien n’est payé', 'price')] : [];
}
