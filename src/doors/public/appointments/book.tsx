import type { App } from '../../../app.ts';
import { notFound, open, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { checkToken, useToken } from '../../../core/messages/index.ts';
import { transaction } from '../../../core/db/sql.ts';
import { instantOf, isLawDate } from '../../../core/values/time.ts';
import { isUuid } from '../../../core/values/ids.ts';
import { ask, CONFIRM, isDone, readAppointment, whenWords, wrongsOf } from '../../../domains/appointments/index.ts';
import { ToKnow } from '../../../domains/appointments/screens/index.ts';
import { territory } from '../../../territory/index.ts';
import { Banner, Button, Crumbs, ErrorSummary, Field, Form, Inset, type FormError } from '../../../ui/index.ts';
import { textOf } from './form.ts';
import { openMotive } from './choose.tsx';
import { show } from '../site.ts';

const BASE = '/rendez-vous';

/** The place is chosen: for whom, and how to tell them. Without an account a code confirms it. */
export function bookRoutes(app: App): RouteLine[] {
  const at = `${BASE}/:motive/:office/prendre`;
  return [
    { method: 'GET', path: at, who: open('citizen'), handler: (ctx) => page(form(ctx, app, [])) },
    { method: 'POST', path: at, who: open('citizen'), perMinute: 6, handler: async (ctx) => {
      const { motive, office, day, time } = chosen(ctx, app);
      const answers = { motive: motive.id, office, day, time, ...typed(ctx), ...(textOf(ctx.form['earlier']) ? { earlier: 'oui' } : {}) };
      const { outcome, id } = await ask(app.world, { actor: ctx.actor, door: 'public' }, 'prendre', null, answers, ctx.requestId);
      if (!isDone(outcome)) return unprocessable(form(ctx, app, wrongsOf(outcome)));
      return ctx.actor.kind === 'citizen' ? seeOther('/usager/rendez-vous', 'Votre rendez-vous est pris. La confirmation vous est envoyée.') : seeOther(`${BASE}/confirmer/${id}`);
    } },
    { method: 'GET', path: `${BASE}/confirmer/:id`, who: open('citizen'), handler: async (ctx) => page(await codePage(ctx, app, [])) },
    // Forty random bits, ten wrong tries in all, few a minute: a code is not to be guessed.
    { method: 'POST', path: `${BASE}/confirmer/:id`, who: open('citizen'), perMinute: 8, handler: async (ctx) => {
      const id = idOf(ctx);
      const { world, messages } = app;
      const secret = messages?.sender.secret ?? '';
      const presented = { code: textOf(ctx.form['code']), subjectId: id, purpose: CONFIRM };
      const check = await checkToken(world.acts, secret, presented, world.clock());
      if ('refused' in check) return unprocessable(await codePage(ctx, app, [{ path: 'code', message: REFUSED[check.refused] }]));
      const { outcome } = await ask(world, { actor: { kind: 'anonymous', opened: id }, door: 'public' }, 'confirmer', id, { by: 'code' }, ctx.requestId);
      if (!isDone(outcome)) return unprocessable(await codePage(ctx, app, wrongsOf(outcome)));
      await transaction(world.acts, (tx) => useToken(tx, secret, presented, world.clock()), 3);
      const state = await readAppointment(world, id);
      return page(show(ctx, app, { title: 'Rendez-vous confirmé', children: (
        <>
          <h1 class="govuk-heading-l">{state?.place ? 'Votre rendez-vous est confirmé' : 'Votre demande est enregistrée'}</h1>
          <Banner kind="success" title={state?.place ? whenWords(state.place.start).replace(/^./, (sign) => sign.toUpperCase()) : 'Le tirage vous sera annoncé'}>{state?.office ? territory.placeName(state.office) : ''}</Banner>
          <p class="govuk-body">Gardez son numéro : <strong class="sitt-num">{state?.number}</strong>. Avec lui et votre contact, vous pouvez <a class="govuk-link" href={`${BASE}/suivi`}>le voir, le déplacer ou l’annuler</a>. Un rappel vous sera envoyé.</p>
        </>
      ) }));
    } },
  ];
}

const REFUSED = { unknown: 'Ce code n’est pas le bon. Relisez-le : majuscules et tirets n’importent pas.', used: 'Ce code a déjà servi.', expired: 'Ce code a expiré.', locked: 'Trop de codes faux : reprenez un rendez-vous.' } as const;

function idOf(ctx: Ctx): string {
  const id = ctx.params['id'] ?? '';
  if (!isUuid(id)) throw notFound();
  return id;
}

function chosen(ctx: Ctx, app: App) {
  const motive = openMotive(app, ctx);
  const office = territory.receivingPlace(ctx.params['office'] ?? '')?.id;
  const [day, time] = ['jour', 'heure'].map((name) => textOf(ctx.query[name] ?? ctx.form[name])) as [string, string];
  if (!office || !isLawDate(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw notFound();
  return { motive, office, day, time };
}

const NAMES = ['about', 'contact.name', 'contact.phone', 'contact.email'] as const;
const typed = (ctx: Ctx): Record<string, string> => Object.fromEntries(NAMES.map((name) => [name, textOf(ctx.form[name])] as const).filter(([, text]) => text));

function form(ctx: Ctx, app: App, errors: readonly FormError[]): string {
  const { motive, office, day, time } = chosen(ctx, app);
  const me = ctx.actor.kind === 'citizen' ? ctx.actor : undefined;
  const values = typed(ctx);
  const other = `${BASE}/${motive.id}/${office}`;
  const field = (path: (typeof NAMES)[number], label: string, more: Partial<Parameters<typeof Field>[0]['spec']> = {}) => <Field spec={{ path, control: 'text', label, ...more }} values={values} errors={errors} />;
  return show(ctx, app, { title: 'Votre rendez-vous', hasErrors: errors.length > 0, children: (
    <>
      <Crumbs crumbs={[{ label: 'Rendez-vous', href: BASE }, { label: 'Quand', href: other }, { label: 'Confirmer' }]} />
      <ErrorSummary errors={errors.map((one) => ({ ...one, path: (NAMES as readonly string[]).includes(one.path) ? one.path : '' }))} />
      <h1 class="govuk-heading-l">{whenWords(instantOf(day, time).toISOString()).replace(/^./, (sign) => sign.toUpperCase())}</h1>
      <p class="govuk-body">{motive.title}, {territory.placeName(office)}. <a class="govuk-link" href={other}>Choisir une autre place</a></p>
      <Form action={`${other}/prendre?jour=${day}&heure=${time}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        {motive.about ? field('about', 'Plaque ou numéro de série du véhicule', { required: true, width: 20, upper: true }) : null}
        {me?.assurance === 'verified' ? <Inset>Vous prenez ce rendez-vous comme <strong>{me.name}</strong>. La confirmation et le rappel vont à votre contact habituel.</Inset> : (
          <>
            {me ? null : field('contact.name', 'Nom et prénom', { required: true, autocomplete: 'name' })}
            {field('contact.phone', 'Téléphone portable', { control: 'tel', hint: me ? 'Pour la confirmation et le rappel, par SMS.' : 'Un code y arrive par SMS, puis un rappel.', width: 20, autocomplete: 'tel' })}
            {field('contact.email', 'Ou courriel', { control: 'email', autocomplete: 'email' })}
            {me ? null : <p class="govuk-body"><a class="govuk-link" href={`/usager/connexion?retour=${encodeURIComponent(`${other}/prendre?jour=${day}&heure=${time}`)}`}>J’ai un compte : me connecter</a></p>}
          </>
        )}
        <Field spec={{ path: 'earlier', control: 'checkbox', label: 'Me proposer une place plus tôt s’il s’en libère une' }} values={{ earlier: textOf(ctx.form['earlier']) ? 'oui' : '' }} />
        <Button>{me ? 'Prendre ce rendez-vous' : 'Continuer'}</Button>
      </Form>
      <ToKnow motive={motive} on={app.world.today(app.world.clock())} />
    </>
  ) });
}

async function codePage(ctx: Ctx, app: App, errors: readonly FormError[]): Promise<string> {
  const id = idOf(ctx);
  const state = await readAppointment(app.world, id);
  // Whoever guesses an id learns nothing: the page is the same for one that does not exist.
  const minutes = territory.parameter('appointmentHoldMinutes', app.world.today(app.world.clock())).value;
  const over = state && state.status !== 'unconfirmed';
  return show(ctx, app, { title: 'Confirmer', hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Un code vient de vous être envoyé</h1>
      <p class="govuk-body">La place vous est gardée {minutes} minutes. Recopiez le code reçu par SMS ou par courriel.</p>
      <Form action={`${BASE}/confirmer/${id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'code', control: 'text', label: 'Code reçu', hint: 'Par exemple K7QM-2X9D-C.', required: true, width: 20, upper: true, autocomplete: 'one-time-code' }} values={{ code: errors.length ? textOf(ctx.form['code']) : undefined }} errors={errors} />
        <Button>Confirmer</Button>
      </Form>
      <p class="govuk-body">{over ? 'Cette place n’attend plus de code. ' : ''}Rien reçu ? Vérifiez le numéro ou l’adresse, puis <a class="govuk-link" href={BASE}>reprenez un rendez-vous</a>.</p>
    </>
  ) });
}
