import type { Ctx } from '../../../core/http/index.ts';
import { instantOf } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { Button, Crumbs, ErrorSummary, Field, Form, Inset, type FieldSpec, type FormError } from '../../../ui/index.ts';
import { ToKnow } from '../screens/index.ts';
import { whenWords } from '../when.ts';
import type { TakeSite, Wanted } from './index.tsx';

const NAMES = ['about', 'contact.name', 'contact.phone', 'contact.email'] as const;
type Name = (typeof NAMES)[number];
const textOf = (ctx: Ctx, name: string): string => ([ctx.form[name] ?? ''].flat().at(-1) ?? '').trim().slice(0, 300);

/** What was typed of the form, as the démarche takes it. */
export const typed = (ctx: Ctx): Record<string, string> => Object.fromEntries([
  ...NAMES.map((name) => [name, textOf(ctx, name)] as const).filter(([, text]) => text), ...(textOf(ctx, 'earlier') ? [['earlier', 'oui'] as const] : []),
]);

/** The place is chosen: for whom, and how to tell them. */
export function formPage(ctx: Ctx, site: TakeSite, { motive, office, day, time }: Wanted, errors: readonly FormError[]): string {
  const values = typed(ctx);
  const other = `${site.at}/${motive.id}/${office}`;
  const here = `${other}/prendre?jour=${day}&heure=${time}`;
  const field = (path: Name, label: string, more: Partial<FieldSpec> = {}) => <Field spec={{ path, control: 'text', label, ...more }} values={values} errors={errors} />;
  return site.show(ctx, { title: 'Votre rendez-vous', hasErrors: errors.length > 0, children: (
    <>
      <Crumbs crumbs={[{ label: 'Rendez-vous', href: site.at }, { label: 'Quand', href: other }, { label: 'Confirmer' }]} />
      <ErrorSummary errors={errors.map((one) => ({ ...one, path: (NAMES as readonly string[]).includes(one.path) ? one.path : '' }))} />
      <h1 class="govuk-heading-l">{whenWords(instantOf(day, time).toISOString()).replace(/^./, (sign) => sign.toUpperCase())}</h1>
      <p class="govuk-body">{motive.title}, {territory.placeName(office)}. <a class="govuk-link" href={other}>Choisir une autre place</a></p>
      <Form action={here} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        {motive.about ? field('about', 'Plaque ou numéro de série du véhicule', { required: true, width: 20, upper: true }) : null}
        <Reached ctx={ctx} field={field} login={site.login?.(here)} />
        <Field spec={{ path: 'earlier', control: 'checkbox', label: 'Me proposer une place plus tôt s’il s’en libère une' }} values={{ earlier: values['earlier'] ?? '' }} />
        <Button>{ctx.actor.kind === 'anonymous' ? 'Continuer' : 'Prendre ce rendez-vous'}</Button>
      </Form>
      <ToKnow motive={motive} on={site.world.today(site.world.clock())} />
    </>
  ) });
}

/** An account whose identity is checked is known and reached already; whoever has none gives a name, and a code confirms it. */
function Reached({ ctx: { actor }, field, login }: { ctx: Ctx; field: (path: Name, label: string, more?: Partial<FieldSpec>) => preact.JSX.Element; login: string | undefined }) {
  const free = actor.kind === 'partner' ? { required: false } : {};
  const phone = (label: string, hint: string) => field('contact.phone', label, { ...free, control: 'tel', hint, width: 20, autocomplete: 'tel' });
  const email = field('contact.email', 'Ou courriel', { ...free, control: 'email', autocomplete: 'email' });
  if (actor.kind === 'partner') {
    return (
      <>
        <Inset>Vous prenez ce rendez-vous comme <strong>{actor.name}</strong>.</Inset>
        {field('contact.name', 'Qui viendra, si c’est quelqu’un d’autre', { required: false, hint: 'Le nom que l’agent attendra.' })}
        {phone('Téléphone portable à prévenir', 'Vide : la confirmation et le rappel vont au contact de l’entreprise.')}
        {email}
      </>
    );
  }
  if (actor.kind === 'citizen' && actor.assurance === 'verified') return <Inset>Vous prenez ce rendez-vous comme <strong>{actor.name}</strong>. La confirmation et le rappel vont à votre contact habituel.</Inset>;
  const known = actor.kind === 'citizen';
  return (
    <>
      {known ? null : field('contact.name', 'Nom et prénom', { required: true, autocomplete: 'name' })}
      {phone('Téléphone portable', known ? 'Pour la confirmation et le rappel, par SMS.' : 'Un code y arrive par SMS, puis un rappel.')}
      {email}
      {known || !login ? null : <p class="govuk-body"><a class="govuk-link" href={login}>J’ai un compte : me connecter</a></p>}
    </>
  );
}
