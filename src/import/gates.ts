import type { Tx } from '../core/db/sql.ts';
import { bodies, energies, kinds, type ContestGround } from '../domains/vehicles/index.ts';
import { usages } from '../domains/registrations/index.ts';
import { judgeHolds } from './holds.ts';
import type { LawDate } from '../core/values/time.ts';
import { territory } from '../territory/index.ts';

/**
 * What a gate does with a row. `refuse`: nothing is loaded, the file must be put right. `dispute`: loaded, and every act
 * blocked until a clerk has looked. `unidentified`: the same, because the source says nothing of who it is.
 * `advice`: loaded as it is, and shown as such.
 */
export type Effect = 'refuse' | 'dispute' | 'unidentified' | 'advice';
export type Gate = {
  readonly rule: string; readonly effect: Effect; readonly sentence: string;
  /** The condition that a row fulfils, and what it is about. */
  readonly where?: string; readonly detail?: string;
  /** Instead of both: the fields that fulfil it as one text, empty when none does. */
  readonly listed?: string;
  /** Under which heading a clerk finds the vehicle, when it has to be settled. */
  readonly ground?: ContestGround;
};

const list = (codes: object) => `'{${Object.keys(codes).map((code) => `"${code}"`).join(',')}}'::text[]`;
const of = (field: string) => `fields ->> '${field}'`;
const numbers = ['F.1', 'F.2', 'F.3', 'G', 'G.1', 'P.1', 'P.2', 'P.6', 'Q', 'S.1', 'S.2', 'U.1', 'U.2', 'V.7'];
const zeroable = ['F.1', 'F.2', 'F.3', 'G', 'G.1', 'P.1', 'P.2', 'P.6', 'Q', 'S.1', 'U.1', 'U.2'];
const worded = ['D.1', 'D.2', 'D.2.1', 'D.3', 'K', 'R'];
const lengths: Readonly<Record<string, number>> = { 'D.1': 40, 'D.2': 120, 'D.2.1': 20, 'D.3': 60, K: 40, R: 30 };
/** Fields of a row that fulfil a condition, as one text. `unless`: what one look at them all says of most rows, so that each field is looked at on few. */
const those = (fields: readonly string[], wrong: (field: string) => string, unless: string) =>
  `case when ${unless} then '' else concat_ws(', ', ${fields.map((field) => `case when ${wrong(field)} then '${field}' end`).join(', ')}) end`;
const FILLER = '(ORIGINAL|SANS|NON DEFINIE?|INCONNUE?|NEANT|NC|N/A|X+|[?]+|-+|[.]+|0+)';
const ZERO = '0+([.,]0+)?';
const all = (fields: readonly string[]) => `concat_ws('|', ${fields.map(of).join(', ')})`;
const one = (pattern: string) => `'(^|[|])${pattern}([|]|$)'`;
const notNumber = those(numbers, (field) => `${of(field)} is not null and import_number(${of(field)}) is null`, 'clean');
const negative = those(numbers, (field) => `import_number(${of(field)}) < 0`, 'clean');
const zeros = those(zeroable, (field) => `${of(field)} like '0%' and ${of(field)} ~ '^${ZERO}$'`, `numbers !~ ${one(ZERO)}`);
const tooLong = those(worded, (field) => `length(${of(field)}) > ${lengths[field]}`, `length(words) <= ${Math.min(...Object.values(lengths))}`);
const fillers = those(worded, (field) => `upper(${of(field)}) ~ '^${FILLER}$'`, `words !~ ${one(FILLER)}`);
const missingForPlate = "plate is not null and (fields ->> 'title' is null or fields ->> 'commune' is null)";

