import { notFound, page, seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { copyWords, meansWords, printReceipt, receiptByNumber, type Receipt } from '../../domains/payments/index.ts';
import { formatShortDate } from '../../core/values/time.ts';
import { Button, DateTimeFr, FeeTable, Form, Inset, SummaryList, Tag } from '../../ui/index.ts';
import { feeViews } from '../../ui/demarche/index.ts';
import { dossierLine, personsById } from './store.ts';
import { agentOf, cite, counterAgents, show, type CounterApp } from './site.tsx';

/** A receipt on the screen, and on paper: each print is counted, the second says DUPLICATA. */
export function receiptRoutes(app: CounterApp): RouteLine[] {
  const path = '/guichet/quittances/:number';
  const purpose = 'remise d’une quittance';
  return [
    { method: 'GET', path, who: counterAgents, purpose, handler: async (ctx) => {
      const receipt = await receiptByNumber(app.pools.read, (ctx.params['number'] ?? '').slice(0, 40));
      if (!receipt) throw notFound('Aucune quittance ne porte ce numéro.');
      return page(await shown(ctx, app, receipt, null));
    } },
    { method: 'POST', path, who: counterAgents, purpose, handler: async (ctx) => {
      const number = (ctx.params['number'] ?? '').slice(0, 40);
      const printed = await app.pools.acts.begin((tx) => printReceipt(tx, number, agentOf(ctx).agentId, app.world.clock()));
      if (!printed) return seeOther('/guichet');
      return page(await shown(ctx, app, printed.receipt, printed.copy));
    } },
  ];
}

async function shown(ctx: Ctx, app: CounterApp, receipt: Receipt, copy: number | null): Promise<string> {
  const payer = await ctx.disclose(receipt.payer);
  const [known] = payer.personId ? await ctx.disclose(await personsById(app.pools.read, [payer.personId])) : [];
  const dossier = await dossierLine(app.pools.read, receipt.dossierId).then((line) => line && ctx.disclose(line));
  return show(ctx, app, { title: `Quittance ${receipt.number}`, width: 'reading', crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: `Quittance ${receipt.number}` }], children: (
    <>
      <h1 class="govuk-heading-l">Quittance {receipt.number}</h1>
      {copy ? <p class="govuk-body"><Tag kind={copy === 1 ? 'success' : 'warning'}>{copyWords(copy)}</Tag></p> : <Inset>Vue à l’écran. Pour la remettre, « Préparer l’impression » compte l’exemplaire.</Inset>}
      <SummaryList rows={[
        { label: 'Reçu de', value: known?.name ?? payer.name ?? 'la personne présente' }, { label: 'Le', value: <DateTimeFr at={receipt.issuedAt} /> }, { label: 'Moyen', value: meansWords[receipt.means] },
        { label: 'Droits au', value: formatShortDate(receipt.judgedOn) }, { label: 'Dossier', value: <a class="govuk-link" href={`/guichet/dossiers/${receipt.dossierId}`}>{dossier?.number ?? 'Ouvrir le dossier'}</a> },
      ]} />
      <FeeTable lines={feeViews(receipt.lines, cite)} total={receipt.total} caption="Détail" />
      {copy ? null : <Form action={`/guichet/quittances/${receipt.number}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button>Préparer l’impression</Button></Form>}
    </>
  ) });
}
