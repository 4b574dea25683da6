import { formatF } from '../../core/values/money.ts';
import type { LawDate } from '../../core/values/time.ts';
import { authorityWords, holdRules, type HoldType } from '../../domains/registrations/index.ts';
import { territory, type Condition, type ConditionAct, type ConditionHolder, type ConditionLine, type ConditionVehicle, type Dated, type Outcome, type TextId } from '../../territory/index.ts';

/** A value that stands without its text having been seen. `from`, `to` and `author` are null for what carries no date (a text, an office). */
export type Unconfirmed = { name: string; value: string; from: LawDate | null; to: LawDate | null; author: string | null; text: TextId };
export type UnconfirmedGroup = { id: string; title: string; lines: readonly Unconfirmed[] };

/** Everything flagged « à confirmer », past and future lines included, in groups. Pure: the same data gives the same list. */
export function unconfirmed(on: LawDate): readonly UnconfirmedGroup[] {
  return [
    { id: 'parametres', title: 'Paramètres', lines: parameters() },
    { id: 'recours', title: 'Voies de recours', lines: territory.appealWays.filter(unsure).map((one) => ({ ...dated(one), name: one.label, value: `devant ${one.before}` })) },
    { id: 'tarifs', title: 'Tarifs', lines: tariffs(on) },
    { id: 'exonerations', title: 'Exonérations', lines: territory.exemptions.filter(unsure).map((one) => ({ ...dated(one), name: one.label, value: `exonérés : ${one.tariffs.map((code) => tariffName(code, on)).join(', ')}` })) },
    { id: 'conditions', title: 'Conditions de permis et d’assurance', lines: territory.conditionLines.filter(unsure).map((one) => ({ ...dated(one), name: `${conditionWords[one.condition]} : ${scope(one)}`, value: `${outcomeWords[one.outcome]}. ${one.reason}` })) },
    { id: 'mesures', title: 'Qui ordonne quelle mesure', lines: territory.orderLines.filter(unsure).map((one) => ({ ...dated(one), name: holdRules[one.measure as HoldType].label, value: one.authorities.map(authorityWords).join(', ') })) },
    { id: 'series', title: 'Séries de numéros', lines: territory.series.filter(unsure).map((one) => ({ ...dated(one), name: one.label, value: `suffixe ${one.suffix}, ${one.digits} chiffres au plus` })) },
    { id: 'rendez-vous', title: 'Rendez-vous : motifs, priorités, tournées', lines: appointments(on) },
    { id: 'lieux-et-jours', title: 'Lieux et jours fériés', lines: placesAndDays() },
    { id: 'textes', title: 'Textes de loi', lines: territory.legalTexts.filter(({ status }) => status === 'to-confirm').map(({ id, title, reference }) => ({ name: title, value: reference, from: null, to: null, author: null, text: id })) },
  ];
}

const unsure = ({ toConfirm }: { toConfirm: boolean }): boolean => toConfirm;
const dated = ({ from, to, author, text }: Dated) => ({ from, to, author, text });

function parameters(): Unconfirmed[] {
  return territory.parameterNames.flatMap((name) => territory.parameterLines(name)).filter(unsure)
    .map((one) => ({ ...dated(one), name: one.label, value: `${[one.value].flat().join(', ')} ${one.unit}` }));
}

/** One line a price; the redevance, whose price is by commune, is one line with its span. */
function tariffs(on: LawDate): Unconfirmed[] {
  const grid = territory.tariffGrid(on).filter(unsure);
  return [...Map.groupBy(grid, ({ code }) => code).values()].flatMap((lines) => {
    const [first] = lines;
    if (!first) return [];
    const amounts = lines.map(({ amount }) => amount);
    const value = lines.length === 1 ? formatF(first.amount) : `de ${formatF(Math.min(...amounts))} à ${formatF(Math.max(...amounts))}, ${lines.length} montants`;
    return [{ ...dated(first), name: first.label, value }];
  });
}

function tariffName(code: string, on: LawDate): string {
  return territory.tariffGrid(on).find((one) => one.code === code)?.label.toLowerCase() ?? code;
}

function appointments(on: LawDate): Unconfirmed[] {
  return [
    ...territory.motiveLines.filter(unsure).map((one) => ({ ...dated(one), name: one.title, value: `${one.minutes} minutes, places ${one.mode === 'fair' ? 'tirées au sort' : 'libres'}, à apporter : ${one.bring.join(' ; ')}` })),
    ...territory.priorities(on).filter(unsure).filter(({ proof }) => proof).map((one) => ({ ...dated(one), name: one.label, value: `preuve : ${one.proof ?? ''}` })),
    ...(['counter', 'lane'] as const).flatMap((kind) => territory.queueMotives(on, kind)).filter(unsure).map((one) => ({ ...dated(one), name: `Accueil : ${one.title}`, value: `lettre ${one.letter}, à apporter : ${one.bring.join(' ; ') || 'rien'}` })),
    ...territory.queuePriorities(on).filter(unsure).filter(({ minutes }) => minutes).map((one) => ({ ...dated(one), name: `File : ${one.label}`, value: `compte comme arrivée ${one.minutes} minutes plus tôt` })),
    ...territory.tours.filter(unsure).map((one) => ({ ...dated(one), name: one.name, value: one.address })),
  ];
}

function placesAndDays(): Unconfirmed[] {
  const offices = territory.offices.filter(unsure).map(({ name, address, text }) => ({ name, value: address, from: null, to: null, author: null, text }));
  const days = { name: 'Jours fériés', value: 'liste d’un calendrier public', from: null, to: null, author: null, text: 'jours-feries' as const };
  return territory.holidaysToConfirm ? [...offices, days] : offices;
}

function scope({ acts, holders, vehicles }: ConditionLine): string {
  const said = [
    acts === 'any' ? '' : acts.map((one) => actWords[one]).join(', '),
    holders === 'any' ? '' : holders.map((one) => holderWords[one]).join(', '),
    vehicles === 'any' ? '' : vehicles.map((one) => vehicleWords[one]).join(', '),
  ].filter(Boolean);
  return said.length ? said.join(' ; ') : 'tous les cas';
}

const conditionWords: Readonly<Record<Condition, string>> = { licence: 'Permis', insurance: 'Assurance' };
const outcomeWords: Readonly<Record<Outcome, string>> = { required: 'Exigé', waived: 'Non exigé', manual: 'Un agent apprécie' };
const actWords: Readonly<Record<ConditionAct, string>> = {
  'first-registration': 'première immatriculation', transfer: 'changement de titulaire', succession: 'succession', 'co-holder': 'co-titulaires', lease: 'location',
  'technical-change': 'modification technique', 'usage-change': 'changement d’usage', return: 'remise en circulation', duplicate: 'duplicata', 'address-change': 'changement d’adresse',
  'name-change': 'changement d’état civil', attestation: 'attestation', withdrawal: 'retrait de la circulation', export: 'exportation', destruction: 'destruction',
};
const holderWords: Readonly<Record<ConditionHolder, string>> = {
  adult: 'majeur', minor: 'mineur', 'protected-adult': 'majeur protégé', heir: 'héritier', indivision: 'indivision', company: 'société', gdpl: 'GDPL', association: 'association', 'public-body': 'administration',
};
const vehicleWords: Readonly<Record<ConditionVehicle, string>> = { motor: 'véhicule à moteur', moped: 'cyclomoteur', trailer: 'remorque', machine: 'engin', collection: 'véhicule de collection' };
