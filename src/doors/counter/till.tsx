import { page, seeOther, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatF, parseF } from '../../core/values/money.ts';
import { cashedAlone, closeTill, count as countSchema, countTill, denominations, meansWords, MoneyRefusal, openTill, resumeTill, sessionOf, tillsOf, tillSummary, tillWords, type CashedAlone, type TillSession, type TillSummary } from '../../domains/payments/index.ts';
import { Button, ButtonGroup, Card, DateTimeFr, ErrorSummary, Field, Form, Inset, MoneyF, SummaryList, Table, Tag } from '../../ui/index.ts';
import type { FormError, FormValues } from '../../ui/field-spec.ts';
import { notFound } from '../../core/http/index.ts';
import { agentOf, counterAgents, isUuid, show, textOf, type CounterApp } from './site.tsx';
import { agentNames, movementsOf, type Movement } from './store.ts';
import { REREAD_DAYS, ToReread } from './reread.tsx';

const HOME = '/guichet/caisse';
/** Beyond what any drawer holds: a slip of the keyboard. */
const MOST_FLOAT = 10_000_000;

/** A drawer from its opening to its closing. The count is made blind: what should be there is shown after it. */
export function tillRoutes(app: CounterApp): RouteLine[] {
  const { pools, world } = app;
  const step = (path: string, work: (ctx: Ctx, session: TillSession) => Promise<{ to?: string; text: string; wrong?: FormError }>): RouteLine => ({
    method: 'POST', path: `${HOME}${path}`, who: counterAgents, handler: async (ctx) => {
      const session = await sessionOf(pools.acts, agentOf(ctx).agentId);
      if (!session) return seeOther(HOME, { kind: 'error', text: 'Aucune caisse n’est ouverte à votre nom.' });
      return kept(async () => { const { to, text, wrong } = await work(ctx, session); return wrong ? page(await atWork(ctx, app, session, [], [wrong]), 422) : seeOther(to ?? HOME, text); });
    },
  });
  return [
    { method: 'GET', path: HOME, who: counterAgents, handler: async (ctx) => {
      const session = await sessionOf(pools.read, agentOf(ctx).agentId);
      const review = agentOf(ctx).roles.includes('supervisor') ? await cashedAlone(pools.read, { days: REREAD_DAYS, now: world.clock() }) : [];
      return page(session ? await atWork(ctx, app, session, review) : await closed(ctx, app, review));
    } },
    { method: 'POST', path: `${HOME}/ouvrir`, who: counterAgents, handler: (ctx) => {
      const floatF = parseF(textOf(ctx.form['fonds']));
      if (floatF === undefined || floatF < 0 || floatF > MOST_FLOAT) return seeOther(HOME, { kind: 'error', text: `Le fonds de caisse est un montant en francs, par exemple 20 000, de ${formatF(MOST_FLOAT)} au plus.` });
      const agent = agentOf(ctx);
      return kept(async () => {
        const [till] = (await tillsOf(pools.acts, agent.office)).filter(({ id }) => id === textOf(ctx.form['caisse']));
        if (!till) return seeOther(HOME, { kind: 'error', text: 'Choisissez une caisse de votre site.' });
        await pools.acts.begin((tx) => openTill(tx, { tillId: till.id, agentId: agent.agentId, floatF, at: world.clock() }));
        return seeOther(HOME, `${till.label} est ouverte avec ${formatF(floatF)}.`);
      });
    } },
    step('/compter', async (ctx, session) => {
      const odd = denominations.find((value) => !/^\d{0,5}$/.test(textOf(ctx.form[`n-${value}`])));
      if (odd) return { text: '', wrong: { path: `n-${odd}`, message: `Le nombre de pièces ou de billets de ${formatF(odd)} ne se lit pas : comptez-les en chiffres. Rien n’est enregistré.` } };
      const counted = countSchema.parse(Object.fromEntries(denominations.map((value) => [String(value), pieces(ctx, value)]).filter(([, many]) => many !== 0)));
      await pools.acts.begin((tx) => countTill(tx, { sessionId: session.id, agentId: session.agent_id, count: counted, at: world.clock() }));
      return { text: 'La caisse est comptée. Elle n’encaisse plus tant qu’elle n’est pas rouverte.' };
    }),
    step('/reprendre', async (_ctx, session) => {
      await pools.acts.begin((tx) => resumeTill(tx, { sessionId: session.id, agentId: session.agent_id }));
      return { text: 'La caisse encaisse de nouveau ; elle sera recomptée.' };
    }),
    step('/cloturer', async (ctx, session) => {
      try {
        await pools.acts.begin((tx) => closeTill(tx, { sessionId: session.id, agentId: session.agent_id, explanation: textOf(ctx.form['explication']), at: world.clock() }));
      } catch (error) {
        if (error instanceof MoneyRefusal) return { text: '', wrong: { path: 'explication', message: error.message } };
        throw error;
      }
      return { to: `${HOME}/${session.id}`, text: 'La caisse est clôturée. Imprimez et signez cette feuille.' };
    }),
    { method: 'GET', path: `${HOME}/:session`, who: counterAgents, handler: async (ctx) => {
      const id = ctx.params['session'] ?? '';
      const summary = isUuid(id) ? await tillSummary(pools.read, id).catch(() => undefined) : undefined;
      const agent = agentOf(ctx);
      if (!summary || summary.session.state !== 'closed' || (summary.session.agent_id !== agent.agentId && !agent.roles.includes('supervisor'))) throw notFound('Cette feuille de caisse n’existe pas, ou n’est pas à vous.');
      const [movements, names, alone] = await Promise.all([movementsOf(pools.read, id), agentNames(pools.read, [summary.session.agent_id]), cashedAlone(pools.read, { session: id })]);
      return page(sheet(ctx, app, summary, movements, names, alone));
    } },
  ];
}

