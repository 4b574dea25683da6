import { z } from 'zod';
import { clerk, type Actor } from '../../../core/access/actor.ts';
import { fromCounter } from '../../../core/act/draws.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step, type Blocker, type Demarche } from '../../../core/demarche/index.ts';
import { addMonths, formatShortDate, lawDate, today as dayOf, type LawDate } from '../../../core/values/time.ts';
import { technicalOf } from '../../vehicles/index.ts';
import { brakes, day, defects, odometer, tickedCodes } from '../model/fields.ts';
import type { InspectionAct, InspectionState } from '../model/inspection.ts';
import type { Above, Inspected } from '../model/standing.ts';
import { changesVerdict, correctionBlocks, hides, isFreshEntry, restored, targetOf, type Entry, type Given, type Target } from '../rules/correction.ts';
import { kilometres } from '../rules/odometer.ts';
import { periodicity } from '../rules/periodicity.ts';
import { untilOf, visitBlocks } from '../rules/visit.ts';
import { entriesOf } from '../store-entries.ts';
import { approvedCentre, inspectedVehicle, inspector } from '../views.ts';
import { correctedWords, sourceWords, visitKindWords } from '../words.ts';
import { visitPapers } from './enregistrer-visite.ts';

const when = (...values: string[]) => ({ showWhen: { path: 'what', values } });
const input = z.object({
  cites: z.uuid('Choisissez la visite ou le relevé à corriger.').meta({ label: 'Visite ou relevé à corriger', hint: 'L’identifiant de l’acte, dans la chronologie du véhicule.', offers: 'acts', examples: ['00000000-0000-4000-8000-000000000000'] }),
  what: z.enum(Object.keys(correctedWords) as ['odometer', 'day', 'brakes', 'verdict', 'vehicle']).meta({ label: 'Ce qui est faux', options: correctedWords }),
  odometer: odometer.meta({ label: 'Compteur exact', hint: 'Tel qu’il se lit sur la feuille de visite, ou sur le véhicule.', requiredWhenShown: true, ...when('odometer') }),
  on: day('Jour exact').optional().meta({ requiredWhenShown: true, ...when('day') }),
  brakes: brakes.optional().meta(when('brakes')),
  defects: defects.optional().meta({ label: 'Défauts constatés', ...when('verdict') }),
  verdict: z.enum(['accepted', 'refused', 'deferred']).optional().meta({ label: 'Verdict exact', hint: 'Aucun pour un contrôle avant une vente.', options: { accepted: 'Accepté', refused: 'Refusé', deferred: 'En sursis' }, ...when('verdict') }),
  until: lawDate.optional().meta({ label: 'En sursis jusqu’au', control: 'date', showWhen: { path: 'verdict', values: ['deferred'] }, requiredWhenShown: true }),
  reason: z.string().trim().min(10, 'Dites en une phrase ce qui s’est passé.').max(500).meta({ label: 'Pourquoi c’est faux', control: 'textarea', hint: 'Par exemple : deux chiffres inversés à la saisie.' }),
});
type Input = z.output<typeof input>;
const givenOf = ({ defects: ticked, brakes: measured, ...rest }: Input): Given => ({ ...rest, brakes: measured && Object.fromEntries(Object.entries(measured).filter(([, value]) => value !== undefined)), defects: tickedCodes(ticked) });

/** A visit or a reading that was keyed wrong: a new act cites the old one and carries what stands from now on; the wrong one stays in the journal. */
export const corrigerVisite = (above: Above): Demarche => demarche({
  id: 'corriger-visite', title: 'Corriger une visite ou un relevé du compteur', family: 'registre',
  summary: 'Une faute de saisie est corrigée par un nouvel acte ; l’ancienne valeur reste au journal, et les titulaires sont avertis.',
  law: ['maison-visites', 'controle-periodique', 'maison-compteur'],
  who: [inspector, approvedCentre, clerk], presence: 'original-paper', applicant: 'optional', subject: inspectedVehicle(above),
  facts: { entries: (tx, { subject }): Promise<Entry[]> => entriesOf(tx, subject.id) },
  input,
  steps: [
    step('erreur', 'L’erreur', ['cites', 'what', 'odometer', 'on']), step('freinage', 'Freinage', ['brakes']),
    step('defauts', 'Défauts et verdict', ['defects', 'verdict', 'until']),
    step('motif', 'Le motif', ['reason']),
  ],
  choices: ({ state, facts, actor }) => ({ cites: facts.entries.flatMap((entry) => choice(entry, state.inspection, actor)) }),
  blocks: ({ facts }) => (facts.entries.length ? [] : [blocker('rien-a-corriger', 'Aucune visite ni aucun relevé de ce véhicule n’est au registre.', 'maison-visites', 'un centre de contrôle', 'enregistrer une visite')]),
  pieces: () => [], signatures: () => [], fees: () => [], pay: 'never',
  review: ({ state, facts, input: asked, actor, today }) => {
    const target = targetOf(facts.entries, state.inspection, asked.cites);
    if (!target) return 'clerk';
    if (changesVerdict(target, givenOf(asked))) return 'two-persons';
    return isFreshEntry(target, today) && isOwn(target, actor) && !hides(givenOf(asked)) ? 'automatic' : 'clerk';
  },
  decide: ({ state, facts, input: asked, subject, today, actor }) => {
    const target = targetOf(facts.entries, state.inspection, asked.cites);
    if (!target) return blocked([blocker('visite-inconnue', 'Cette visite n’est pas, ou n’est plus, de ce véhicule.', 'maison-visites', 'qui corrige', 'choisir une visite de la liste', 'cites')]);
    const given = givenOf(asked);
    const found = [...whoBlocks(target, actor, today), ...correctionBlocks(target, given, today), ...asVisit(state, target, given, today)];
    if (found.length) return blocked(found);
    const { visit, reading, entry } = target;
    const number = fromCounter(`VT-${today.slice(0, 4)}`);
    return accept([act<InspectionAct>({
      kind: 'inspection.corrected', subjects: [subject], cites: [entry.actId, ...entry.corrections],
      payload: {
        what: given.what, number: visit && given.what !== 'vehicle' ? number : null, replaces: visit?.number ?? null, on: (visit ?? reading)?.on as LawDate, verdictChanged: changesVerdict(target, given),
        restored: restored(state.inspection, target, given, visit ? { number, ...follows(state, above, visit, given) } : {}),
      },
      private: [{ class: 'identity', name: 'reason', content: asked.reason }],
    })]);
  },
  issues: (acts) => visitPapers(acts, 'inspection.corrected'),
});

