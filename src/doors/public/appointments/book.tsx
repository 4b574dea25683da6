import type { App } from '../../../app.ts';
import { notFound, open, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { checkToken, useToken } from '../../../core/messages/index.ts';
import { transaction } from '../../../core/db/sql.ts';
import { isUuid } from '../../../core/values/ids.ts';
import { ask, CONFIRM, isDone, readAppointment, whenWords, wrongsOf } from '../../../domains/appointments/index.ts';
import { takenTo, takeRoutes } from '../../../domains/appointments/take/index.tsx';
import { territory } from '../../../territory/index.ts';
import { Banner, Button, ErrorSummary, Field, Form, type FormError } from '../../../ui/index.ts';
import { textOf } from './form.ts';
import { show } from '../site.ts';

const BASE = '/rendez-vous';

/** Anybody takes a place; without an account a code confirms it. */
export function bookRoutes(app: App): RouteLine[] {
  return [
    ...takeRoutes({
      world: app.world, door: 'public', at: BASE, who: open('citizen'), perMinute: 6,
      lede: 'Avec ou sans compte.', mine: { href: `${BASE}/suivi`, label: 'Voir, déplacer ou annuler un rendez-vous' },
      login: (back) => `/usager/connexion?retour=${encodeURIComponent(back)}`,
      taken: (ctx, id) => (ctx.actor.kind === 'citizen' ? takenTo('/usager/rendez-vous') : seeOther(`${BASE}/confirmer/${id}`)),
      show: (ctx, one) => show(ctx, app, one),
    }),
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
      {app.demo ? <p class="govuk-body">Démonstration : rien ne part vraiment. Le code se lit dans <a class="govuk-link" href="/demonstration/messages">les messages de la démonstration</a>.</p> : null}
    </>
  ) });
}
