import type { App } from '../../app.ts';
import { authorities, notFound, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatHour, today } from '../../core/values/time.ts';
import { isUuid } from '../../core/values/ids.ts';
import { territory } from '../../territory/index.ts';
import { Banner, Button, Card, ErrorSummary, Field, fieldId, Form, type FormError } from '../../ui/index.ts';
import { motives, PURPOSE, type Motive } from './motives.ts';
import { officerOf, purposeOf, show, textOf } from './site.ts';
import { answersTo, findChecked, findHolders, readBox, type Checked } from './store.ts';
import { Scanner } from './offline/shell.tsx';
import { unitsLate } from './offline/late.ts';
import { driveOf, specialsOf, SpecialView, type Special } from './special.tsx';
import { findPage, measuresOf } from './measures.tsx';
import { verdictOf } from './verdict.ts';
import { HolderAnswer, VerdictView } from './verdict-view.tsx';

const ROADSIDE = ['police', 'gendarmerie', 'customs'];
const roadside = authorities(...ROADSIDE);
type Kept = { q: string; motive: Motive };

/** One box and one reason; the answer in one look. What was asked stays in the session, never in an address. */
export function checkRoutes(app: App): RouteLine[] {
  return [
    { method: 'GET', path: '/police', who: authorities(), handler: async (ctx) => page(ROADSIDE.includes(officerOf(ctx).authority)
      ? boxPage(ctx, app, kept(ctx), [], await unitsLate(app.pools.read, officerOf(ctx).agentId)) : findPage(ctx, app)) },
    { method: 'POST', path: '/police', who: roadside, perMinute: 60, handler: (ctx) => {
      const typed = { q: textOf(ctx.form['q']).slice(0, 600), motive: textOf(ctx.form['motive']) };
      const errors = faults(typed);
      if (errors.length) return unprocessable(boxPage(ctx, app, typed as Kept, errors));
      ctx.session.set('controle', typed);
      return seeOther('/police/controle');
    } },
    { method: 'GET', path: '/police/controle', who: roadside, perMinute: 60, purpose: PURPOSE, handler: async (ctx) => {
      const asked = kept(ctx);
      return asked ? page(await verdictPage(ctx, app, asked)) : seeOther('/police');
    } },
    { method: 'POST', path: '/police/controle/titulaire', who: roadside, perMinute: 30, purpose: PURPOSE, handler: async (ctx) => {
      const asked = kept(ctx);
      const id = textOf(ctx.form['vehicule']);
      if (!asked || !isUuid(id)) throw notFound();
      return page(await verdictPage(ctx, app, asked, { id, name: textOf(ctx.form['nom']).slice(0, 100), see: ctx.form['voir'] === '1' }));
    } },
  ];
}

function kept(ctx: Ctx): Kept | undefined {
  return ctx.session.get('controle') as Kept | undefined;
}

function faults({ q, motive }: { q: string; motive: string }): FormError[] {
  return [
    ...(q.replace(/[^0-9a-z]/gi, '').length < 2 ? [{ path: 'q', message: 'Donnez un numéro d’immatriculation, de série ou de titre, ou scannez le code.' }] : []),
    ...(motive in motives ? [] : [{ path: 'motive', message: 'Choisissez le motif : il est écrit avec la consultation.' }]),
  ];
}

function boxPage(ctx: Ctx, app: App, typed: Partial<Kept> = {}, errors: FormError[] = [], late: Awaited<ReturnType<typeof unitsLate>> = []): string {
  officerOf(ctx);
  return show(ctx, app, { title: 'Contrôler un véhicule', hasErrors: errors.length > 0, scripts: ['scan.js'], children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Contrôler un véhicule</h1>
      {late.map(({ id, name, many, by }) => <Banner kind="warning" title={`${many} contrôle${many > 1 ? 's' : ''} à lire`}><a class="govuk-link" href={`/police/appareils/${id}/tardifs`}>Remis à part par {name}</a>{by ? `, retiré par ${by}` : ''}.</Banner>)}
      <Box ctx={ctx} typed={errors.length ? typed : typed.motive ? { motive: typed.motive } : {}} errors={errors} />
      <p class="govuk-hint">Chaque consultation est écrite avec votre unité et son motif. La personne la verra après un délai.</p>
      <p class="govuk-body"><a class="govuk-link" href="/police/hors-ligne">Contrôler sans réseau</a> · <a class="govuk-link" href="/police/appareils">Appareils de l’unité</a></p>
    </>
  ) });
}

function Box({ ctx, typed, errors = [] }: { ctx: Ctx; typed: Partial<Kept>; errors?: FormError[] }) {
  const options = Object.entries(motives).map(([value, label]) => ({ value, label }));
  return (
    <Form action="/police" csrf={ctx.csrf} requestId={ctx.freshRequest}>
      <Field spec={{ path: 'q', control: 'text', label: 'Plaque, numéro de série, titre ou code scanné', hint: 'Par exemple 471 001 NC.', required: true }} values={{ q: typed.q ?? '' }} errors={errors} />
      <Scanner into={fieldId('q')} />
      <Field spec={{ path: 'motive', control: 'select', label: 'Motif', required: true, options }} values={{ motive: typed.motive ?? '' }} errors={errors} />
      <Button>Contrôler</Button>
    </Form>
  );
}

