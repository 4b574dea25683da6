import { locateFor, openDossier, TooManyTries, type Demarche } from '../../core/demarche/index.ts';
import { loadStates } from '../../core/act/store.ts';
import { citizens, notFound, page, seeOther, takeKept, unprocessable, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, ErrorSummary, Field, Form, Inset, type FieldOption, type FieldSpec } from '../../ui/index.ts';
import { DemarcheCards, forCitizens } from '../../ui/demarche/index.ts';
import { citizenOf, show, textOf, type CitizenApp } from './site.ts';
import { labelOf, myContestedSales, myMandates, myVehicles } from './store.ts';

/** Choosing a démarche, then what it is about. Nothing is recorded but a draft. */
export function startRoutes(app: CitizenApp): RouteLine[] {
  const { world } = app;
  const find = (ctx: Ctx): Demarche => {
    const d = world.catalogue.get(ctx.params['id'] ?? '');
    if (!d || !forCitizens(d)) throw notFound();
    return d;
  };
  return [
    { method: 'GET', path: '/usager/demarches', who: citizens, handler: (ctx) => page(show(ctx, app, { title: 'Commencer une démarche', width: 'wide', children: (
      <><h1 class="govuk-heading-l">Commencer une démarche</h1><DemarcheCards demarches={[...world.catalogue.values()].filter((d) => forCitizens(d))} hrefOf={({ id }) => `/usager/demarches/${id}`} /></>
    ) })) },
    { method: 'GET', path: '/usager/demarches/:id', who: citizens, purpose: 'choix du véhicule par son titulaire', handler: async (ctx) => {
      const d = find(ctx);
      return d.page ? seeOther(d.page) : page(await choose(ctx, app, d, textOf(ctx.query['sujet'] as string | undefined)));
    } },
    { method: 'POST', path: '/usager/demarches/:id', who: citizens, purpose: 'choix du véhicule par son titulaire', perMinute: 20, keepsForm: true, handler: async (ctx) => {
      const d = find(ctx);
      const subject = await subjectOf(ctx, app, d).catch(tooMany);
      if (typeof subject === 'string') return unprocessable(await choose(ctx, app, d, '', subject));
      if (subject === undefined) return unprocessable(await choose(ctx, app, d, '', 'Choisissez ce que concerne la démarche, ou vérifiez ce que vous avez saisi : rien ne correspond.'));
      const dossier = await openDossier(world, { actor: ctx.actor, door: 'citizen' }, { demarche: d, subject, idempotency: ctx.requestId });
      return seeOther(`/usager/dossiers/${dossier.id}`);
    } },
    ...codeRoutes(app),
  ];
}

/** The subject that was chosen: one of mine, or one that a paper or a code names. null: the démarche makes its own. */
async function subjectOf(ctx: Ctx, app: CitizenApp, d: Demarche): Promise<{ kind: string; id: string } | null | undefined> {
  const { view, mode } = d.subject;
  if (mode === 'creates') return null;
  const chosen = textOf(ctx.form['sujet']);
  const typed = textOf(ctx.form['recherche']);
  if (chosen) {
    return (await mineOf(ctx, app, view.kind)).some(({ value }) => value === chosen) ? { kind: view.kind, id: chosen } : undefined;
  }
  const found = typed ? await locateFor(app.world, ctx.actor, view, typed) : [];
  return found.length === 1 ? { kind: view.kind, id: found[0] as string } : undefined;
}

/** Too many wrong codes: the sentence that says so. */
function tooMany(error: unknown): string {
  if (error instanceof TooManyTries) return error.message;
  throw error;
}

/** What I hold of a kind: my vehicles, the sales under way of my vehicles, the mandates that I gave. */
async function mineOf(ctx: Ctx, app: CitizenApp, kind: string): Promise<FieldOption[]> {
  if (kind === 'person') return [{ value: citizenOf(ctx).personId, label: citizenOf(ctx).name }];
  if (kind === 'power') return (await ctx.disclose(await myMandates(app.world, citizenOf(ctx)))).filter(({ revocable }) => revocable).map(({ id, side, other, words }) => ({ value: id, label: `${side === 'given' ? 'Donné à' : 'Reçu de'} ${other} : ${words}` }));
  if (kind !== 'vehicle' && kind !== 'sale') return [];
  const mine = await ctx.disclose(await myVehicles(app.world, citizenOf(ctx)));
  const label = ({ plate, label: name }: (typeof mine)[number]) => `${plate ? territory.formatPlate(plate) : 'Sans numéro'}, ${name}`;
  if (kind === 'sale') {
    const contested = await ctx.disclose(await myContestedSales(app.world, citizenOf(ctx)));
    return [...mine.flatMap((one) => (one.sale_id ? [{ value: one.sale_id, label: `Vente de ${label(one)}` }] : [])), ...contested.map(({ id, label: what }) => ({ value: id, label: what }))];
  }
  return mine.map((one) => ({ value: one.vehicle_id, label: label(one), hint: one.sale_id ? 'Une vente est déjà déclarée.' : undefined }));
}

const QUESTIONS: Readonly<Record<string, string>> = { vehicle: 'Pour quel véhicule ?', sale: 'Pour quelle vente ?', power: 'Quel mandat ?' };

