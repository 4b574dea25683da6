import { notFound, page, seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { balanceOf, barredFrom, decideRefund, executeRefund, MoneyRefusal, refundsIn, refundWords, requestRefund, type Refund } from '../../domains/payments/index.ts';
import { Button, Card, DateTimeFr, EmptyState, Field, Form, Inset, MoneyF, SummaryList } from '../../ui/index.ts';
import { openErrand } from './errand.ts';
import { agentOf, counterAgents, isUuid, show, textOf, type CounterApp } from './site.tsx';
import { agentNames } from './store.ts';

const HOME = '/guichet/remboursements';

/** Money given back: one agent asks, another decides, then the treasury pays. */
export function refundRoutes(app: CounterApp): RouteLine[] {
  const { pools, world } = app;
  const kept = async (to: string, text: string, work: () => Promise<unknown>) => {
    try {
      await work();
      return seeOther(to, text);
    } catch (error) {
      if (error instanceof MoneyRefusal) return seeOther(to, { kind: 'error', text: error.message });
      throw error;
    }
  };
  const refundId = (ctx: Ctx) => { const id = ctx.params['refund'] ?? ''; if (!isUuid(id)) throw notFound(); return id; };
  return [
    { method: 'GET', path: HOME, who: counterAgents, handler: async (ctx) => {
      const [asked, approved] = await Promise.all([refundsIn(pools.read, 'requested'), refundsIn(pools.read, 'approved')]);
      const barred = new Map(await Promise.all(asked.map(async ({ id, dossier_id }) => [id, (await barredFrom(pools.read, dossier_id, world.clock())).map(({ agent_id }) => agent_id)] as const)));
      const names = await agentNames(pools.read, [...[...asked, ...approved].flatMap(({ requested_by, decided_by }) => [requested_by, ...(decided_by ? [decided_by] : [])]), ...[...barred.values()].flat()]);
      return page(show(ctx, app, { title: 'Remboursements', children: (
        <>
          <h1 class="govuk-heading-l">Remboursements</h1>
          <p class="govuk-body">Celui qui demande n’approuve pas, ni celui qui a reçu l’argent : un autre agent approuve, puis le comptable paie.</p>
          {asked.length || approved.length ? [...asked, ...approved].map((refund) => <One refund={refund} ctx={ctx} names={names} barred={barred.get(refund.id) ?? []} />) : <EmptyState title="Aucun remboursement en attente" />}
        </>
      ) }));
    } },
    { method: 'POST', path: '/guichet/dossiers/:dossier/rembourser', who: counterAgents, purpose: 'remboursement', handler: async (ctx) => {
      const { dossier } = await openErrand(ctx, app);
      return kept(`/guichet/dossiers/${dossier.id}`, 'Le remboursement est demandé : un autre agent doit l’approuver.', () => pools.acts.begin(async (tx) => {
        const { refundable } = await balanceOf(tx, dossier.id);
        await requestRefund(tx, { dossierId: dossier.id, amount: refundable, reason: textOf(ctx.form['motif']), agentId: agentOf(ctx).agentId, at: world.clock(), ...(dossier.applicant_id ? { payeeId: dossier.applicant_id } : {}) });
      }));
    } },
    { method: 'POST', path: `${HOME}/:refund/decider`, who: counterAgents, handler: (ctx) => kept(HOME, 'La décision est enregistrée.', () => pools.acts.begin((tx) =>
      decideRefund(tx, { refundId: refundId(ctx), agentId: agentOf(ctx).agentId, verdict: textOf(ctx.form['avis']) === 'rejeter' ? 'rejected' : 'approved', reason: textOf(ctx.form['motif']), at: world.clock() }))) },
    { method: 'POST', path: `${HOME}/:refund/verser`, who: counterAgents, handler: (ctx) => {
      const reference = textOf(ctx.form['reference']).slice(0, 60);
      if (reference.length < 3) return seeOther(HOME, { kind: 'error', text: 'Indiquez la référence du virement.' });
      return kept(HOME, 'Le versement est enregistré.', () => pools.acts.begin((tx) => executeRefund(tx, { refundId: refundId(ctx), means: 'treasury', reference, agentId: agentOf(ctx).agentId, at: world.clock() })));
    } },
  ];
}

function One({ refund, ctx, names, barred }: { refund: Refund; ctx: Ctx; names: ReadonlyMap<string, string>; barred: readonly string[] }) {
  const keys = { csrf: ctx.csrf, requestId: ctx.freshRequest };
  const me = agentOf(ctx).agentId;
  const mine = refund.requested_by === me;
  const cashed = barred.includes(me);
  return (
    <Card title={`Remboursement ${refund.number}`}>
      <SummaryList rows={[
        { label: 'Montant', value: <MoneyF amount={refund.amount} /> }, { label: 'Motif', value: refund.reason }, { label: 'État', value: refundWords[refund.state] },
        { label: 'Demandé par', value: <>{names.get(refund.requested_by)}, <DateTimeFr at={refund.requested_at} /></> }, { label: 'Dossier', value: <a class="govuk-link" href={`/guichet/dossiers/${refund.dossier_id}`}>Ouvrir le dossier<span class="govuk-visually-hidden"> du remboursement {refund.number}</span></a> },
        ...(refund.state === 'requested' && barred.length ? [{ label: 'Ont reçu l’argent', value: barred.map((id) => names.get(id)).join(', ') }] : []),
        ...(refund.decided_by ? [{ label: 'Approuvé par', value: names.get(refund.decided_by) }] : []),
      ]} />
      {refund.state === 'requested' && mine ? <Inset>Vous l’avez demandé : un autre agent doit décider.</Inset> : null}
      {refund.state === 'requested' && cashed && !mine ? <Inset>Vous avez reçu l’argent de ce dossier : un autre agent doit approuver. Si vous n’êtes que deux, rejetez, et demandez vous-même : votre collègue approuvera.</Inset> : null}
      {refund.state === 'requested' ? (
        <Form action={`${HOME}/${refund.id}/decider`} {...keys}>
          <Field spec={{ path: `motif`, control: 'text', label: mine ? 'Motif, si vous la retirez' : cashed ? 'Motif du rejet' : 'Motif, si vous rejetez', required: mine || cashed }} />
          <div class="govuk-button-group">{mine || cashed ? null : <Button name="avis" value="approuver">Approuver</Button>}<Button kind="warning" name="avis" value="rejeter">{mine ? 'Retirer la demande' : 'Rejeter'}</Button></div>
        </Form>
      ) : null}
      {refund.state === 'approved' ? <Form action={`${HOME}/${refund.id}/verser`} {...keys}><Field spec={{ path: 'reference', control: 'text', label: 'Référence du virement', width: 20 }} /><Button kind="secondary">Marquer comme versé</Button></Form> : null}
    </Card>
  );
}