/** Until when, and the next day (X.1), as they follow from what is now said. */
function follows({ vehicle, registration }: Inspected, above: Above, visit: InspectionState['visits'][number], given: Given) {
  const on = given.on ?? visit.on;
  const verdict = visit.verdict === 'reported' ? 'reported' as const : given.verdict ?? visit.verdict;
  const frequency = verdict === 'accepted' ? periodicity(above.standing(registration), technicalOf(vehicle), on) : null;
  const until = verdict === 'reported' ? null : given.what === 'verdict' || given.what === 'day' ? untilOf({ verdict, until: given.until ?? visit.until ?? undefined, on }) : visit.until;
  return { until, nextOn: frequency ? addMonths(on, frequency.months) : null };
}

/** What is said of a visit after its correction must hold as if it were entered now. */
function asVisit({ vehicle, inspection }: Inspected, { visit }: Target, given: Given, today: LawDate): Blocker[] {
  if (!visit || !['day', 'verdict'].includes(given.what)) return [];
  const earlier = inspection.visits.slice(0, inspection.visits.indexOf(visit));
  const verdict = given.what === 'verdict' ? given.verdict : visit.verdict === 'reported' ? undefined : visit.verdict;
  return visitBlocks({ ...inspection, visits: earlier }, {
    kind: visit.kind, on: given.on ?? visit.on, verdict, until: given.until ?? visit.until ?? undefined, defects: given.what === 'verdict' ? given.defects ?? [] : visit.defects, byCentre: visit.companyId !== null, firstUse: technicalOf(vehicle).B,
  }, today);
}

const isOwn = ({ visit }: Target, actor: Actor): boolean =>
  visit !== null && (actor.kind === 'partner' ? visit.companyId === actor.companyId : actor.kind === 'agent' && visit.companyId === null && visit.inspector === actor.agentId);

/** An approved centre mends its own slip on the day; whatever comes later, an agent weighs the reasons. */
function whoBlocks(target: Target, actor: Actor, today: LawDate): Blocker[] {
  if (actor.kind !== 'partner') return [];
  const ask = (code: string, message: string) => [blocker(code, message, 'maison-visites', 'le CCTV ou le guichet unique', 'leur donner la bonne valeur, et ses raisons', 'cites')];
  if (!isOwn(target, actor)) return ask('visite-autre-centre', 'Votre centre n’a pas saisi ce contrôle.');
  if (target.entry.byOffice) return ask('visite-corrigee-par-agent', 'Un agent a déjà corrigé ce contrôle : votre centre ne revient pas sur ce qu’il a décidé.');
  return isFreshEntry(target, today) ? [] : ask('correction-tardive', `Ce contrôle a été saisi le ${formatShortDate(dayOf(new Date(target.entry.recordedAt)))} : votre centre ne le corrige plus lui-même.`);
}

/** A visit in the words of whoever looks for it; a centre is offered its own. */
function choice(entry: Entry, state: InspectionState, actor: Actor): { value: string; label: string }[] {
  const target = targetOf([entry], state, entry.actId);
  if (!target || (actor.kind === 'partner' && !isOwn(target, actor))) return [];
  const { visit, reading } = target;
  // The reading of a visit is corrected with it.
  if (entry.kind === 'odometer.read' && state.visits.some((one) => one.at === entry.at)) return [];
  const said = visit ? `${visitKindWords[visit.kind]} du ${formatShortDate(visit.on)}, n° ${visit.number}` : `${sourceWords[reading?.source ?? 'inspection']}, le ${formatShortDate(reading?.on as LawDate)}`;
  return [{ value: entry.actId, label: reading ? `${said}, ${kilometres(reading.km)}` : said }];
}