/** Every rule, in the order of the report. Adding one is adding a line. */
export const gates: readonly Gate[] = [
  { rule: 'colonnes', effect: 'refuse', sentence: 'La ligne n’a pas le nombre de colonnes de l’en-tête : un séparateur manque ou est en trop.', where: "fields ? '_columns'", detail: "fields ->> '_columns'" },
  { rule: 'valeur-demesuree', effect: 'refuse', sentence: 'Une valeur dépasse 1 000 signes : un guillemet est sans doute resté ouvert, ou la colonne n’est pas la bonne.', where: "fields ? '_huge'", detail: "fields ->> '_huge'" },
  { rule: 'numero-trop-long', effect: 'refuse', sentence: 'Ce numéro de plaque, de châssis ou de titre, ou ce nom, est trop long pour en être un.', where: `length(plate) > 20 or length(chassis) > 40 or length(${of('title')}) > 40 or length(${of('holderName')}) > 200 or length(key) > 100`, detail: `left(concat_ws(' ', case when length(plate) > 20 then plate end, case when length(chassis) > 40 then chassis end, case when length(${of('title')}) > 40 then ${of('title')} end), 60)` },
  { rule: 'sans-cle', effect: 'refuse', sentence: 'La ligne ne nomme pas son véhicule : ni clé de la source, ni plaque, ni numéro de châssis.', where: "key = ''" },
  { rule: 'cle-en-double', effect: 'refuse', sentence: 'Cette clé de la source figure déjà plus haut dans le fichier : une ligne par véhicule.', where: "key <> '' and line in (select d.line from twice t join import_row d on d.run = $1 and d.key = t.key and d.line > t.line)" },
  { rule: 'immatriculation-incomplete', effect: 'refuse', sentence: 'Une immatriculation sans numéro de titre ou sans commune ne peut pas être reprise : rien n’est inventé à leur place.', where: missingForPlate },
  { rule: 'nombre-negatif', effect: 'refuse', sentence: 'Une masse, une puissance ou un nombre de places ne peut pas être négatif.', listed: negative },
  { rule: 'plaque-en-double', effect: 'dispute', sentence: 'La même plaque figure sur plusieurs lignes du fichier.', where: "plate is not null and plate in (select plate from import_row where run = $1 and plate is not null group by plate having count(*) > 1)", ground: 'twin' },
  { rule: 'chassis-en-double', effect: 'dispute', sentence: 'Le même numéro de châssis figure sur plusieurs lignes du fichier.', where: "chassis is not null and chassis in (select chassis from import_row where run = $1 and chassis is not null group by chassis having count(*) > 1)", ground: 'twin' },
  { rule: 'plaque-au-registre', effect: 'dispute', sentence: 'Un autre véhicule du registre porte déjà cette plaque.', ground: 'twin' },
  { rule: 'chassis-au-registre', effect: 'dispute', sentence: 'Un autre véhicule du registre porte déjà ce numéro de châssis.', ground: 'twin' },
  { rule: 'titre-au-registre', effect: 'refuse', sentence: 'Ce numéro de titre est déjà celui d’un autre véhicule du registre ou du fichier : un titre n’en désigne qu’un.', where: "fields ->> 'title' in (select fields ->> 'title' from import_row where run = $1 and fields ? 'title' group by 1 having count(*) > 1)" },
  { rule: 'plaque-a-venir', effect: 'dispute', sentence: 'Ce numéro de la série NC n’a pas encore été attribué : la plaque est à vérifier.', where: "plate ~ '^[0-9]{1,9}NC$' and left(plate, -2)::bigint >= $first", ground: 'plate' },
  { rule: 'identite-inconnue', effect: 'unidentified', sentence: 'La source ne donne ni plaque, ni numéro de châssis : véhicule repris sans identité.', where: 'plate is null and chassis is null', ground: 'unknown' },
  { rule: 'titulaire-incomplet', effect: 'dispute', sentence: 'Le titulaire est nommé sans RIDET ni date de naissance lisible : il n’est pas repris, un agent doit le rattacher.', where: "fields ? 'holderName' and not fields ? 'holderRidet' and (fields ->> 'holderBirth' is null or fields ->> 'holderBirth' !~ '[0-9]{4}')", ground: 'holder' },
  { rule: 'commune-inconnue', effect: 'refuse', sentence: 'Cette commune n’est pas une commune de Nouvelle-Calédonie (code INSEE attendu, pas un code postal).', where: `${of('commune')} is not null and ${of('commune')} <> all (${list(Object.fromEntries(territory.communes.map((one) => [one.insee, 1])))})`, detail: of('commune') },
  { rule: 'mesure-inconnue', effect: 'dispute', sentence: 'Une mesure de la source n’est d’aucun type, ou d’aucune autorité, que ce registre connaît : elle n’est pas reprise, un agent doit la lire.', ground: 'hold' },
  { rule: 'mesure-illisible', effect: 'dispute', sentence: 'Une mesure de la source n’a pas de référence ou pas de dates lisibles : elle n’est pas reprise, un agent doit la lire.', ground: 'hold' },
  { rule: 'vol-en-double', effect: 'dispute', sentence: 'La source donne deux vols en cours pour ce véhicule : le premier est repris, un agent doit lire l’autre.', ground: 'hold' },
  { rule: 'mesure-finie', effect: 'advice', sentence: 'Une mesure est finie et son début n’est pas connu : elle ne bloque rien et n’est pas reprise.' },
  { rule: 'mesures-ajoutees', effect: 'advice', sentence: 'Ce véhicule est déjà au registre : les mesures lisibles de ce fichier qui lui manquaient lui sont ajoutées ; celles qu’il a déjà restent ce qu’elles sont devenues.' },
  { rule: 'adresse-illisible', effect: 'advice', sentence: 'L’adresse du titulaire n’est pas reprise : il faut la commune (code INSEE), et une rue, une tribu, un lot ou un lieu-dit ; une boîte postale seule ne dit pas où l’on habite.', where: "fields ? '_address'", detail: "fields ->> '_address'" },
  { rule: 'date-impossible', effect: 'advice', sentence: 'La date de première mise en circulation n’est pas lisible : elle n’est pas reprise.', where: "fields ? 'B' and born is null", detail: of('B') },
  { rule: 'date-future', effect: 'advice', sentence: 'La première mise en circulation est dans l’avenir.', where: "rpad(left(trim(born, '~'), 7), 7, '-00') > left('$today', 7)" },
  { rule: 'date-ancienne', effect: 'advice', sentence: 'La première mise en circulation est antérieure à 1890.', where: "left(born, 4) < '1890'" },
  { rule: 'nombre-illisible', effect: 'advice', sentence: 'Ce qui devait être un nombre n’en est pas un : la valeur n’est pas reprise.', listed: notNumber },
  { rule: 'zero-inconnu', effect: 'advice', sentence: 'Zéro veut dire « inconnu » dans ces champs : gardé tel quel, affiché « inconnu ».', listed: zeros },
  { rule: 'vide-sur-ptac', effect: 'advice', sentence: 'Le poids à vide (G.1) dépasse le PTAC (F.2).', where: 'g1 > f2 and f2 > 0', detail: "g1 || ' > ' || f2" },
  { rule: 'service-sur-ptac', effect: 'advice', sentence: 'La masse en service (G) dépasse le PTAC (F.2).', where: 'g > f2 and f2 > 0', detail: "g || ' > ' || f2" },
  { rule: 'ptra-sous-ptac', effect: 'advice', sentence: 'Le PTRA (F.3) est inférieur au PTAC (F.2).', where: 'f3 < f2 and f3 > 0', detail: "f3 || ' < ' || f2" },
  { rule: 'energie-inconnue', effect: 'advice', sentence: 'Ce code d’énergie (P.3) n’est dans aucune liste : gardé tel quel.', where: `${of('P.3')} <> all (${list(energies)})`, detail: of('P.3') },
  { rule: 'genre-inconnu', effect: 'advice', sentence: 'Ce genre (J.1) n’est dans aucune liste : gardé tel quel.', where: `${of('J.1')} <> all (${list(kinds)})`, detail: of('J.1') },
  { rule: 'carrosserie-inconnue', effect: 'advice', sentence: 'Cette carrosserie (J.3) n’est dans aucune liste : gardée telle quelle.', where: `${of('J.3')} <> all (${list(bodies)})`, detail: of('J.3') },
  { rule: 'usage-inconnu', effect: 'advice', sentence: 'Cet usage n’est dans aucune liste : « usage privé » est retenu, à vérifier.', where: `${of('usage')} <> all (${list(usages)})`, detail: of('usage') },
  { rule: 'remplissage', effect: 'advice', sentence: 'Ce texte remplit la case sans rien dire : gardé tel quel.', listed: fillers },
  { rule: 'couleur-etrange', effect: 'advice', sentence: '« Noir clair » ou « blanc foncé » n’est pas une couleur : gardée telle quelle.', where: `upper(${of('R')}) in ('NOIR CLAIR', 'NOIR FONCE', 'BLANC CLAIR', 'BLANC FONCE')`, detail: of('R') },
  { rule: 'chassis-long', effect: 'advice', sentence: 'Un numéro de châssis a 17 signes au plus, lettres et chiffres : gardé tel quel.', where: "chassis !~ '^[A-Z0-9]{1,17}$'" },
  { rule: 'valeur-longue', effect: 'advice', sentence: 'Ce texte est plus long que sa case sur le certificat : gardé entier.', listed: tooLong },
  { rule: 'signes-otes', effect: 'advice', sentence: 'Des signes invisibles (NUL, caractères de commande) ont été ôtés de ces champs.', where: "fields ? '_controls'", detail: "fields ->> '_controls'" },
  { rule: 'saut-de-ligne', effect: 'advice', sentence: 'Une valeur s’étend sur plusieurs lignes : un guillemet est peut-être resté ouvert.', where: "words ~ E'[\\r\\n]'" },
  { rule: 'vehicule-vide', effect: 'advice', sentence: 'La source ne dit rien du véhicule, ni marque ni genre : certificat annulé, le plus souvent.', where: `${of('D.1')} is null and ${of('J.1')} is null` },
];

