import type { App } from '../../app.ts';
import { locateFor, missingSentence, openDossier, TooManyTries, type Demarche } from '../../core/demarche/index.ts';
import { notFound, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { accreditationOf, liveAccreditation } from '../../domains/partners/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, EmptyState, ErrorSummary, Field, Form, type FieldSpec } from '../../ui/index.ts';
import { DemarcheCards, InformationSheet, sheetOf } from '../../ui/demarche/index.ts';
import { cite, HOME, mayAct, openTo, operators, ownPage, partnerOf, show, textOf, users } from './site.ts';

/** Choosing a démarche that the convention opens, then what it is about. */
export function startRoutes(app: App): RouteLine[] {
  const { world } = app;
  const standingOf = (ctx: Ctx) => liveAccreditation(world.read, partnerOf(ctx).companyId, partnerOf(ctx).partnerKind, world.clock());
  const find = async (ctx: Ctx): Promise<Demarche> => {
    const d = openTo(app, partnerOf(ctx), await standingOf(ctx)).find(({ id }) => id === ctx.params['id']);
    if (!d) throw notFound('Votre convention n’ouvre pas cette démarche.');
    return d;
  };
  return [
    { method: 'GET', path: `${HOME}/demarches`, who: users, handler: async (ctx) => {
      const all = openTo(app, partnerOf(ctx), await standingOf(ctx));
      return page(show(ctx, app, { title: 'Démarches', children: (
        <><h1 class="govuk-heading-l">Démarches</h1>{!mayAct(partnerOf(ctx)) ? <EmptyState title="Votre rôle lit et ne fait pas de démarche"><p class="govuk-body">Un responsable ou un opérateur de l’entreprise les fait.</p></EmptyState> : all.length ? <DemarcheCards demarches={all} hrefOf={({ id }) => `${HOME}/demarches/${id}`} /> : <EmptyState title="Aucune démarche ne vous est ouverte" />}</>
      ) }));
    } },
    { method: 'GET', path: `${HOME}/demarches/:id`, who: operators, whenStopped: false, handler: async (ctx) => {
      const d = await find(ctx);
      const own = ownPage(d);
      return own ? seeOther(own) : page(choose(ctx, app, d));
    } },
    { method: 'POST', path: `${HOME}/demarches/:id`, who: operators, perMinute: 60, keepsForm: true, handler: async (ctx) => {
      const d = await find(ctx);
      const subject = await subjectOf(ctx, app, d);
      if (typeof subject === 'string') return unprocessable(choose(ctx, app, d, subject));
      const dossier = await openDossier(world, { actor: ctx.actor, door: 'professional' }, { demarche: d, subject, idempotency: ctx.requestId });
      return seeOther(`${HOME}/dossiers/${dossier.id}`);
    } },
  ];
}

/** What a paper or a code names; a company's own accreditation is known. A string says why nothing was found. */
async function subjectOf(ctx: Ctx, app: App, d: Demarche): Promise<{ kind: string; id: string } | null | string> {
  const { view, mode } = d.subject;
  if (mode === 'creates') return null;
  const me = partnerOf(ctx);
  if (view.kind === 'accreditation') {
    const own = await liveAccreditation(app.world.read, me.companyId, me.partnerKind, app.world.clock()) ?? (await accreditationOf(app.world.read, me.companyId, app.world.today(app.world.clock()), app.world.clock()))[0];
    return own ? { kind: view.kind, id: own.id } : 'Votre entreprise n’a pas d’accréditation.';
  }
  const typed = textOf(ctx.form['recherche']).slice(0, 60);
  if (!typed) return missingSentence({ control: 'text', label: view.question });
  try {
    const found = await locateFor(app.world, ctx.actor, view, typed);
    const [id] = found;
    return found.length === 1 && id ? { kind: view.kind, id } : found.length ? 'Plusieurs véhicules répondent à ce numéro : le guichet doit les départager.' : `Rien ne répond à « ${typed} ».`;
  } catch (error) {
    if (error instanceof TooManyTries) return error.message;
    throw error;
  }
}

function choose(ctx: Ctx, app: App, d: Demarche, error?: string): string {
  const box: FieldSpec = { path: 'recherche', control: 'text', label: d.subject.view.question, required: true, width: 20, upper: true };
  const asks = d.subject.mode === 'existing' && d.subject.view.kind !== 'accreditation';
  const errors = error ? [{ path: 'recherche', message: error }] : [];
  return show(ctx, app, { title: d.title, width: 'reading', hasErrors: errors.length > 0, crumbs: [{ label: 'Démarches', href: `${HOME}/demarches` }, { label: d.title }], children: (
    <>
      <ErrorSummary errors={errors} />
      <InformationSheet demarche={d} cite={cite} {...sheetOf(d, ctx.actor, app.world, territory.silenceDelay)}>
        <Form action={`${HOME}/demarches/${d.id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
          {asks ? <Field spec={box} values={{ recherche: textOf(ctx.form['recherche'] ?? ctx.query['recherche']).slice(0, 60) }} errors={errors} /> : null}
          <Button>Commencer</Button>
        </Form>
        {d.page ? <p class="govuk-body"><a class="govuk-link" href={d.page}>Voir les places libres</a>, puis donnez ici celle que vous choisissez.</p> : null}
        {d.subject.view.kind === 'accreditation' ? null : <p class="govuk-body"><a class="govuk-link" href={`${HOME}/lots/nouveau/${d.id}`}>La même, par lot</a></p>}
      </InformationSheet>
    </>
  ) });
}
