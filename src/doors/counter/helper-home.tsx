import type { Ctx } from '../../core/http/index.ts';
import { Button, EmptyState, Inset } from '../../ui/index.ts';
import { DossierTable } from './results.tsx';
import { agentOf, officeName, show, type CounterApp } from './site.tsx';
import { dossiersKeyedBy } from './store.ts';

/** The desk of a named helper at a mairie: what they keyed, and nothing else of the register. */
export async function helperHome(ctx: Ctx, app: CounterApp): Promise<string> {
  const agent = agentOf(ctx);
  const rows = await ctx.disclose(await dossiersKeyedBy(app.pools.read, agent.agentId));
  return show(ctx, app, { title: 'Aide aux démarches', children: (
    <>
      <h1 class="govuk-heading-l">Aide aux démarches</h1>
      <p class="sitt-lede">Vous saisissez, pour une personne de votre commune, la demande qu’elle a signée, et vous joignez sa photo.</p>
      <p class="govuk-body">{officeName(agent)}. Un agent du guichet unique lit chaque dossier et décide : vous ne signez rien.</p>
      <Button href="/guichet/demarches">Commencer une démarche</Button>
      <h2 class="govuk-heading-m">Vos dossiers</h2>
      {rows.length ? <DossierTable caption="Vos dossiers" captionHidden rows={rows} titleOf={(id) => app.world.catalogue.get(id)?.title ?? 'Démarche'} /> : <EmptyState title="Vous n’avez encore rien saisi" />}
      <Inset>Vous ne voyez que les dossiers que vous avez saisis. Chacune de vos lectures est écrite, et la personne la voit.</Inset>
    </>
  ) });
}