export const gateOf: ReadonlyMap<string, Gate> = new Map(gates.map((gate) => [gate.rule, gate]));

/**
 * Runs every gate over the whole file, in one scan: what many rules look at (all numbers, all words) is put together once a row.
 * @returns how many rows each rule met
 */
export async function judge(tx: Tx, run: string, today: LawDate): Promise<ReadonlyMap<string, number>> {
  const first = Number(territory.parameter('firstNumberToIssue', today).value);
  const asked = gates.filter(({ where, listed }) => where ?? listed);
  // What a row meets, one text each: the rule, then what it is about. The conditions are this file's own texts; nothing of the file being loaded enters a statement.
  const met = asked.map(({ rule, where, detail, listed }) => (listed
    ? `'${rule}' || E'\\x1f' || nullif(${listed}, '')`
    : `case when (${where?.replace('$first', String(first)).replace('$today', today)}) then '${rule}' || E'\\x1f' || coalesce((${detail ?? 'null'})::text, '') end`));
  // A few hundred thousand plates fit in memory; the default would sort them on disk.
  await tx`set local work_mem = '64MB'`;
  await tx.unsafe(`
    with twice as materialized (select key, min(line) as line from import_row where run = $1 group by key having count(*) > 1)
    insert into import_remark (run, line, rule, detail)
    select judged.run, judged.line, split_part(one, E'\\x1f', 1), nullif(split_part(one, E'\\x1f', 2), '')
    from (
      select r.run, r.line, array_remove(array[${met.join(', ')}], null) as met
      from (
        select seen.*, ${['F.2', 'F.3', 'G', 'G.1'].map((field) => `case when clean then replace(${of(field)}, ',', '.')::numeric else import_number(${of(field)}) end as ${field.replace('.', '').toLowerCase()}`).join(', ')}
        from (
          select *, numbers ~ '^([0-9]{1,12}([.,][0-9]{1,6})?([|]|$))*$' as clean
          from (select run, line, key, plate, chassis, born, fields, ${all(numbers)} as numbers, upper(${all(worded)}) as words from import_row where run = $1 offset 0) put offset 0
        ) seen offset 0
      ) r
    ) judged, unnest(judged.met) one`, [run]);
  await judgeHolds(tx, run, today);
  const counts = await tx<{ rule: string; count: number }[]>`select rule, count(*)::int as count from import_remark where run = ${run} group by rule`;
  return new Map([...asked.map(({ rule }) => [rule, 0] as const), ...counts.map(({ rule, count }) => [rule, count] as const)]);
}
