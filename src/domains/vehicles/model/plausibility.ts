import { boundsOf, formatPartialDate } from '../../../core/values/partial-date.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { codeLabel, energies, familyOf, kinds, bodies } from './codes.ts';
import { advice, error, type Remark } from './remark.ts';
import { knownNumber, technicalFields, type Technical, type TechnicalKey } from './technical.ts';

/**
 * What a careful agent would say of technical data, in French. Only what cannot be is an error; the rest is advice.
 * @param today a first registration after it cannot be
 */
export function plausibility(data: Technical, today: LawDate): readonly Remark[] {
  return [
    ...firstRegistration(data, today), ...usualBounds(data), ...masses(data), ...engine(data), ...seats(data), ...powerToMass(data), ...fillers(data), ...codesOfNoList(data),
  ];
}

/** What is odd and may be right, beside the answers that stand under this path: a person looks twice, nothing stops. */
export const advices = (data: Technical, today: LawDate, under: string): { path: string; message: string }[] =>
  plausibility(data, today).filter(({ severity }) => severity === 'advice').map(({ field, sentence }) => ({ path: `${under}.${field}`, message: sentence }));

/** @returns the fields whose 0 means « inconnu », so that screens write « inconnu » and not 0. */
export function unknownZeros(data: Technical): readonly TechnicalKey[] {
  return technicalFields.filter(({ key }) => data[key] === 0 && knownNumber(data, key) === undefined).map(({ key }) => key);
}

function firstRegistration({ B }: Technical, today: LawDate): readonly Remark[] {
  if (B === undefined) return [];
  if (boundsOf(B).first > today) return [error('date-future', 'B', `La première mise en circulation (${formatPartialDate(B)}) est dans l’avenir.`)];
  return boundsOf(B).last < '1890-01-01' ? [advice('date-ancienne', 'B', 'Avant 1890 : vérifiez l’année.')] : [];
}

function usualBounds(data: Technical): readonly Remark[] {
  return technicalFields.flatMap(({ key, label, unit, usual }) => {
    const value = knownNumber(data, key);
    if (value === undefined || usual === undefined || (value >= usual[0] && value <= usual[1])) return [];
    return [advice('valeur-inhabituelle', key, `${label}\u00a0: ${fr(value)} ${unit} est inhabituel (d’ordinaire de ${fr(usual[0])} à ${fr(usual[1])}).`)];
  });
}

function masses(data: Technical): readonly Remark[] {
  const above = (big: TechnicalKey, small: TechnicalKey, sentence: string): readonly Remark[] => {
    const [x, y] = [knownNumber(data, big), knownNumber(data, small)];
    return x !== undefined && y !== undefined && x > y ? [advice('masses-incoherentes', big, `${sentence} (${fr(x)} kg contre ${fr(y)} kg).`)] : [];
  };
  const kind = data['J.1'];
  const heavy = (knownNumber(data, 'F.2') ?? 0) > 3500;
  return [
    ...above('G.1', 'F.2', 'Le poids à vide dépasse le PTAC'),
    ...above('G', 'F.2', 'La masse en service dépasse le PTAC'),
    ...above('G.1', 'G', 'Le poids à vide dépasse la masse en service'),
    ...above('F.2', 'F.3', 'Le PTAC dépasse le PTRA'),
    ...above('F.2', 'F.1', 'Le PTAC dépasse la masse techniquement admissible'),
    ...(heavy && (kind === 'VP' || kind === 'CTTE') ? [advice('genre-ptac', 'J.1', `${codeLabel(kinds, kind)} de plus de 3,5 t\u00a0: le genre est peut-être CAM ou VASP.`)] : []),
  ];
}

function engine(data: Technical): readonly Remark[] {
  const electric = data['P.3'] === 'EL';
  const family = familyOf(data['J.1'] ?? '');
  const [capacity, co2] = [knownNumber(data, 'P.1'), knownNumber(data, 'V.7')];
  return [
    ...(electric && (capacity ?? 0) > 0 ? [advice('cylindree-electrique', 'P.1', 'Un véhicule électrique n’a pas de cylindrée.')] : []),
    ...(electric && (co2 ?? 0) > 0 ? [advice('co2-electrique', 'V.7', 'Un véhicule électrique n’émet pas de CO₂.')] : []),
    ...(family === 'trailer' && ((capacity ?? 0) > 0 || (knownNumber(data, 'P.2') ?? 0) > 0) ? [advice('remorque-moteur', 'P.1', 'Une remorque n’a pas de moteur.')] : []),
    ...(family === 'moped' && (capacity ?? 0) > 50 ? [advice('cyclomoteur-cylindree', 'P.1', 'Un cyclomoteur a 50 cm³ au plus\u00a0: le genre est peut-être MTL.')] : []),
  ];
}

function seats(data: Technical): readonly Remark[] {
  const count = knownNumber(data, 'S.1');
  if (count === undefined) return [];
  if (data['J.1'] === 'VP' && count > 9) return [advice('places-vp', 'S.1', 'Une voiture particulière a neuf places au plus\u00a0: le genre est peut-être TCP.')];
  return data['J.1'] === 'TCP' && count <= 9 ? [advice('places-tcp', 'S.1', 'Un transport en commun a plus de neuf places.')] : [];
}

/** Q is kW per kg, but legacy files hold two scales, ten times apart. */
function powerToMass(data: Technical): readonly Remark[] {
  const [ratio, power, mass] = [knownNumber(data, 'Q'), knownNumber(data, 'P.2'), knownNumber(data, 'G') ?? knownNumber(data, 'G.1')];
  if (ratio === undefined || power === undefined || mass === undefined) return [];
  const computed = power / mass;
  const [low, high] = [computed / ratio, ratio / computed];
  if (low < 2 && high < 2) return [];
  return [{ ...advice('rapport-puissance-masse', 'Q', `${fr(ratio)} kW/kg ne suit pas de P.2 et G, qui donnent ${fr(Number(computed.toFixed(3)))}.`), suggestion: computed.toFixed(2) }];
}

const FILLERS = /^(ORIGINAL|SANS|NON DEFINI|NON DEFINIE|INCONNU|INCONNUE|NEANT|NC|N\/A|N\.A\.|X+|\?+|-+|\.+|0+)$/;
const STRANGE_COLOUR = /^(NOIR|BLANC) (CLAIR|FONCE)$/;

/** Words that fill a box without saying anything, as real registers hold them. */
function fillers(data: Technical): readonly Remark[] {
  const texts = technicalFields.flatMap(({ key, label, type }) => {
    const value = data[key];
    const empty = type === 'text' && typeof value === 'string' && FILLERS.test(value.toUpperCase());
    return empty ? [advice('valeur-de-remplissage', key, `${label}\u00a0: « ${String(value)} » remplit la case sans rien dire.`)] : [];
  });
  const strange = STRANGE_COLOUR.test(data.R?.toUpperCase() ?? '') ? [advice('couleur-etrange', 'R', `« ${data.R} » n’est pas une couleur\u00a0: relisez.`)] : [];
  return [...texts, ...strange];
}

function codesOfNoList(data: Technical): readonly Remark[] {
  const lists = { 'J.1': kinds, 'J.3': bodies, 'P.3': energies } as const;
  return (Object.keys(lists) as (keyof typeof lists)[]).flatMap((key) => {
    const value = data[key];
    return value === undefined || Object.hasOwn(lists[key], value) ? [] : [advice('code-hors-liste', key, `« ${value} » n’est dans aucune liste\u00a0: il est gardé tel quel.`)];
  });
}

const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 3 });

function fr(value: number): string {
  return number.format(value);
}
