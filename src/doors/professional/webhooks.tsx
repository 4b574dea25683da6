import type { App } from '../../app.ts';
import { notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import { addWebhook, deliveriesOf, messageId, openOrCloseWebhook, removeWebhook, renewSecret, replay, statusWords, stoppedBlocks, tellPing, urlFault, urlFaultWords, webhookOf, webhookSecret, webhooksOf, type Delivery, type Webhook } from '../../domains/partners/index.ts';
import { Banner, Button, ButtonGroup, DateTimeFr, Details, EmptyState, ErrorSummary, Fields, Form, Inset, Table, Tag, type FormError, type FormValues, type TagKind } from '../../ui/index.ts';
import { stateWords } from '../../ui/demarche/index.ts';
import { territory } from '../../territory/index.ts';
import { StoppedPanel } from './stopped.tsx';
import { HOME, managers, partnerOf, show, textOf, users } from './site.ts';

const PATH = `${HOME}/webhooks`;
const STATES: Readonly<Record<Delivery['delivery'], [label: string, kind: TagKind]>> = { pending: ['Attend', 'info'], delivered: ['Reçu', 'success'], dead: ['En souffrance', 'danger'] };
const TYPES: Readonly<Record<string, string>> = { 'dossier.moved': 'Dossier avancé', 'accreditation.changed': 'Accréditation changée', 'batch.moved': 'Lot avancé', 'insurance.gap': 'Lignes d’assurance à revoir', ping: 'Essai' };

/** How the last try ended: the answer of the receiver, or why there was none. */
const FAILURES: Readonly<Record<string, string>> = { timeout: 'pas de réponse à temps', ENOTFOUND: 'nom introuvable', ECONNREFUSED: 'connexion refusée', ECONNRESET: 'connexion coupée', EPRIVATE: 'adresse hors de l’internet public' };
const outcomeSaid = (outcome: string | null): string => (/^\d+$/.test(outcome ?? '') ? `réponse ${outcome}` : FAILURES[outcome ?? ''] ?? `échec (${outcome ?? 'réseau'})`);

/** The state that was told, in words; the receiver reads the word of the API. */
function stateSaid({ subject_kind: kind, state }: Delivery): string {
  if (kind === 'dossier') return stateWords(state as never).label.toLowerCase();
  return kind === 'accreditation' ? (statusWords[state as keyof typeof statusWords] ?? state).toLowerCase() : '';
}

/** Where the company's own software is told of what moves: addresses, their secret, what was told and what was not. Another company's do not exist. */
export function webhookRoutes(app: App): RouteLine[] {
  const { world } = app;
  // Nothing that a company is told is lost while it is stopped; it adds no address and tries none.
  const act = (path: string, work: (ctx: Ctx, webhook: Webhook) => Promise<Answer>, whenStopped = true): RouteLine => ({ method: 'POST', whenStopped, path: `${PATH}/:webhook${path}`, who: managers, perMinute: 60, handler: async (ctx) => work(ctx, await mine(ctx, app)) });
  const back = ({ id }: Webhook, said: string) => seeOther(`${PATH}/${id}`, said);
  return [
    { method: 'GET', path: PATH, who: users, handler: async (ctx) => page(await listPage(ctx, app)) },
    { method: 'POST', path: PATH, who: managers, perMinute: 30, handler: (ctx) => add(ctx, app) },
    { method: 'GET', path: `${PATH}/:webhook`, who: users, handler: async (ctx) => page(await onePage(ctx, app, await mine(ctx, app))) },
    act('/fermer', async (_ctx, one) => { await openOrCloseWebhook(world.acts, one.company_id, one.id, false, world.clock()); return back(one, 'Webhook fermé : ce qui survient l’attend.'); }),
    act('/rouvrir', async (_ctx, one) => { await openOrCloseWebhook(world.acts, one.company_id, one.id, true, world.clock()); return back(one, 'Webhook rouvert : ce qui l’attendait part.'); }),
    act('/retirer', async (_ctx, one) => { await removeWebhook(world.acts, one.company_id, one.id); return seeOther(PATH, 'Adresse retirée : plus rien n’y est dit.'); }),
    act('/secret', async (_ctx, one) => { await renewSecret(world.acts, one.company_id, one.id); return back(one, 'Nouveau secret : l’ancien ne signe plus rien.'); }),
    act('/essai', async (_ctx, one) => { await tellPing(world.acts, one.company_id, one.id, world.clock()); return back(one, 'Un essai part.'); }, false),
    act('/rejouer', async (ctx, one) => {
      const event = textOf(ctx.form['evenement']);
      if (event && !isUuid(event)) throw notFound();
      const many = await replay(world.acts, one.company_id, one.id, event ? { eventId: event } : 'dead', world.clock());
      return back(one, many ? `${many} à rejouer : l’envoi part.` : 'Rien n’est à rejouer.');
    }),
  ];
}

async function mine(ctx: Ctx, app: App): Promise<Webhook> {
  const id = ctx.params['webhook'] ?? '';
  const found = isUuid(id) ? await webhookOf(app.world.acts, partnerOf(ctx).companyId, id) : undefined;
  if (!found) throw notFound();
  return found;
}

const mostOf = ({ world }: App): number => territory.parameter('partnerWebhooksMost', world.today(world.clock())).value;

async function add(ctx: Ctx, app: App): Promise<Answer> {
  const { companyId, userId } = partnerOf(ctx);
  const url = textOf(ctx.form['adresse']).slice(0, 500);
  const fault = urlFault(url, app.demo);
  if (fault) return unprocessable(await listPage(ctx, app, [{ path: 'adresse', message: urlFaultWords[fault] }]));
  const most = mostOf(app);
  const id = await addWebhook(app.world.acts, { companyId, userId }, new URL(url).href, app.world.clock(), most);
  if (!id) return unprocessable(await listPage(ctx, app, [{ path: 'adresse', message: `Une entreprise a ${most} adresses au plus : retirez-en une d’abord.` }]));
  return seeOther(`${PATH}/${id}`, 'Adresse enregistrée. Donnez le secret à votre logiciel, puis envoyez un essai.');
}

const stateOf = ({ disabled_at, disabled_by, failing_since }: Webhook): { label: string; kind: TagKind } => {
  if (disabled_at) return { label: disabled_by === 'company' ? 'Fermé' : 'Fermé : ne répond plus', kind: disabled_by === 'company' ? 'neutral' : 'danger' };
  return failing_since ? { label: 'Ne répond pas', kind: 'warning' } : { label: 'Ouvert', kind: 'success' };
};

async function listPage(ctx: Ctx, app: App, errors: readonly FormError[] = []): Promise<string> {
  const me = partnerOf(ctx);
  const [all, stopped] = await Promise.all([webhooksOf(app.world.acts, me.companyId), stoppedBlocks(app.world.read, me, app.world.clock())]);
  return show(ctx, app, { title: 'Webhooks', children: (
    <>
      {errors.length ? <ErrorSummary errors={errors} /> : null}
      <h1 class="govuk-heading-l">Webhooks</h1>
      <p class="sitt-lede">SITT prévient votre logiciel quand un dossier avance, quand un lot est fait, quand votre accréditation change. Il n’envoie que des identifiants et des liens, jamais un nom ni une plaque.</p>
      {all.length ? <Table caption="Adresses de l’entreprise" rows={all} columns={[
        { label: 'Adresse', cell: ({ id, url }) => <a class="govuk-link sitt-anywhere" href={`${PATH}/${id}`}>{url}</a> }, { label: 'État', cell: (one) => { const { label, kind } = stateOf(one); return <Tag kind={kind}>{label}</Tag>; } },
        { label: 'Attendent', cell: ({ waiting }) => waiting }, { label: 'En souffrance', cell: ({ dead }) => dead },
      ]} /> : <EmptyState title="Aucune adresse" />}
      {me.roles.includes('manager') && stopped.length ? <StoppedPanel blockers={stopped} /> : null}
      {me.roles.includes('manager') && !stopped.length ? (
        <Form action={PATH} csrf={ctx.csrf} requestId={ctx.freshRequest}>
          <Fields specs={[{ path: 'adresse', control: 'text', label: 'Nouvelle adresse', hint: app.demo ? 'En https ; en démonstration, http://localhost aussi.' : 'En https, sur l’internet public.', required: true, width: 30 }]} values={ctx.form as FormValues} errors={errors} />
          <Button>Ajouter</Button>
        </Form>
      ) : null}
    </>
  ) });
}

async function onePage(ctx: Ctx, app: App, webhook: Webhook): Promise<string> {
  const { id, url, secret_version: version, company_id: companyId, disabled_at: closed } = webhook;
  const manager = partnerOf(ctx).roles.includes('manager');
  const told = await deliveriesOf(app.world.acts, companyId, id);
  const { label, kind } = stateOf(webhook);
  const button = (what: string, text: string, secondary = true) => <Form action={`${PATH}/${id}/${what}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button {...(secondary ? { kind: 'secondary' as const } : {})}>{text}</Button></Form>;
  const again = (event: string) => <Form action={`${PATH}/${id}/rejouer`} csrf={ctx.csrf} requestId={ctx.freshRequest}><input type="hidden" name="evenement" value={event} /><Button kind="link">Rejouer</Button></Form>;
  const root = app.messages?.sender.secret;
  return show(ctx, app, { title: 'Webhook', crumbs: [{ label: 'Webhooks', href: PATH }, { label: new URL(url).host }], children: (
    <>
      <h1 class="govuk-heading-l sitt-anywhere">{url} <Tag kind={kind}>{label}</Tag></h1>
      {closed && webhook.disabled_by !== 'company' ? <Banner kind="warning" title="Fermé : cette adresse ne répondait plus"><p class="govuk-body govuk-!-margin-bottom-0">Réparez-la, puis rouvrez-la : ce qui l’attend partira. C’est gardé {territory.parameter('partnerWebhookKeepDays', app.world.today(app.world.clock())).value} jours.</p></Banner> : null}
      {manager ? <ButtonGroup>{button('essai', 'Envoyer un essai', false)}{closed ? button('rouvrir', 'Rouvrir') : button('fermer', 'Fermer')}{told.some(({ delivery }) => delivery === 'dead') ? button('rejouer', 'Rejouer ce qui est en souffrance') : null}{closed ? button('retirer', 'Retirer cette adresse') : null}</ButtonGroup> : null}
      {manager && root ? (
        <Details summary="Secret de signature">
          <pre class="sitt-code"><code class="sitt-long">{webhookSecret(root, id, version)}</code></pre>
          <Inset>Signature HMAC-SHA-256 de « webhook-id.webhook-timestamp.corps », selon Standard Webhooks : des bibliothèques la vérifient dans chaque langage. Refusez ce qui a plus de cinq minutes ; un même webhook-id est le même événement.</Inset>
          {button('secret', 'Changer de secret')}
        </Details>
      ) : null}
      {told.length ? <Table caption="Derniers envois" rows={told} columns={[
        { label: 'Quand', cell: ({ at }) => <DateTimeFr at={at} /> }, { label: 'Événement', cell: (one) => [TYPES[one.type] ?? one.type, stateSaid(one)].filter(Boolean).join(' : ') },
        { label: 'Envoi', cell: ({ delivery }) => <Tag kind={STATES[delivery][1]}>{STATES[delivery][0]}</Tag> }, { label: 'Essais', cell: ({ attempts, outcome }) => (attempts ? `${attempts}, ${outcomeSaid(outcome)}` : '') },
        { label: 'Prochain', cell: ({ delivery, next_at }) => (delivery === 'pending' ? <DateTimeFr at={next_at} /> : '') },
        { label: 'Identifiant', cell: ({ event_id }) => <span class="sitt-hash">{messageId(event_id)}</span> }, { label: 'Agir', cell: ({ event_id, delivery }) => (manager && delivery !== 'pending' ? again(event_id) : null) },
      ]} /> : <EmptyState title="Rien n’a encore été envoyé" />}
    </>
  ) });
}
