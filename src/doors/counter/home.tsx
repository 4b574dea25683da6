import { isHelper } from '../../core/access/actor.ts';
import { anyOf, page, seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatF } from '../../core/values/money.ts';
import { sessionOf, tillsOf, tillWords } from '../../domains/payments/index.ts';
import { contestedCounts } from '../../domains/registrations/index.ts';
import { Button, Card, renderFragment, SearchBox } from '../../ui/index.ts';
import { countToCheck } from '../../domains/partners/index.ts';
import { countDue } from './due.tsx';
import { Results } from './results.tsx';
import { inspectionHome } from './inspection/home.tsx';
import { inspectors, isInspectorOnly } from './inspection/site.tsx';
import { helperHome } from './helper-home.tsx';
import { CHECKS } from './partner-checks.tsx';
import { agentOf, counterAgents, deskAgents, managesPartnersOnly, show, textOf, type CounterApp } from './site.tsx';
import { findEverything, queueCounts, queues, vehicleOfSale, type QueueId } from './store.ts';

const LABEL = 'Plaque, numéro de série, titre, dossier, code de vente, nom ou RIDET';

/** The desk of an agent: one box, the queues, the till. */
export function homeRoutes(app: CounterApp): RouteLine[] {
  return [
    { method: 'GET', path: '/guichet', who: anyOf(deskAgents, inspectors), purpose: 'consultation au guichet', handler: async (ctx) => (managesPartnersOnly(ctx) ? seeOther('/guichet/professionnels') : page(await (isHelper(ctx.actor) ? helperHome : isInspectorOnly(ctx) ? inspectionHome : home)(ctx, app))) },
    { method: 'GET', path: '/guichet/recherche', who: counterAgents, purpose: 'recherche au guichet', perMinute: 600, handler: async (ctx) => {
      const query = textOf(ctx.query['q']).slice(0, 80);
      const fragment = textOf(ctx.query['fragment']) === '1';
      if (!query) return fragment ? page('') : seeOther('/guichet');
      const found = await findEverything(app.world, query);
      const [dossiers, persons] = await Promise.all([ctx.disclose(found.dossiers), ctx.disclose(found.persons)]);
      const [only] = found.vehicles;
      if (!fragment && found.exact && only && found.vehicles.length === 1) return seeOther(`/guichet/vehicules/${only.id}`);
      if (!fragment && dossiers.length === 1 && dossiers[0]) return seeOther(`/guichet/dossiers/${dossiers[0].id}`);
      const [sale] = found.sales;
      const sold = sale ? await vehicleOfSale(app.pools.read, sale) : undefined;
      const results = <Results query={query} vehicles={found.vehicles} dossiers={dossiers} persons={persons} saleVehicleId={sold} titleOf={(id) => app.world.catalogue.get(id)?.title ?? 'Démarche'} />;
      if (fragment) return page(renderFragment(results));
      return page(show(ctx, app, { title: `Recherche : ${query}`, crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: 'Recherche' }], children: (
        <><h1 class="govuk-heading-l">Recherche</h1><Box query={query} /><div id="resultats">{results}</div></>
      ) }));
    } },
  ];
}

function Box({ query }: { query?: string }) {
  return <SearchBox action="/guichet/recherche" label={LABEL} hint="Les résultats viennent pendant la frappe ; les flèches et Entrée choisissent." query={query} shortcut="/" live={{ url: '/guichet/recherche', target: 'resultats' }} />;
}

async function home(ctx: Ctx, app: CounterApp): Promise<string> {
  const agent = agentOf(ctx);
  const [checks, due, counts, contested, session, tills] = await Promise.all([countToCheck(app.pools.read), countDue(app), queueCounts(app.pools.read), contestedCounts(app.pools.read), sessionOf(app.pools.read, agent.agentId), tillsOf(app.pools.read, agent.office)]);
  const till = session && tills.find((one) => one.id === session.till_id);
  return show(ctx, app, { title: 'Guichet', children: (
    <>
      <h1 class="govuk-heading-l">Guichet</h1>
      <Box />
      <div id="resultats" role="status" aria-live="polite" />
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <h2 class="govuk-heading-m">Ce qui attend</h2>
          <ul class="sitt-doors">
            {(Object.keys(queues) as QueueId[]).map((id) => (
              <li class="sitt-door">
                <h3 class="sitt-door__name"><a href={`/guichet/files/${id}`}>{queues[id].label}</a></h3>
                <p class="sitt-door__text"><strong class="sitt-door__name">{counts[id]}</strong> {counts[id] > 1 ? 'dossiers' : 'dossier'}</p>
              </li>
            ))}
            <li class="sitt-door">
              <h3 class="sitt-door__name"><a href="/guichet/identites">Identités à trancher</a></h3>
              <p class="sitt-door__text"><strong class="sitt-door__name">{contested.total}</strong> {contested.total > 1 ? 'fiches' : 'fiche'}</p>
            </li>
            <li class="sitt-door">
              <h3 class="sitt-door__name"><a href="/guichet/echeances">Échéances</a></h3>
              <p class="sitt-door__text"><strong class="sitt-door__name">{due}</strong> {due > 1 ? 'recours, observations ou silences' : 'recours, observation ou silence'}</p>
            </li>
            {checks ? (
              <li class="sitt-door">
                <h3 class="sitt-door__name"><a href={CHECKS}>Contrôles après l’acte</a></h3>
                <p class="sitt-door__text"><strong class="sitt-door__name">{checks}</strong> {checks > 1 ? 'actes faits sans agent' : 'acte fait sans agent'}</p>
              </li>
            ) : null}
          </ul>
        </div>
        <div class="govuk-grid-column-one-third">
          <Card title="Ma caisse">
            {session ? <p class="govuk-body">{till?.label ?? session.till_id} : <strong>{tillWords[session.state].toLowerCase()}</strong>, fonds de caisse {formatF(session.float_amount)}.</p> : <p class="govuk-body">Aucune caisse ouverte : vous ne pouvez pas encaisser.</p>}
            <Button kind="secondary" href="/guichet/caisse">{session ? 'Voir ma caisse' : 'Ouvrir une caisse'}</Button>
          </Card>
          <Card title="Commencer">
            <p class="govuk-body">Immatriculer un véhicule neuf ou importé, ou toute autre démarche.</p>
            <Button kind="secondary" href="/guichet/demarches">Toutes les démarches</Button>
            <p class="govuk-body"><a class="govuk-link" href="/guichet/impressions">Imprimer des titres</a></p>
            <p class="govuk-body"><a class="govuk-link" href="/guichet/titres-vierges">Titres vierges</a></p>
          </Card>
        </div>
      </div>
    </>
  ) });
}