async function choose(ctx: Ctx, app: CitizenApp, d: Demarche, preset: string, error?: string): Promise<string> {
  const { view, mode } = d.subject;
  const mine = mode === 'existing' ? await mineOf(ctx, app, view.kind) : [];
  const list: FieldSpec = { path: 'sujet', control: 'radios', label: QUESTIONS[view.kind] ?? 'Pour quoi ?', required: true, options: mine };
  const box: FieldSpec = { path: 'recherche', control: 'text', label: view.question, required: true, width: 20, upper: true };
  const oneself = view.kind === 'person';
  const asked = mode === 'creates' || oneself ? undefined : mine.length ? list : box;
  const errors = error && asked ? [{ path: asked.path, message: error }] : [];
  return show(ctx, app, { title: d.title, hasErrors: errors.length > 0, crumbs: [{ label: 'Démarches', href: '/usager/demarches' }, { label: d.title }], children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{d.title}</h1>
      <p class="sitt-lede">{d.summary}</p>
      <p class="govuk-body"><a class="govuk-link" href={`/demarches/${d.id}`}>Qui peut la faire, les papiers, le prix et les textes</a></p>
      <Form action={`/usager/demarches/${d.id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        {asked ? <Field spec={asked} values={{ sujet: preset || (mine.length === 1 ? mine[0]?.value : undefined), recherche: textOf(ctx.form['recherche']) }} errors={errors} /> : <Inset>Rien n’est enregistré avant votre envoi : vous pouvez préparer tranquillement.</Inset>}
        {oneself ? <input type="hidden" name="sujet" value={citizenOf(ctx).personId} /> : null}
        <Button>Commencer</Button>
      </Form>
    </>
  ) });
}

/** With the single-use code of a seller: whatever démarche takes a subject that only a code names. */
function codeRoutes(app: CitizenApp): RouteLine[] {
  const { world } = app;
  const byCode = () => [...world.catalogue.values()].filter((d) => d.subject.mode === 'existing' && d.subject.view.kind !== 'vehicle' && forCitizens(d));
  const box: FieldSpec = { path: 'code', control: 'text', label: 'Code reçu du vendeur', hint: 'Par SMS, par courriel ou sur papier. Par exemple K7QM-2X9D-C. Majuscules et tirets n’importent pas.', required: true, width: 20, upper: true, autocomplete: 'one-time-code' };
  const form = (ctx: Ctx, error?: string) => show(ctx, app, { title: 'J’ai reçu un code d’achat', hasErrors: error !== undefined, children: (
    <>
      <ErrorSummary errors={error ? [{ path: 'code', message: error }] : []} />
      <h1 class="govuk-heading-l">J’ai acheté un véhicule</h1>
      <p class="govuk-body">Le vendeur a déclaré la vente et vous a donné un code. Il ne sert qu’une fois, et il ne montre que la vente : c’est votre compte qui prouve qui vous êtes.</p>
      <Form action="/usager/achat" csrf={ctx.csrf} requestId={ctx.freshRequest}><Field spec={box} values={{ code: textOf((ctx.req.method === 'GET' ? takeKept(ctx.session, ctx.req.url) : ctx.form)?.['code']) }} errors={error ? [{ path: 'code', message: error }] : []} /><Button>Continuer</Button></Form>
    </>
  ) });
  return [
    { method: 'GET', path: '/usager/achat', who: citizens, handler: (ctx) => page(form(ctx)) },
    // Forty random bits, few tries a minute and few a day (core/demarche/locate.ts): a code is not to be guessed.
    { method: 'POST', path: '/usager/achat', who: citizens, perMinute: 8, keepsForm: true, handler: async (ctx) => {
      const code = textOf(ctx.form['code']);
      for (const d of [...new Map(byCode().map((one) => [one.subject.view.kind, one])).values()]) {
        const found = await locateFor(world, ctx.actor, d.subject.view, code).catch(tooMany);
        if (typeof found === 'string') return unprocessable(form(ctx, found));
        const [id] = found;
        if (!id) continue;
        const choices = byCode().filter((other) => other.subject.view.kind === d.subject.view.kind);
        const chosen = choices.find((one) => one.id === textOf(ctx.form['demarche'])) ?? (choices.length === 1 ? d : undefined);
        if (!chosen) return page(await which(ctx, app, choices, code, id));
        const dossier = await openDossier(world, { actor: ctx.actor, door: 'citizen' }, { demarche: chosen, subject: { kind: d.subject.view.kind, id }, idempotency: ctx.requestId });
        return seeOther(`/usager/dossiers/${dossier.id}`);
      }
      return unprocessable(form(ctx, 'Ce code ne correspond à aucune vente en cours. Vérifiez chaque signe ; un code déjà utilisé ne sert plus.'));
    } },
  ];
}

async function which(ctx: Ctx, app: CitizenApp, choices: readonly Demarche[], code: string, id: string): Promise<string> {
  const kind = choices[0]?.subject.view.kind ?? '';
  const label = labelOf(app.world, kind, (await loadStates(app.world.read, app.world.facets, [{ kind, id }])).get(id));
  const field: FieldSpec = { path: 'demarche', control: 'radios', label: 'Que voulez-vous faire ?', required: true, options: choices.map((d) => ({ value: d.id, label: d.title, hint: d.summary })) };
  return show(ctx, app, { title: label, children: <><h1 class="govuk-heading-l">{label}</h1><Form action="/usager/achat" csrf={ctx.csrf} requestId={ctx.freshRequest}><input type="hidden" name="code" value={code} /><Field spec={field} /><Button>Continuer</Button></Form></> });
}