type HolderQuestion = { id: string; name: string; see: boolean };

async function verdictPage(ctx: Ctx, app: App, asked: Kept, question?: HolderQuestion): Promise<string> {
  const officer = officerOf(ctx);
  const { text, scanned } = await readBox(app, asked.q);
  const motive = motives[asked.motive];
  const found = text ? await ctx.disclose(await findChecked(app, text), purposeOf(officer, PURPOSE, motive)) : [];
  const special = text ? await specialsOf(app, text, found, (sealed) => ctx.disclose(sealed, purposeOf(officer, PURPOSE, motive))) : [];
  if (question && !found.some(({ id }) => id === question.id)) throw notFound();
  const answer = question ? await holderAnswer(ctx, app, question, motive) : undefined;
  return show(ctx, app, { title: 'Résultat du contrôle', crumbs: [{ label: 'Contrôler un autre véhicule', href: '/police' }], children: (
    <>
      {found.length ? found.map((one) => <Result ctx={ctx} app={app} one={one} text={text} question={question} answer={answer} special={special} />) : special.length ? <><h1 class="govuk-heading-l">Numéro sans véhicule attitré</h1><Specials of={special} app={app} /></> : <NotFound forged={scanned === 'forged'} />}
      {found.length > 1 ? <p class="govuk-body">Plusieurs véhicules répondent à ce numéro : comparez le numéro de série frappé.</p> : null}
      <p class="govuk-hint">Motif : {motive}. Données du registre à {formatHour(app.world.clock())}.</p>
    </>
  ) });
}

function Result({ ctx, app, one, text, question, answer, special }: { ctx: Ctx; app: App; one: Checked; text: string; question: HolderQuestion | undefined; answer: string | undefined; special: readonly Special[] }) {
  const now = app.world.clock();
  const unfinished = territory.parameter('unfinishedSaleDays', today(now)).value as number;
  return (
    <>
      <VerdictView state={one.state} verdict={verdictOf(one, text, now.toISOString(), unfinished, officerOf(ctx), driveOf(special, one.id, now))} />
      <Specials of={special} app={app} />
      <Card title="Le titulaire">
        {question?.id === one.id && answer ? <HolderAnswer said={answer} /> : null}
        <Form action="/police/controle/titulaire" csrf={ctx.csrf} requestId={ctx.freshRequest}>
          <input type="hidden" name="vehicule" value={one.id} />
          <Field spec={{ path: 'nom', control: 'text', label: 'Nom présenté', hint: 'La réponse est oui ou non. La demande est écrite au journal des consultations.', required: false, autocomplete: 'off' }} values={{ nom: question?.id === one.id ? question.name : '' }} />
          <div class="govuk-button-group"><Button>Comparer</Button><button class="govuk-button govuk-button--secondary" type="submit" name="voir" value="1">Voir le titulaire</button></div>
        </Form>
      </Card>
      <Measures app={app} ctx={ctx} id={one.id} />
    </>
  );
}

/** What is declared of a W or a WW, beside the verdict on the vehicle itself. */
const Specials = ({ of, app }: { of: readonly Special[]; app: App }) => <>{of.map((one) => <SpecialView found={one} now={app.world.clock()} />)}</>;

function Measures({ app, ctx, id }: { app: App; ctx: Ctx; id: string }) {
  const possible = measuresOf(app, officerOf(ctx));
  return possible.length ? <Card title="Agir"><ul class="govuk-list">{possible.map((d) => <li><a class="govuk-link" href={`/police/mesures/${d.id}?sujet=${id}`}>{d.title}</a></li>)}</ul></Card> : null;
}

function NotFound({ forged }: { forged: boolean }) {
  return (
    <>
      <h1 class="govuk-heading-l">{forged ? 'Code non reconnu' : 'Aucun véhicule trouvé'}</h1>
      <p class="govuk-body">{forged ? 'Ce code n’a pas été signé par le registre, ou il est abîmé : lisez le numéro du titre et tapez-le.' : 'Aucun véhicule ne porte ce numéro au registre. Vérifiez la lecture de la plaque, ou tapez le numéro de série.'}</p>
    </>
  );
}

async function holderAnswer(ctx: Ctx, app: App, { id, name, see }: HolderQuestion, motive: string): Promise<string> {
  if (!see && !name) return 'Donnez le nom présenté, ou demandez à voir le titulaire.';
  const sealed = await findHolders(app, id);
  if (!sealed) throw notFound();
  const holders = await ctx.disclose(sealed, purposeOf(officerOf(ctx), see ? 'identité du titulaire' : 'comparaison avec le titulaire', motive));
  if (see) return holders.map((one) => one.name).join(' ; ') || 'Aucun titulaire au registre.';
  return holders.some((one) => answersTo(one, name)) ? `Oui : « ${name} » est le nom d’un titulaire.` : `Non : « ${name} » n’est pas le nom d’un titulaire. Ce n’est pas une infraction en soi.`;
}
