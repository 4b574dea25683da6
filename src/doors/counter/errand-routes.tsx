import { isHelper } from '../../core/access/actor.ts';
import { cancelDossier, fieldsOf, isShown, loadDossier, needsApplicant, saveInput, submitDossier, unflatten, WrongStage, type Demarche, type Dossier, type Evaluation, type Outcome } from '../../core/demarche/index.ts';
import { HttpFault, json, notFound, page, seeOther, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import type { Json } from '../../core/act/types.ts';
import { history } from '../../core/act/read.ts';
import { formatSince } from '../../core/values/time.ts';
import { actSentence } from '../../domains/registrations/index.ts';
import { formatF } from '../../core/values/money.ts';
import { Button, ErrorSummary, Field, Form } from '../../ui/index.ts';
import { pieceField, stateWords } from '../../ui/demarche/index.ts';
import { designate } from './applicant.tsx';
import { APPLICANT } from './applicant-card.tsx';
import { lookupFields } from './lookup.ts';
import { errandPage } from './errand-form.tsx';
import { examine, keepPieces, keepTyped, matchesOf, openErrand, openStates, startErrand, typedBy, type Errand } from './errand.ts';
import { personsById } from './store.ts';
import { subjectText } from './subject.ts';
import { callerOf, deskAgents, isUuid, show, textOf, type CounterApp } from './site.tsx';

const PURPOSE = 'démarche au guichet';

/** Any démarche at the counter: choose it, fill it in, check it, hand it in. */
export function errandRoutes(app: CounterApp): RouteLine[] {
  const find = (ctx: Ctx): Demarche => { const d = app.world.catalogue.get(ctx.params['id'] ?? ''); return d && mayBegin(ctx, d) ? d : unknown(); };
  return [
    { method: 'GET', path: '/guichet/demarches', who: deskAgents, purpose: PURPOSE, handler: (ctx) => page(catalogue(ctx, app)) },
    { method: 'POST', path: '/guichet/demarches/:id', who: deskAgents, purpose: PURPOSE, handler: async (ctx) => {
      try {
        const dossier = await startErrand(ctx, app, find(ctx), named(ctx), textOf(ctx.form['demandeur']));
        return seeOther(`/guichet/dossiers/${dossier.id}/saisie`);
      } catch (error) {
        if (error instanceof HttpFault && error.status !== 404) return page(catalogue(ctx, app, { id: ctx.params['id'] ?? '', typed: named(ctx), message: error.detail }), 422);
        throw error;
      }
    } },
    { method: 'GET', path: '/guichet/dossiers/:dossier/saisie', who: deskAgents, purpose: PURPOSE, handler: async (ctx) => {
      const errand = await openErrand(ctx, app);
      if (!openStates.includes(errand.dossier.state)) return seeOther(`/guichet/dossiers/${errand.dossier.id}`);
      return page(await shown(ctx, app, errand, [], false));
    } },
    { method: 'POST', path: '/guichet/dossiers/:dossier/saisie', who: deskAgents, purpose: PURPOSE, handler: async (ctx) => fill(ctx, app, await openErrand(ctx, app)) },
    { method: 'POST', path: '/guichet/dossiers/:dossier/brouillon', who: deskAgents, purpose: PURPOSE, handler: async (ctx) => {
      const { dossier, d } = await openErrand(ctx, app);
      await saveInput(app.world, dossier.id, unflatten(d.input, typedBy(ctx, dossier, d)) as Json);
      return json({ saved: true });
    } },
    { method: 'POST', path: '/guichet/dossiers/:dossier/abandonner', who: deskAgents, purpose: PURPOSE, handler: async (ctx) => {
      const { dossier } = await openErrand(ctx, app);
      try {
        await cancelDossier(app.world, callerOf(ctx), dossier.id, 'au guichet');
      } catch (error) {
        if (error instanceof WrongStage) return seeOther(`/guichet/dossiers/${dossier.id}`, { kind: 'information', text: 'Ce dossier a changé d’étape entre-temps : relisez-le.' });
        throw error;
      }
      return seeOther('/guichet', `Le dossier ${dossier.number} est abandonné.`);
    } },
  ];
}

/** Keeps everything first; then says what is wrong, or hands in. */
async function fill(ctx: Ctx, app: CounterApp, before: Errand): Promise<Answer> {
  if (!openStates.includes(before.dossier.state)) return seeOther(`/guichet/dossiers/${before.dossier.id}`, { kind: 'information', text: 'Ce dossier est déjà déposé : il ne change plus.' });
  const what = textOf(ctx.form['_faire']);
  const errand = await keepTyped(ctx, app, before);
  const first = await examine(ctx, app, errand);
  const refused = await keepPieces(ctx, app, errand, first.evaluation);
  if (!refused.length) {
    if (what.startsWith(`${APPLICANT}:`) && !isHelper(ctx.actor)) return designate(ctx, app, errand, what.slice(APPLICANT.length + 1));
    if (what === APPLICANT || what === 'recapitulatif') return seeOther(`/guichet/dossiers/${errand.dossier.id}/${what}`);
  }
  const { evaluation, missing } = await examine(ctx, app, errand);
  const lacking = what === 'deposer' && !evaluation.blockers.length ? missing.map(({ kind, label }) => ({ path: pieceField(kind), message: isHelper(ctx.actor) ? `${label} : joignez une photo ou un PDF.` : `${label} : joignez une copie, ou cochez « vu l’original ».` })) : [];
  const errors = [...nobodyAsks(ctx, errand, what), ...evaluation.errors, ...refused, ...lacking];
  if (what !== 'deposer' && what !== 'incomplet') return page(await shown(ctx, app, errand, errors, true), errors.length ? 422 : evaluation.ctx && evaluation.blockers.length ? 409 : 200);
  if (errors.length) return page(await shown(ctx, app, errand, errors, true), 422);
  const outcome = await submitDossier(app.world, callerOf(ctx), errand.dossier.id);
  if (outcome.kind === 'blocked') return page(await shown(ctx, app, errand, [], true), 409);
  if (outcome.kind === 'invalid') return page(await shown(ctx, app, errand, outcome.errors, true), 422);
  return seeOther(`/guichet/dossiers/${errand.dossier.id}`, said(outcome));
}

/** Handing in names who asks. A helper, who may search nobody, may leave it to the counter. */
function nobodyAsks(ctx: Ctx, { dossier, d }: Errand, what: string): { path: string; message: string }[] {
  if (!['deposer', 'incomplet'].includes(what) || dossier.applicant_id || !needsApplicant(d) || isHelper(ctx.actor)) return [];
  return [{ path: APPLICANT, message: 'Dites qui demande : désignez la personne avant de déposer.' }];
}

/** Where the dossier went, in a sentence. */
export function said(outcome: Outcome): { kind: 'success' | 'information' | 'error'; text: string } {
  switch (outcome.kind) {
    case 'not-entitled': return { kind: 'error', text: `Ceci est ouvert à : ${outcome.may.join(', ')}.` };
    case 'blocked': return { kind: 'error', text: `${outcome.blockers.length === 1 ? 'Un point bloque' : `${outcome.blockers.length} points bloquent`} la décision : ${outcome.blockers.map(({ message }) => message).join(' ')}` };
    case 'invalid': return { kind: 'error', text: 'Des réponses sont à corriger.' };
    case 'moved': return moved(outcome.dossier);
  }
}

function moved({ state, quote, result }: Dossier): { kind: 'success' | 'information'; text: string } {
  if (state === 'to_pay') return { kind: 'success', text: `Dossier complet. À encaisser : ${formatF(quote?.total ?? 0)}.` };
  if (state === 'issued') return { kind: 'success', text: `C’est fait : l’acte est au registre${Array.isArray(result?.titles) && result.titles.length ? ' et les papiers sont commandés' : ''}.` };
  if (state === 'in_review') return { kind: 'information', text: 'Déposé : un agent qui a la délégation de signature doit l’examiner.' };
  if (state === 'to_complete') return { kind: 'information', text: 'Déposé incomplet : il attend ses compléments.' };
  return { kind: 'information', text: stateWords(state).label };
}

async function shown(ctx: Ctx, app: CounterApp, errand: Errand, errors: readonly { path: string; message: string }[], checked: boolean): Promise<string> {
  const fresh = { ...errand, dossier: await loadDossier(app.world.acts, errand.dossier.id) as Dossier };
  const { applicant_id: asking } = fresh.dossier;
  const [examined, matches, subject, acts] = await Promise.all([examine(ctx, app, fresh), matchesOf(ctx, app, errand), subjectText(app, errand.dossier), citable(app, errand)]);
  const involved = asking || isHelper(ctx.actor) ? [] : involvedIn(errand, examined.evaluation);
  const people = await ctx.disclose(await personsById(app.pools.read, asking ? [asking] : involved));
  return errandPage(ctx, app, { errand, examined, matches, errors, checked, subject, applicant: people.find(({ person_id }) => person_id === asking), involved: asking ? [] : people, acts });
}

/** Persons of the register whom the errand is about: those whose state it reads, then those the answers name. Most often one of them asks. */
function involvedIn({ d, flat }: Errand, { subjects }: Evaluation): string[] {
  const chosen = lookupFields(fieldsOf(d.input)).filter((field) => isShown(field, flat)).map(({ path }) => flat[path] ?? '');
  return [...new Set([...subjects.filter(({ kind, fresh }) => kind === 'person' && !fresh).map(({ id }) => id), ...chosen.filter(isUuid)])].slice(0, 4);
}

/** The acts that a form may cite, as its reader tells them apart. */
async function citable({ world, pools }: CounterApp, { d, dossier }: Errand): Promise<{ id: string; label: string }[]> {
  if (!fieldsOf(d.input).some(({ offers }) => offers === 'acts')) return [];
  const acts = await history(pools.read, world.facets, { kind: d.subject.view.kind, id: dossier.subject_id });
  return acts.reverse().map(({ act }) => {
    const { title, details } = actSentence(act);
    return { id: act.id, label: [formatSince(new Date(act.effectiveAt)), title, ...details.slice(0, 1)].join(', ') };
  });
}

const FAMILIES: Readonly<Record<Demarche['family'], string>> = {
  titulaire: 'Acheter, vendre, déménager', vehicule: 'Le véhicule', titre: 'Le certificat', 'rendez-vous': 'Rendez-vous', mesure: 'Oppositions et mesures', registre: 'Le registre', professionnel: 'Professionnels',
};

/** Whether this agent has a capacity for it, whatever the subject. */
function mayBegin({ actor }: Ctx, d: Demarche): boolean {
  return d.who.some((one) => one.holds({ actor, subject: { kind: d.subject.view.kind, id: '' }, state: {}, get: (facet) => facet.initial, today: '' }));
}

/** Every démarche an agent may do: on what, then go. */
function catalogue(ctx: Ctx, app: CounterApp, wrong?: { id: string; typed: string; message: string }): string {
  const all = [...app.world.catalogue].filter(([, d]) => mayBegin(ctx, d));
  const families = (Object.keys(FAMILIES) as Demarche['family'][]).filter((family) => all.some(([, d]) => d.family === family));
  return show(ctx, app, { title: 'Démarches', hasErrors: wrong !== undefined, children: (
    <>
      <ErrorSummary errors={wrong ? [{ path: `sujet-${wrong.id}`, message: wrong.message }] : []} />
      <h1 class="govuk-heading-l">Démarches</h1>
      <p class="govuk-body">Toute démarche en ligne se fait aussi ici, avec la demande signée.</p>
      {families.map((family) => (
        <section>
          <h2 class="govuk-heading-m">{FAMILIES[family]}</h2>
          <div class="sitt-pairs">{all.filter(([, d]) => d.family === family).map(([id, d]) => (
            <section class="sitt-card" id={`d-${id}`}>
              <h3 class="govuk-heading-s govuk-!-margin-bottom-1">{d.title}</h3>
              <p class="govuk-body">{d.summary}</p>
              <Form action={`/guichet/demarches/${id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
                {d.subject.mode === 'existing' ? <Field spec={{ path: `sujet-${id}`, control: 'text', label: d.subject.view.question, width: 20 }} values={{ [`sujet-${id}`]: wrong?.id === id ? wrong.typed : '' }} errors={wrong?.id === id ? [{ path: `sujet-${id}`, message: wrong.message }] : []} /> : null}
                <Button kind="secondary">Commencer</Button>
              </Form>
            </section>
          ))}</div>
        </section>
      ))}
    </>
  ) });
}

/** From a vehicle's page the subject is given; in the catalogue it is typed beside its démarche. */
const named = (ctx: Ctx): string => textOf(ctx.form['sujet']) || textOf(ctx.form[`sujet-${ctx.params['id']}`]);

function unknown(): never { throw notFound('Aucune démarche ne porte ce nom.'); }
