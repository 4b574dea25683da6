import type { ComponentChildren } from 'preact';
import type { App } from '../../../app.ts';
import { forbidden, notFound, open, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { formatHumanCode } from '../../../core/values/human-code.ts';
import { checkIn, motivesAt, readHall, takeTicket, type Given, type Hall } from '../../../domains/appointments/index.ts';
import { territory, type QueueMotive } from '../../../territory/index.ts';
import { Button, ErrorSummary, Field, Form, renderBarePage, type FormError } from '../../../ui/index.ts';
import { textOf } from '../appointments/form.ts';
import { carried, hallIn, isKiosk, isThere, keyFor, keyIn } from './site.ts';

/** The screen where one says that one is there, in the hall or before coming: what to bring is said before waiting for it. */
export function kioskRoutes(app: App): RouteLine[] {
  const at = '/accueil/:office';
  return [
    { method: 'GET', path: at, who: open('agent'), handler: async (ctx) => page(await choices(ctx, app, [])) },
    { method: 'POST', path: `${at}/rendez-vous`, who: open('agent'), perMinute: 20, handler: async (ctx) => {
      const given = await checkIn(app.world, hallIn(ctx, app), textOf(ctx.form['numero']), ctx.requestId);
      return 'refused' in given ? unprocessable(await choices(ctx, app, [{ path: 'numero', message: given.refused }])) : toTicket(ctx, app, given);
    } },
    { method: 'GET', path: `${at}/:motive`, who: open('agent'), handler: (ctx) => page(asking(ctx, app, [])) },
    { method: 'POST', path: `${at}/:motive`, who: open('agent'), perMinute: 30, handler: async (ctx) => {
      const hall = hallIn(ctx, app);
      if (!isThere(ctx, app, hall)) throw forbidden('Les tickets se prennent sur place, à la borne ou à l’accueil.');
      const motive = motiveIn(ctx, hall);
      const missing = motive.bring.filter((_, index) => !textOf(ctx.form[`piece${index}`]));
      if (missing.length && !textOf(ctx.form['quand-meme'])) return unprocessable(lacking(ctx, app, motive, missing));
      const given = await takeTicket(app.world, hall, { motive: motive.id, priority: textOf(ctx.form['priorite']), phone: textOf(ctx.form['telephone']) }, ctx.requestId);
      return 'refused' in given ? unprocessable(asking(ctx, app, [{ path: /téléphone/.test(given.refused) ? 'telephone' : 'priorite', message: given.refused }])) : toTicket(ctx, app, given);
    } },
  ];
}

const toTicket = (ctx: Ctx, app: App, { ticket }: Extract<Given, { ticket: unknown }>) => seeOther(`/ticket/${formatHumanCode(ticket.code)}${isKiosk(ctx, app, ticket) ? carried(ctx) : ''}`);

function motiveIn(ctx: Ctx, hall: Hall): QueueMotive {
  const found = motivesAt(hall).find(({ id }) => id === ctx.params['motive']);
  if (!found) throw notFound();
  return found;
}

function shell(ctx: Ctx, app: App, hall: Hall, title: string, children: ComponentChildren, home = false): string {
  return renderBarePage({
    title, kind: 'sitt sitt--kiosk sitt-hall', demo: app.demo, styles: ['queue.css'], scripts: ['enhance.js', 'queue.js'],
    // Somebody who walks away leaves the screen to the next.
    ...(home || !isKiosk(ctx, app, hall) ? {} : { idle: { seconds: 90, to: `/accueil/${hall.office}${carried(ctx)}` } }),
    children: (
      <main class="sitt-hall__main" id="contenu">
        <p class="sitt-hall__place">{territory.placeName(hall.office)}</p>
        {children}
      </main>
    ),
  });
}

async function choices(ctx: Ctx, app: App, errors: readonly FormError[]): Promise<string> {
  const hall = hallIn(ctx, app);
  const here = `/accueil/${hall.office}`;
  const { waiting } = await readHall(app.world, hall);
  return shell(ctx, app, hall, 'Accueil', (
    <div class="sitt-kiosk">
      <ErrorSummary errors={errors} />
      <h1 class="sitt-kiosk__question">Bonjour, pour quoi venez-vous ?</h1>
      <p class="sitt-hall__count">{waiting === 0 ? 'Personne n’attend.' : waiting === 1 ? 'Une personne attend.' : `${waiting} personnes attendent.`}</p>
      <ul class="sitt-hall__motives">{motivesAt(hall).map(({ id, title }) => <li><a class="sitt-hall__motive" href={`${here}/${id}${carried(ctx)}`}>{title}</a></li>)}</ul>
      <Form action={`${here}/rendez-vous${carried(ctx)}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'numero', control: 'text', label: 'J’ai un rendez-vous', hint: 'Son numéro est dans le message de confirmation. Par exemple K7QM-2X9D-C.', required: true, width: 20, upper: true }} values={{ numero: textOf(ctx.form['numero']) || textOf(ctx.query['rdv']) }} errors={errors} />
        <div class="sitt-kiosk__actions"><Button>Je suis là</Button></div>
      </Form>
      {isThere(ctx, app, hall) ? null : <p class="sitt-kiosk__help">Ici, on prépare sa venue et on s’annonce pour un rendez-vous. Les tickets sans rendez-vous se prennent sur place. <a class="govuk-link" href="/rendez-vous">Prendre un rendez-vous</a>{app.demo ? <> · <a class="govuk-link" href={`${here}?borne=${keyFor(app, hall.office)}`}>Démonstration : ouvrir la borne</a></> : null}</p>}
    </div>
  ), true);
}

/** When it is done online it is said before anything else. */
const Online = ({ motive: { online } }: { motive: QueueMotive }) => (online ? <p class="sitt-hall__online"><strong>Sans attendre :</strong> {online.words} <a class="govuk-link" href={online.href}>Comment faire</a></p> : null);

function asking(ctx: Ctx, app: App, errors: readonly FormError[]): string {
  const hall = hallIn(ctx, app);
  const motive = motiveIn(ctx, hall);
  const back = `/accueil/${hall.office}${carried(ctx)}`;
  const values = Object.fromEntries(Object.entries(ctx.form).map(([name, value]) => [name, textOf(value)]));
  const priorities = territory.queuePriorities(hall.day).filter(({ id }) => id !== 'appointment');
  return shell(ctx, app, hall, motive.title, (
    <div class="sitt-kiosk">
      <ErrorSummary errors={errors} />
      <h1 class="sitt-kiosk__question">{motive.title}</h1>
      <Online motive={motive} />
      {isThere(ctx, app, hall) ? (
        <Form action={`/accueil/${hall.office}/${motive.id}${carried(ctx)}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
          {motive.bring.length ? <fieldset class="govuk-fieldset"><legend class="sitt-hall__legend">J’ai avec moi :</legend>{motive.bring.map((one, index) => <Field spec={{ path: `piece${index}`, control: 'checkbox', label: one }} values={{ [`piece${index}`]: values[`piece${index}`] ? 'oui' : '' }} />)}</fieldset> : null}
          <details class="sitt-hall__more" open={errors.length > 0 || Boolean(values['priorite'] && values['priorite'] !== 'none')}>
            <summary>Priorité, SMS</summary>
            <Field spec={{ path: 'priorite', control: 'radios', label: 'Une priorité ?', hint: 'Elle se montre au guichet et n’est pas gardée.', options: priorities.map(({ id, label }) => ({ value: id, label })) }} values={{ priorite: values['priorite'] || 'none' }} errors={errors} />
            <Field spec={{ path: 'telephone', control: 'tel', label: 'Un téléphone portable, si vous voulez', hint: 'Pour vous prévenir si la file change de lieu. Effacé à la fin du ticket.', required: false, width: 20 }} values={values} errors={errors} />
          </details>
          <div class="sitt-kiosk__actions"><Button kind="secondary" href={back}>Revenir</Button><Button>Prendre un ticket</Button></div>
        </Form>
      ) : (
        <>
          {motive.bring.length ? <><h2 class="sitt-hall__legend">À apporter</h2><ul class="sitt-hall__list">{motive.bring.map((one) => <li>{one}</li>)}</ul></> : null}
          <div class="sitt-kiosk__actions"><Button kind="secondary" href={back}>Revenir</Button>{motive.appointment ? <Button href={`/rendez-vous/${motive.appointment}`}>Prendre un rendez-vous</Button> : null}</div>
          <p class="sitt-kiosk__help">Le ticket se prend sur place.</p>
        </>
      )}
    </div>
  ));
}

