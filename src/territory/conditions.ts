import type { LawDate } from '../core/values/time.ts';
import { placeholder, standsOn, type Dated } from './dated.ts';

/**
 * What the applicant must prove before a certificate is delivered or changed: a licence and an insurance (reform of
 * November 2023). The principle is known, the exceptions were not seen: every line is a placeholder with its reason.
 */
export type Condition = 'licence' | 'insurance';
/** 'manual': a clerk decides on the papers shown and writes the reason. */
export type Outcome = 'required' | 'waived' | 'manual';

export type ConditionAct =
  | 'first-registration' | 'transfer' | 'succession' | 'co-holder' | 'lease' | 'technical-change' | 'usage-change' | 'return'
  | 'duplicate' | 'address-change' | 'name-change' | 'attestation' | 'withdrawal' | 'export' | 'destruction';
export type ConditionHolder = 'adult' | 'minor' | 'protected-adult' | 'heir' | 'indivision' | 'company' | 'gdpl' | 'association' | 'public-body';
export type ConditionVehicle = 'motor' | 'moped' | 'trailer' | 'machine' | 'collection';

export type ConditionLine = Dated & {
  readonly condition: Condition;
  readonly outcome: Outcome;
  readonly acts: readonly ConditionAct[] | 'any';
  readonly holders: readonly ConditionHolder[] | 'any';
  readonly vehicles: readonly ConditionVehicle[] | 'any';
  readonly reason: string;
};

const exception = (condition: Condition, outcome: Outcome, reason: string, scope: Partial<Pick<ConditionLine, 'acts' | 'holders' | 'vehicles'>>): ConditionLine => ({
  condition, outcome, reason, acts: 'any', holders: 'any', vehicles: 'any', ...scope, ...placeholder('exceptions-2023'),
});
const rule = (condition: Condition, reason: string): ConditionLine => ({
  condition, outcome: 'required', reason, acts: 'any', holders: 'any', vehicles: 'any', ...placeholder('reforme-2023'),
});

const leavingTheRoad: readonly ConditionAct[] = ['attestation', 'withdrawal', 'export', 'destruction'];
const sameHolder: readonly ConditionAct[] = ['duplicate', 'address-change', 'name-change'];

/** Read from the top: the first line that fits decides, so exceptions come before the rule. */
export const conditionLines: readonly ConditionLine[] = [
  exception('licence', 'waived', 'Aucun certificat n’est délivré ni modifié pour circuler.', { acts: leavingTheRoad }),
  exception('licence', 'waived', 'Le titulaire et le véhicule ne changent pas.', { acts: sameHolder }),
  exception('licence', 'waived', 'Une remorque se conduit avec le permis du véhicule qui la tracte.', { vehicles: ['trailer'] }),
  exception('licence', 'waived', 'Une personne morale n’a pas de permis : ses conducteurs en répondent.', { holders: ['company', 'association', 'public-body'] }),
  exception('licence', 'waived', 'Le GDPL n’a pas de permis : son mandataire signe pour lui.', { holders: ['gdpl'] }),
  exception('licence', 'waived', 'L’héritier reçoit le véhicule sans avoir à le conduire.', { acts: ['succession'] }),
  exception('licence', 'waived', 'Une succession ou une indivision ne conduit pas.', { holders: ['heir', 'indivision'] }),
  exception('licence', 'manual', 'Le mineur peut être titulaire sans permis : le représentant légal désigne un conducteur.', { holders: ['minor'] }),
  exception('licence', 'manual', 'Le majeur protégé peut être titulaire sans conduire : le tuteur désigne un conducteur.', { holders: ['protected-adult'] }),
  exception('licence', 'manual', 'Le permis exigé pour un cyclomoteur dépend de l’âge.', { vehicles: ['moped'] }),
  exception('licence', 'manual', 'Certains engins se conduisent sans permis.', { vehicles: ['machine'] }),
  exception('insurance', 'waived', 'Aucun certificat n’est délivré ni modifié pour circuler.', { acts: leavingTheRoad }),
  exception('insurance', 'waived', 'L’État et les collectivités peuvent être leur propre assureur.', { holders: ['public-body'] }),
  exception('insurance', 'manual', 'L’héritier peut garder le véhicule à l’arrêt jusqu’au partage.', { acts: ['succession'], holders: ['heir', 'indivision'] }),
  exception('insurance', 'manual', 'La remorque légère peut être couverte par le contrat du véhicule tracteur.', { vehicles: ['trailer'] }),
  exception('insurance', 'manual', 'Le véhicule de collection peut être couvert par un contrat de flotte.', { vehicles: ['collection'] }),
  rule('licence', 'Toute délivrance ou modification du certificat exige un permis de conduire valide.'),
  rule('insurance', 'Toute délivrance ou modification du certificat exige une assurance.'),
];

export type Situation = { readonly act: ConditionAct; readonly holder: ConditionHolder; readonly vehicle: ConditionVehicle };

/**
 * @returns what the applicant must prove in that situation on that day: the line that decides each condition, with its
 * reason and text. A day before any line: 'waived' is never guessed, the call throws.
 */
export function conditionsFor(situation: Situation, on: LawDate): Record<Condition, ConditionLine> {
  return { licence: deciding('licence', situation, on), insurance: deciding('insurance', situation, on) };
}

function deciding(condition: Condition, { act, holder, vehicle }: Situation, on: LawDate): ConditionLine {
  const fits = <T>(scope: readonly T[] | 'any', one: T) => scope === 'any' || scope.includes(one);
  const found = conditionLines.find(
    (line) => line.condition === condition && standsOn(line, on) && fits(line.acts, act) && fits(line.holders, holder) && fits(line.vehicles, vehicle),
  );
  if (found === undefined) throw new RangeError(`no ${condition} line on ${on}`);
  return found;
}
