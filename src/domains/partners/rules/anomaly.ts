import { daysBetween, formatShortDate, instantOf, today, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { formatF } from '../../../core/values/money.ts';
import { coversAct, type Anomalies, type Evidence, type Reason, type Seen, type Signal, type Twin } from '../model/index.ts';
import { sameDelivery } from './vin.ts';

const points = (signal: Signal, on: LawDate): number => territory.parameter(`partnerOdd.${signal}`, on).value;
const limit = (name: 'partnerBurstActs' | 'partnerBurstMinutes' | 'partnerSamePartyActs' | 'partnerSamePlaceActs' | 'partnerHabitDays' | 'partnerChainDays' | 'partnerHoldersDays' | 'partnerHoldersMost' | 'partnerNewUserDays' | 'partnerPriceActs' | 'partnerPriceLow' | 'partnerPriceHigh' | 'partnerPriceChain' | 'partnerPriceNominal', on: LawDate): number => territory.parameter(name, on).value;

/** Whether this act is one that the score looks at. */
export const isWatched = (demarche: string, on: LawDate): boolean => coversAct(territory.parameter('partnerWatchedActs', on).value, demarche);

/** The score of one act, and every reason for it: the sum of what was found. Pure: the same facts, the same score. */
export function scoreOf(seen: Seen): Anomalies {
  const on = today(seen.at);
  const reasons = [...habits(seen, on), ...number(seen), ...chain(seen, on), ...price(seen, on), ...standing(seen, on), ...photographs(seen, on)].filter(({ points: found }) => found > 0);
  return { score: reasons.reduce((sum, one) => sum + one.points, 0), reasons };
}

const dossiers = (ids: readonly string[]): Evidence[] => ids.slice(0, 12).map((id) => ({ kind: 'dossier', id }));
const reason = (signal: Signal, on: LawDate, said: string, evidence: readonly Evidence[] = [], times = 1): Reason => ({ signal, points: points(signal, on) * times, said, evidence });

/** When it was sent, and what the company sent before it. */
function habits({ at, habits: before, kind, demarche }: Seen, on: LawDate): Reason[] {
  const hour = Math.floor((at.getTime() - instantOf(on, '00:00').getTime()) / 3_600_000);
  const [from, until] = territory.parameter('partnerQuietHours', on).value as [number, number];
  const closed = closedWord(on);
  const found: Reason[] = [];
  if (hour >= from || hour < until) found.push(reason('hours', on, `Envoyé la nuit, à ${hour} h.`));
  else if (closed) found.push(reason('hours', on, `Envoyé un ${closed}.`));
  const most = limit('partnerBurstActs', on);
  if (before.burst.length >= most) found.push(reason('burst', on, `${before.burst.length} actes du même utilisateur dans les ${limit('partnerBurstMinutes', on)} minutes précédentes.`, dossiers(before.burst)));
  const days = limit('partnerHabitDays', on);
  const again = Math.floor(before.sameParty.length / limit('partnerSamePartyActs', on));
  if (again) found.push(reason('same-party', on, `Le même acheteur ou titulaire revient : ${before.sameParty.length} autres actes de l’entreprise en ${days} jours.`, dossiers(before.sameParty), Math.min(again, 3)));
  const there = Math.floor(before.samePlace.length / limit('partnerSamePlaceActs', on));
  if (there) found.push(reason('same-place', on, `La même adresse est donnée par ${before.samePlace.length} autres acheteurs de l’entreprise en ${days} jours.`, dossiers(before.samePlace), Math.min(there, 2)));
  if (before.userSince && daysBetween(today(before.userSince), on) < limit('partnerNewUserDays', on)) found.push(reason('new-user', on, `L’utilisateur a ses accès depuis le ${formatShortDate(today(before.userSince))} seulement.`));
  if (coversAct(territory.parameter('partnerUnlikeActs', on).value, `${kind}:${demarche}`)) found.push(reason('unlike-kind', on, 'Cet acte est rare dans ce métier.'));
  return found;
}

function closedWord(on: LawDate): string | null {
  const holiday = territory.holidayOn(on);
  if (holiday) return `jour férié (${holiday.name})`;
  return new Date(`${on}T00:00:00Z`).getUTCDay() === 0 ? 'dimanche' : null;
}

/** The number of a vehicle that enters the register, beside those that are there: one reason a signal, whatever its neighbours. */
function number({ at, matter: { chassis, used }, twins }: Seen): Reason[] {
  if (!chassis) return [];
  const on = today(at);
  const same = twins.filter((one) => one.chassis === chassis);
  // Cars of one delivery follow one another; a stolen one among them is worth a look.
  const near = twins.filter((one) => one.chassis !== chassis && (one.stolen || !sameDelivery(chassis, one.chassis, used)));
  const stolen = [...same, ...near].find((one) => one.stolen && (one.chassis === chassis || !sameDelivery(chassis, one.chassis, used)));
  const seen = (signal: Signal, said: string, which: readonly Twin[]) => reason(signal, on, said, which.map(({ vehicleId: id }) => ({ kind: 'vehicle', id })));
  const GRAVE = 'celui d’un véhicule volé, saisi ou à l’identité contestée';
  if (stolen) return [seen('vin-stolen', stolen.chassis === chassis ? `Ce numéro de série est ${GRAVE}.` : `Ce numéro de série est, à un signe près, ${GRAVE} (${stolen.chassis}).`, [stolen])];
  if (same.length) return [seen('vin-twin', 'Ce numéro de série est déjà celui d’un autre véhicule du registre.', same)];
  const [first] = near;
  if (!first) return [];
  return [seen('vin-near', first.stolen ? `Ce numéro de série suit de près ${GRAVE} (${first.chassis}) : peut-être de la même livraison.` : `Ce numéro de série ne diffère que d’un signe de celui d’un véhicule du registre (${first.chassis}).`, near)];
}

/** Acts that follow one another too fast on one vehicle. */
function chain({ at, demarche, past }: Seen, on: LawDate): Reason[] {
  const days = limit('partnerChainDays', on);
  const within = (day: string, most: number) => daysBetween(today(new Date(day)), on) <= most && day <= at.toISOString();
  const leaving = leaves(demarche, on);
  const act = (id: string): Evidence[] => [{ kind: 'act', id }];
  const found: Reason[] = [];
  if (leaving && past.registered && within(past.registered.on, days)) found.push(reason('resold-at-once', on, `Le véhicule n’est au registre que depuis le ${formatShortDate(today(new Date(past.registered.on)))}.`, act(past.registered.actId)));
  if (leaving && past.duplicate && within(past.duplicate.on, days)) found.push(reason('duplicate-then-sale', on, `Un duplicata du certificat a été délivré le ${formatShortDate(today(new Date(past.duplicate.on)))}.`, act(past.duplicate.actId)));
  const span = limit('partnerHoldersDays', on);
  const changes = past.changes.filter((one) => within(one.on, span));
  if (changes.length >= limit('partnerHoldersMost', on)) found.push(reason('many-holders', on, `Le véhicule a déjà changé ${changes.length} fois de titulaire en ${span} jours.`, changes.map(({ actId }) => ({ kind: 'act', id: actId }))));
  return found;
}

/** What is said to be paid, beside what the company usually declares, then beside what the same vehicle went for just before. */
function price({ matter: { price: paid, scrapped, saleId }, kind, demarche, prices: { usual, same } }: Seen, on: LawDate): Reason[] {
  if (paid === null) return [];
  const said = paid ? formatF(paid) : 'Sans prix';
  const known = !scrapped && usual && usual.of >= limit('partnerPriceActs', on) ? usual : null;
  const [does, acts] = saleId ? ['achète', 'achats'] : ['vend', 'ventes'];
  const found: Reason[] = [];
  if (known && (paid * limit('partnerPriceLow', on) <= known.median || paid >= known.median * limit('partnerPriceHigh', on))) {
    found.push(reason('price', on, `${said} pour un véhicule que l’entreprise ${does} d’ordinaire autour de ${formatF(known.median)} (médiane de ${known.of} ${acts}).`));
  } else if (!scrapped && paid < limit('partnerPriceNominal', on) && leaves(demarche, on) && territory.parameter('partnerPricedKinds', on).value.includes(kind)) {
    found.push(reason('price-nominal', on, `${said} : un professionnel de la vente ne cède guère ainsi un véhicule pour rouler.`));
  }
  const far = same.filter((one) => apart(paid, one.price) >= limit('partnerPriceChain', on)).toSorted((a, b) => apart(paid, b.price) - apart(paid, a.price))[0];
  if (far) found.push(reason('price-chain', on, `${said}, alors que le même véhicule était déclaré à ${formatF(far.price)} le ${formatShortDate(today(far.on))}.`, dossiers([far.dossierId])));
  return found;
}

/** How many times the one goes into the other; nothing paid is as far as can be. */
const apart = (a: number, b: number): number => Math.max(a, b) / Math.min(a, b);
const leaves = (demarche: string, on: LawDate): boolean => coversAct(territory.parameter('partnerLeavingActs', on).value, demarche);

const standing = ({ past: { measures }, matter: { vehicleId } }: Seen, on: LawDate): Reason[] =>
  (measures.length ? [reason('under-measure', on, `Une mesure court sur ce véhicule : ${measures.join(', ')}.`, vehicleId ? [{ kind: 'vehicle', id: vehicleId }] : [])] : []);

/** A photograph shows one vehicle. */
const photographs = ({ photos = [] }: Seen, on: LawDate): Reason[] =>
  (photos.length ? [reason('same-photo', on, `La même photo a servi pour ${photos.length > 1 ? `${photos.length} autres dossiers` : 'un autre dossier'} : ${photos.slice(0, 5).map(({ number }) => number).join(', ')}${photos.length > 5 ? '…' : ''}.`, dossiers(photos.map(({ id }) => id)))] : []);
