import type { App } from '../../../app.ts';
import { open, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { ask, calendarPath, freeForMove, isDone, isStranded, openedBy, placeAnswers, wrongsOf } from '../../../domains/appointments/index.ts';
import { AppointmentPanel } from '../../../domains/appointments/screens/index.ts';
import { Banner, Button, Details, ErrorSummary, Field, Form, type FormError } from '../../../ui/index.ts';
import { textOf } from './form.ts';
import { show } from '../site.ts';

const AT = '/rendez-vous/suivi';
type Errand = 'deplacer' | 'annuler' | 'repondre-offre';

/** My appointment without an account: its number and the contact it was taken with, sent with each form, kept nowhere. */
export function followRoutes(app: App): RouteLine[] {
  const { world } = app;
  const act = (path: string, errand: Errand, answersOf: (ctx: Ctx) => Record<string, string>, done: string): RouteLine => ({ method: 'POST', path: `${AT}/${path}`, who: open('citizen'), perMinute: 8, handler: async (ctx) => {
    const proof = proofOf(ctx);
    const found = await openedBy(world, proof.numero, proof.contact);
    if (!found) return unprocessable(askWhich(ctx, app, WRONG));
    const { outcome } = await ask(world, { actor: { kind: 'anonymous', opened: found.id }, door: 'public' }, errand, found.id, answersOf(ctx), ctx.requestId);
    return isDone(outcome) ? shown(ctx, app, proof, [], done) : shown(ctx, app, proof, wrongsOf(outcome));
  } });
  return [
    { method: 'GET', path: AT, who: open('citizen'), handler: (ctx) => (ctx.actor.kind === 'citizen' ? seeOther('/usager/rendez-vous') : page(askWhich(ctx, app, []))) },
    { method: 'POST', path: AT, who: open('citizen'), perMinute: 8, handler: (ctx) => shown(ctx, app, proofOf(ctx), []) },
    act('annuler', 'annuler', () => ({}), 'C’est annulé. La place servira à quelqu’un.'),
    act('deplacer', 'deplacer', (ctx) => placeAnswers(textOf(ctx.form['place'])), 'Votre rendez-vous est déplacé.'),
    act('repondre', 'repondre-offre', (ctx) => ({ answer: textOf(ctx.form['answer']) }), 'Votre réponse est enregistrée.'),
  ];
}

const WRONG: FormError[] = [{ path: 'numero', message: 'Ce numéro et ce contact ne vont pas ensemble, ou ce rendez-vous a été pris avec un compte.' }];
const proofOf = (ctx: Ctx) => ({ numero: textOf(ctx.form['numero']), contact: textOf(ctx.form['contact']) });

async function shown(ctx: Ctx, app: App, proof: { numero: string; contact: string }, errors: readonly FormError[], done?: string): Promise<Answer> {
  const found = await openedBy(app.world, proof.numero, proof.contact);
  if (!found) return unprocessable(askWhich(ctx, app, WRONG));
  const html = show(ctx, app, { title: 'Mon rendez-vous', hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors.map(({ message }) => ({ path: '', message }))} />
      <h1 class="govuk-heading-l">Mon rendez-vous</h1>
      {done ? <Banner kind="success">{done}</Banner> : null}
      <AppointmentPanel state={found.state} stranded={await isStranded(app.world, found.state)} now={app.world.clock().toISOString()} csrf={ctx.csrf} requestId={ctx.freshRequest} action={AT} hidden={proof} free={await freeForMove(app.world, found.state)} calendar={calendarPath(app.messages?.sender.secret ?? '', found.id)} />
      <p class="govuk-body"><a class="govuk-link" href="/rendez-vous">Prendre un autre rendez-vous</a></p>
    </>
  ) });
  return errors.length ? unprocessable(html) : page(html);
}

function askWhich(ctx: Ctx, app: App, errors: readonly FormError[]): string {
  const proof = proofOf(ctx);
  return show(ctx, app, { title: 'Voir, déplacer ou annuler un rendez-vous', hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Voir, déplacer ou annuler un rendez-vous</h1>
      <Form action={AT} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'numero', control: 'text', label: 'Numéro du rendez-vous', hint: 'Il est dans le message de confirmation. Par exemple K7QM-2X9D-C.', required: true, width: 20, upper: true }} values={proof} errors={errors} />
        <Field spec={{ path: 'contact', control: 'text', label: 'Le téléphone ou le courriel donné', required: true, width: 30 }} values={proof} errors={errors} />
        <Button>Voir</Button>
      </Form>
      <p class="govuk-body">Pris avec un compte ? <a class="govuk-link" href="/usager/rendez-vous">Mes rendez-vous</a></p>
      <Details summary="Je n’ai plus le numéro"><p class="govuk-body">Appelez le guichet : un agent le retrouve avec votre nom et l’heure.</p></Details>
    </>
  ) });
}
