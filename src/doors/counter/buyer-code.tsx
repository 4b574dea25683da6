import { seal } from '../../core/access/sealed.ts';
import { loadStates } from '../../core/act/store.ts';
import { seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import type { Dossier } from '../../core/demarche/index.ts';
import { codeSource, firstCode, issueSaleCode, saleCode, type SaleState } from '../../domains/registrations/index.ts';
import { Banner, Button, Card, Form } from '../../ui/index.ts';
import { openErrand } from './errand.ts';
import { agentOf, counterAgents, type CounterApp } from './site.tsx';

/** How long after it was given a single-use code may be read to the seller. */
const CODE_MINUTES = 30;

type Opened = { saleId: string; declaredId: string };

/** A code is never kept in clear: given again, it is a new one, and the old one ends. */
export function buyerCodeRoutes(app: CounterApp): RouteLine[] {
  return [{ method: 'POST', path: '/guichet/dossiers/:dossier/code', who: counterAgents, purpose: 'remise d’un code de vente', handler: async (ctx) => {
    const { dossier } = await openErrand(ctx, app);
    const opened = await saleOpenedBy(app, dossier);
    const back = `/guichet/dossiers/${dossier.id}`;
    if (!opened || !app.messages) return seeOther(back, { kind: 'error', text: 'Cette vente n’attend plus d’acheteur : elle n’a plus de code.' });
    await issueSaleCode({ world: app.world, messaging: app.messages }, opened.saleId, { requestId: ctx.requestId, author: { kind: 'dossier', dossierId: dossier.id, agentId: agentOf(ctx).agentId } });
    return seeOther(back, 'Un nouveau code est remis ; l’ancien ne sert plus.');
  } }];
}

/** On the page of a dossier that opened a sale: the code just given, or the way to give another. */
export async function buyerCode(ctx: Ctx, app: CounterApp, dossier: Dossier) {
  const { world, messages } = app;
  const opened = dossier.state === 'issued' && messages ? await saleOpenedBy(app, dossier) : undefined;
  if (!opened || !messages) return null;
  // The seller stands here: the desk does what the worker was about to do, under the same request.
  await issueSaleCode({ world, messaging: messages }, opened.saleId, firstCode(opened.declaredId));
  const { code } = (await loadStates(world.acts, world.facets, [{ kind: 'sale', id: opened.saleId }])).get(opened.saleId)?.['sale'] as SaleState;
  const fresh = code && world.clock().getTime() - Date.parse(code.at) < CODE_MINUTES * 60_000;
  const text = fresh ? await ctx.disclose(seal(saleCode(messages.sender.secret, codeSource(opened.saleId, code.round)), { personIds: [], kind: 'code à usage unique', subjectId: dossier.id })) : undefined;
  return (
    <>
      {text ? <Banner kind="success" title="Code à remettre à l’acheteur"><p class="govuk-body">Lisez-le ou imprimez cette page : il n’est affiché que pendant {CODE_MINUTES} minutes, et ne sert qu’une fois.</p><p class="govuk-heading-xl govuk-!-margin-bottom-0">{text}</p></Banner> : null}
      {text ? null : (
        <Card title="Code de l’acheteur">
          <p class="govuk-body">Le code n’est gardé nulle part. Perdu, il est remplacé : l’ancien ne sert plus.</p>
          <Form action={`/guichet/dossiers/${dossier.id}/code`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="secondary">Remettre un nouveau code</Button></Form>
        </Card>
      )}
    </>
  );
}

/** The sale that the acts of this dossier declared, while its buyer is awaited. */
async function saleOpenedBy({ pools }: CounterApp, { result }: Dossier): Promise<Opened | undefined> {
  const declared = result?.acts.find(({ kind }) => kind === 'sale.declared');
  if (!declared) return undefined;
  const [sale] = await pools.read<{ sale_id: string }[]>`select s.sale_id from act_subject l join vehicle_sale s on s.sale_id = l.subject_id where l.act_id = ${declared.id} and s.status = 'declared'`;
  return sale && { saleId: sale.sale_id, declaredId: declared.id };
}