async function kept(work: () => Promise<Answer>) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MoneyRefusal) return seeOther(HOME, { kind: 'error', text: error.message });
    throw error;
  }
}

function pieces(ctx: Ctx, value: number): number {
  return Number(textOf(ctx.form[`n-${value}`]));
}

async function closed(ctx: Ctx, app: CounterApp, review: readonly CashedAlone[]): Promise<string> {
  const tills = (await tillsOf(app.pools.read, agentOf(ctx).office)).filter(({ session }) => !session);
  return show(ctx, app, { title: 'Caisse', width: 'reading', children: (
    <>
      <h1 class="govuk-heading-l">Caisse</h1>
      {tills.length ? (
        <Form action={`${HOME}/ouvrir`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
          <Field spec={{ path: 'caisse', control: 'radios', label: 'Caisse', options: tills.map(({ id, label }) => ({ value: id, label })) }} values={{ caisse: tills[0]?.id }} />
          <Field spec={{ path: 'fonds', control: 'money', label: 'Fonds de caisse', hint: 'Ce que le régisseur vous a remis, compté devant lui.', width: 10 }} values={{ fonds: '20000' }} />
          <Button>Ouvrir la caisse</Button>
        </Form>
      ) : <Inset>Toutes les caisses de votre site sont ouvertes par d’autres agents.</Inset>}
      <ToReread rows={review} />
    </>
  ) });
}

/** @param wrong what could not be read: the whole count stays as it was typed */
async function atWork(ctx: Ctx, app: CounterApp, session: TillSession, review: readonly CashedAlone[], wrong: readonly FormError[] = []): Promise<string> {
  const [summary, movements, alone] = await Promise.all([tillSummary(app.pools.read, session.id), movementsOf(app.pools.read, session.id), cashedAlone(app.pools.read, { session: session.id })]);
  const keys = { csrf: ctx.csrf, requestId: ctx.freshRequest };
  const gap = (session.counted_total ?? 0) - summary.expected;
  const typed = wrong.length ? (ctx.form as FormValues) : {};
  return show(ctx, app, { title: 'Caisse', hasErrors: wrong.length > 0, children: (
    <>
      <ErrorSummary errors={wrong} />
      <h1 class="govuk-heading-l">{summary.till.label}</h1>
      <p class="govuk-body">{tillWords[session.state]}, depuis le <DateTimeFr at={session.opened_at} />, fonds de caisse <MoneyF amount={session.float_amount} />.</p>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds"><Movements rows={movements} alone={alone} /></div>
        <div class="govuk-grid-column-one-third">
          {session.state === 'open' ? (
            <Card title="Compter">
              <p class="govuk-body">Comptez sans regarder l’écran : ce qui devrait s’y trouver s’affiche après.</p>
              <Form action={`${HOME}/compter`} {...keys}>
                <div class="sitt-coins">{denominations.map((value) => <Field spec={{ path: `n-${value}`, control: 'text', inputmode: 'numeric', label: `${value >= 500 ? 'Billets' : 'Pièces'} de ${formatF(value)}`, width: 5 }} values={typed} errors={wrong} />)}</div>
                <Button>Enregistrer le comptage</Button>
              </Form>
            </Card>
          ) : (
            <Card title="Clôturer">
              <SummaryList rows={[{ label: 'Compté', value: <MoneyF amount={session.counted_total ?? 0} /> }, { label: 'Attendu', value: <MoneyF amount={summary.expected} /> }, { label: 'Écart', value: gap === 0 ? 'aucun' : `${gap > 0 ? 'excédent' : 'manquant'} de ${formatF(Math.abs(gap))}` }]} />
              <Form action={`${HOME}/cloturer`} {...keys}>
                {gap === 0 ? null : <Field spec={{ path: 'explication', control: 'textarea', label: 'Explication de l’écart', rows: 3 }} values={typed} errors={wrong} />}
                <Button>Clôturer la caisse</Button>
              </Form>
              <Form action={`${HOME}/reprendre`} {...keys}><Button kind="link">Rouvrir pour un dernier usager</Button></Form>
            </Card>
          )}
        </div>
      </div>
      <ToReread rows={review} />
    </>
  ) });
}

function Movements({ rows, alone }: { rows: readonly Movement[]; alone: readonly CashedAlone[] }) {
  const flagged = new Set(alone.map(({ number }) => number));
  if (!rows.length) return <Inset>Aucun encaissement pour l’instant.</Inset>;
  return <Table caption="Encaissements" rows={rows} columns={[
    { label: 'Quittance', cell: (one) => <a class="govuk-link" href={`/guichet/quittances/${one.receipt}`}>{one.receipt}</a> }, { label: 'Heure', cell: ({ received_at }) => <DateTimeFr at={received_at} /> },
    { label: 'Dossier', cell: (one) => <a class="govuk-link" href={`/guichet/dossiers/${one.dossier_id}`}>{one.dossier}</a> }, { label: 'Moyen', cell: ({ means, receipt }) => <>{meansWords[means]}{flagged.has(receipt) ? <>{' '}<Tag kind="warning">décidé et encaissé par le même agent</Tag></> : null}</> }, { label: 'Montant', numeric: true, cell: ({ amount }) => <MoneyF amount={amount} /> },
  ]} />;
}

/** The sheet that is printed and signed. */
function sheet(ctx: Ctx, app: CounterApp, { session, till, byMeans, receipts, expected }: TillSummary, movements: readonly Movement[], names: ReadonlyMap<string, string>, alone: readonly CashedAlone[]): string {
  const counted = Object.entries(session.counted ?? {}).sort(([a], [b]) => Number(b) - Number(a));
  return show(ctx, app, { title: `Feuille de caisse, ${till.label}`, crumbs: [{ label: 'Caisse', href: HOME }, { label: 'Feuille de caisse' }], children: (
    <>
      <h1 class="govuk-heading-l">Feuille de caisse</h1>
      <SummaryList rows={[
        { label: 'Caisse', value: till.label }, { label: 'Agent', value: agentOf(ctx).agentId === session.agent_id ? agentOf(ctx).name : names.get(session.agent_id) ?? '' },
        { label: 'Ouverte', value: <DateTimeFr at={session.opened_at} /> }, { label: 'Clôturée', value: session.closed_at ? <DateTimeFr at={session.closed_at} /> : '' },
        { label: 'Fonds de caisse', value: <MoneyF amount={session.float_amount} /> }, ...byMeans.map(({ means, total, count }) => ({ label: meansWords[means], value: <><MoneyF amount={total} /> en {count} encaissement{count > 1 ? 's' : ''}</> })),
        { label: 'Quittances', value: receipts ? `${receipts.first} à ${receipts.last} (${receipts.count})` : 'aucune' },
        { label: 'Décidés et encaissés par l’agent', value: alone.length ? <>{alone.length} encaissement{alone.length > 1 ? 's' : ''}, <MoneyF amount={alone.reduce((sum, { amount }) => sum + amount, 0)} /> : à relire par le régisseur</> : 'aucun' },
        { label: 'Attendu en espèces', value: <MoneyF amount={expected} /> }, { label: 'Compté', value: <MoneyF amount={session.counted_total ?? 0} /> },
        { label: 'Écart', value: session.discrepancy ? `${session.discrepancy > 0 ? 'excédent' : 'manquant'} de ${formatF(Math.abs(session.discrepancy))} : ${session.explanation}` : 'aucun' },
        { label: 'Versement', value: <MoneyF amount={session.deposit ?? 0} /> },
      ]} />
      {counted.length ? <Table caption="Comptage" rows={counted} columns={[{ label: 'Valeur', cell: ([value]) => formatF(Number(value)) }, { label: 'Nombre', numeric: true, cell: ([, many]) => many }, { label: 'Total', numeric: true, cell: ([value, many]) => formatF(Number(value) * (many ?? 0)) }]} /> : null}
      <Movements rows={movements} alone={alone} />
      <section class="sitt-sign">{['L’agent', 'Le régisseur'].map((who) => <div class="sitt-sign__box"><p class="sitt-sign__who">{who}</p><p class="sitt-sign__what">Date et signature</p></div>)}</section>
      <ButtonGroup><Button kind="secondary" href={HOME}>Ouvrir une autre caisse</Button></ButtonGroup>
    </>
  ) });
}
