import type { App } from '../../app.ts';
import { findEntry, useEntry, type EntryFault, type FirstEntry } from '../../core/access/first-entry.ts';
import { notFound, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { qrSquares } from '../../core/paper/qr.ts';
import { Button, ErrorSummary, Field, Form, Inset, renderPage, type Door, type FieldSpec } from '../../ui/index.ts';
import { text } from './agent-form.tsx';

const GONE = 'Ce lien a déjà servi, il est trop ancien, ou il n’est pas complet. Demandez-en un autre à l’administrateur des comptes.';
const FIELDS: readonly FieldSpec[] = [
  { path: 'password', control: 'password', label: 'Mot de passe', hint: 'Au moins 15 caractères. Une phrase de plusieurs mots est facile à retenir.', required: true, autocomplete: 'new-password' },
  { path: 'again', control: 'password', label: 'Le même, encore une fois', required: true, autocomplete: 'new-password' },
  { path: 'code', control: 'text', label: 'Code que montre l’application', hint: 'Six chiffres.', required: true, inputmode: 'numeric', width: 10, autocomplete: 'one-time-code' },
];

const DOORS: Readonly<Record<FirstEntry['door'], Door>> = {
  agent: { id: 'counter', name: 'Guichet', home: '/guichet' }, authority: { id: 'police', name: 'Police et autorités', home: '/police' }, partner: { id: 'professional', name: 'Professionnels', home: '/professionnel' },
};

/** Where an agent, or a user of a company, goes with the link that an administrator handed over: password, second factor, and it has served. */
export function firstEntryRoutes(app: App, secret: string): RouteLine[] {
  const { acts, clock } = app.stores;
  const token = ({ params }: Ctx) => params['token'] ?? '';
  return [
    { method: 'GET', path: '/compte/:token', who: 'public', perMinute: 20, handler: async (ctx) => {
      const entry = await findEntry(acts, secret, token(ctx), clock());
      if (!entry) throw notFound(GONE);
      return page(await entryPage(ctx, app, entry));
    } },
    { method: 'POST', path: '/compte/:token', who: 'public', perMinute: 20, handler: async (ctx) => {
      const { form } = ctx;
      const raw = (name: string) => (typeof form[name] === 'string' ? form[name] : '');
      const entry = await findEntry(acts, secret, token(ctx), clock());
      const faults = entry && await useEntry(acts, secret, token(ctx), { password: raw('password'), again: raw('again'), code: text(form['code']) }, clock());
      if (!entry || !faults) throw notFound(GONE);
      if (faults.length) return unprocessable(await entryPage(ctx, app, entry, faults));
      return seeOther(`${DOORS[entry.door].home}/connexion`, 'C’est fait. Connectez-vous avec votre mot de passe et le prochain code.');
    } },
  ];
}

async function entryPage(ctx: Ctx, app: App, { name, email, door, totp }: FirstEntry, faults: readonly EntryFault[] = []): Promise<string> {
  const picture = await qrPicture(totp.uri);
  return renderPage({
    title: 'Votre première entrée', door: DOORS[door],
    demo: app.demo, hasErrors: faults.length > 0, csrf: ctx.csrf,
    children: (
      <>
        <ErrorSummary errors={faults} />
        <h1 class="govuk-heading-l">Votre première entrée</h1>
        <p class="sitt-lede">Bonjour {name}. Vous vous connecterez avec {email}, un mot de passe que vous choisissez ici, et un code que votre téléphone montre.</p>
        <h2 class="govuk-heading-m">Reliez votre application d’authentification</h2>
        <p class="govuk-body">Ouvrez-la sur votre téléphone et photographiez ce code.</p>
        <p><img src={picture} alt="Code à photographier avec l’application d’authentification" width="220" height="220" /></p>
        <p class="govuk-body">Sans appareil photo, saisissez cette clé : <code>{totp.secret.match(/.{1,4}/g)?.join(' ')}</code></p>
        <h2 class="govuk-heading-m">Choisissez votre mot de passe</h2>
        <Form action={ctx.req.url} csrf={ctx.csrf} requestId={ctx.freshRequest}>
          {FIELDS.map((spec) => <Field spec={spec} values={{}} errors={faults} />)}
          <Inset>Personne ne vous demandera jamais ce mot de passe, ni ce code.</Inset>
          <Button>Terminer</Button>
        </Form>
      </>
    ),
  });
}

/** As a picture within the page: the policy of content lets in our own and those. */
async function qrPicture(content: string): Promise<string> {
  const symbol = await qrSquares(content);
  const { size } = symbol;
  const whole = size + 8;
  const squares = Array.from({ length: size * size }, (_, n) => [n % size, Math.floor(n / size)] as const).filter(([x, y]) => symbol.dark(x, y));
  const path = squares.map(([x, y]) => `M${x + 4} ${y + 4}h1v1h-1z`).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${whole}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${whole}v${whole}H0z"/><path d="${path}"/></svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
