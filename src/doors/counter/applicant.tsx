import type { Json } from '../../core/act/types.ts';
import { isHelper } from '../../core/access/actor.ts';
import { designateApplicant, evaluate, lockDossier, openDossier, submitDossier, unflatten, type Blocker, type Demarche, type Flat } from '../../core/demarche/index.ts';
import { notFound, page, seeOther, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { parsePartialDate, encodePartialDate } from '../../core/values/partial-date.ts';
import { uuid } from '../../core/values/ids.ts';
import { findByPivot } from '../../domains/people/index.ts';
import { readForm } from '../../ui/demarche/index.ts';
import type { FormError } from '../../ui/field-spec.ts';
import { applicantPage, exactPage } from './applicant-page.tsx';
import { candidates, NOBODY } from './candidates.ts';
import { keepPieces, openErrand, openStates, seenField, type Errand } from './errand.ts';
import { callerOf, counterAgents, deskAgents, isUuid, textOf, type CounterApp } from './site.tsx';

const PURPOSE = 'choix du demandeur';

/** Who an errand is for: found among homonyms shown side by side, or brought into the register. Chosen by the agent, never by the machine. */
export function applicantRoutes(app: CounterApp): RouteLine[] {
  const path = '/guichet/dossiers/:dossier/demandeur';
  const line = (method: 'GET' | 'POST', more: string, who: RouteLine['who'], handler: (ctx: Ctx, errand: Errand) => Promise<Answer>): RouteLine => ({
    method, path: `${path}${more}`, who, purpose: PURPOSE, handler: async (ctx) => {
      const errand = await openErrand(ctx, app);
      return openStates.includes(errand.dossier.state) ? handler(ctx, errand) : seeOther(`/guichet/dossiers/${errand.dossier.id}`, { kind: 'information', text: 'Ce dossier est déposé : son demandeur ne change plus.' });
    },
  });
  return [
    line('GET', '', deskAgents, async (ctx, errand) => {
      if (isHelper(ctx.actor)) return page(exactPage(ctx, app, errand, {}, []));
      const query = textOf(ctx.query['q']).slice(0, 80);
      return page(applicantPage(ctx, app, errand, { query, found: query.length > 1 ? await candidates(ctx, app, query) : NOBODY, creating: creating(app), flat: startOf(query), errors: [], blockers: [] }));
    }),
    line('POST', '', counterAgents, (ctx, errand) => designate(ctx, app, errand, textOf(ctx.form['personne']))),
    line('POST', '/exact', deskAgents, (ctx, errand) => exact(ctx, app, errand)),
    line('POST', '/nouvelle', counterAgents, (ctx, errand) => inscribe(ctx, app, errand)),
  ];
}

/** Names who asks. @throws notFound when the register knows nobody by this id */
export async function designate(ctx: Ctx, app: CounterApp, { dossier }: Errand, personId: string): Promise<Answer> {
  const [known] = isUuid(personId) ? await app.pools.read`select 1 from pub_counter_party where person_id = ${personId}` : [];
  if (!known) throw notFound('Cette personne n’est pas au registre.');
  await app.world.acts.begin(async (tx) => {
    const locked = await lockDossier(tx, dossier.id);
    if (locked) await designateApplicant(tx, locked, personId, { actor: ctx.actor, at: app.world.clock().toISOString() });
  });
  return seeOther(`/guichet/dossiers/${dossier.id}/saisie`, 'Le demandeur est désigné.');
}

/** A helper searches nothing: they give the whole identity read on a paper, and one person answers, or none. */
async function exact(ctx: Ctx, app: CounterApp, errand: Errand): Promise<Answer> {
  const flat = readForm(ctx.form);
  const [familyName, givenNames] = ['nom', 'prenoms'].map((name) => (flat[name] ?? '').slice(0, 100)) as [string, string];
  const birth = parsePartialDate(flat['naissance'] ?? '');
  const errors: FormError[] = [
    ...(familyName || givenNames ? [] : [{ path: 'nom', message: 'Donnez le nom et les prénoms, comme sur la pièce d’identité.' }]),
    ...(birth ? [] : [{ path: 'naissance', message: 'Donnez la date de naissance, comme sur la pièce d’identité.' }]),
  ];
  const id = birth && !errors.length ? await app.pools.acts.begin((tx) => findByPivot(tx, { familyName, givenNames, birthDate: encodePartialDate(birth) })) as string | undefined : undefined;
  if (id) return designate(ctx, app, errand, id);
  const none = { path: 'nom', message: 'Personne ne répond exactement à cette identité. Continuez sans : le guichet désignera la personne.' };
  return page(exactPage(ctx, app, errand, flat, errors.length ? errors : [none]), 422);
}

/** The démarche by which a person enters the register, whatever it is called. */
function creating(app: CounterApp): Demarche {
  const found = [...app.world.catalogue.values()].find(({ subject }) => subject.mode === 'creates' && subject.view.kind === 'person');
  if (!found) throw new Error('no démarche brings a person into the register');
  return found;
}

const startOf = (query: string): Flat => ({ 'person.kind': 'natural', 'person.civilStatus': 'common', 'person.familyName': query.toLocaleUpperCase('fr') });

/** Brings a person in by that démarche, then designates them. */
async function inscribe(ctx: Ctx, app: CounterApp, errand: Errand): Promise<Answer> {
  const { world } = app;
  const d = creating(app);
  const flat = readForm(ctx.form);
  const input = unflatten(d.input, flat) as Json;
  const evaluation = await evaluate(world, d, { actor: ctx.actor, subject: { kind: d.subject.view.kind, id: uuid(), fresh: true }, json: input });
  const seen = textOf(ctx.form['vu']) === 'oui';
  const errors = [...evaluation.errors, ...(seen ? [] : [{ path: 'vu', message: 'Un papier prouve l’identité : cochez que vous l’avez vu.' }])];
  const again = async (blockers: readonly Blocker[], status: number) => {
    const query = ['person.familyName', 'person.givenNames', 'person.legalName'].flatMap((path) => flat[path]?.trim() || []).join(' ');
    return page(applicantPage(ctx, app, errand, { query, found: query.length > 1 ? await candidates(ctx, app, query) : NOBODY, creating: d, flat, errors, blockers, seen, open: true }), status);
  };
  if (errors.length) return again([], 422);
  if (evaluation.blockers.length) return again(evaluation.blockers, 409);
  const dossier = await openDossier(world, callerOf(ctx), { demarche: d, subject: null, input, idempotency: `guichet:${ctx.requestId}` });
  const form = { ...ctx.form, ...Object.fromEntries(evaluation.pieces.map(({ kind }) => [seenField(kind), 'oui'])) };
  await keepPieces({ ...ctx, form }, app, { dossier, d, flat }, evaluation);
  const outcome = await submitDossier(world, callerOf(ctx), dossier.id);
  if (outcome.kind === 'blocked') return again(outcome.blockers, 409);
  if (outcome.kind !== 'moved' || outcome.dossier.state !== 'issued') return seeOther(`/guichet/dossiers/${dossier.id}`, { kind: 'information', text: 'Cette inscription attend encore quelque chose : terminez-la, puis revenez au premier dossier.' });
  return designate(ctx, app, errand, dossier.subject_id);
}