function lacking(ctx: Ctx, app: App, motive: QueueMotive, missing: readonly string[]): string {
  const hall = hallIn(ctx, app);
  return shell(ctx, app, hall, 'Il manque un papier', (
    <div class="sitt-kiosk">
      <h1 class="sitt-kiosk__question">{missing.length === 1 ? 'Il vous manque un papier' : 'Il vous manque des papiers'}</h1>
      <ul class="sitt-hall__list">{missing.map((one) => <li>{one}</li>)}</ul>
      <p class="sitt-kiosk__help">Sans {missing.length === 1 ? 'lui' : 'eux'}, le guichet ne pourra sans doute pas finir aujourd’hui. Mieux vaut le savoir avant d’attendre.</p>
      <Online motive={motive} />
      <Form action={`/accueil/${hall.office}/${motive.id}${carried(ctx)}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        {Object.entries(ctx.form).filter(([name]) => name !== 'borne').map(([name, value]) => <input type="hidden" name={name} value={textOf(value)} />)}
        <input type="hidden" name="quand-meme" value="oui" />
        {keyIn(ctx) ? <input type="hidden" name="borne" value={keyIn(ctx)} /> : null}
        <div class="sitt-kiosk__actions"><Button kind="secondary" href={`/accueil/${hall.office}${carried(ctx)}`}>Revenir plus tard</Button><Button>Attendre quand même</Button></div>
      </Form>
    </div>
  ));
}
