import { page, type RouteLine } from '../../core/http/index.ts';
import { blanksAt, blankWords, type BlankStatus } from '../../domains/registrations/index.ts';
import { territory } from '../../territory/index.ts';
import { Banner, Button, ButtonGroup, EmptyState, Table } from '../../ui/index.ts';
import { agentOf, counterAgents, isUuid, show, type CounterApp } from './site.tsx';
import { personsById } from './store.ts';

const STATUSES: readonly BlankStatus[] = ['free', 'used', 'spoiled', 'destroyed'];
const number = new Intl.NumberFormat('fr-FR');

/** How many blank titles lie at each site, what became of the others, and where there are soon none left. */
export function blankRoutes(app: CounterApp): RouteLine[] {
  return [{ method: 'GET', path: '/guichet/titres-vierges', who: counterAgents, purpose: 'stock des titres vierges', handler: async (ctx) => {
    const rows = await blanksAt(app.pools.read);
    const low = territory.parameter('blankLowStock', app.world.today(app.world.clock())).value;
    const sites = [...new Set(rows.map(({ site }) => site))];
    const count = (site: string, status: BlankStatus) => rows.find((one) => one.site === site && one.status === status)?.serials ?? 0;
    const short = sites.filter((site) => !isUuid(site) && count(site, 'free') < low);
    // A company that prints holds blanks as an office does.
    const companies = new Map((await ctx.disclose(await personsById(app.pools.read, sites.filter(isUuid)))).map((one) => [one.person_id, one.name]));
    const name = (site: string): string => companies.get(site) ?? (isUuid(site) ? 'Identité effacée' : territory.placeName(site));
    return page(show(ctx, app, { title: 'Titres vierges', children: (
      <>
        <h1 class="govuk-heading-l">Titres vierges</h1>
        {short.length ? <Banner kind="warning" title="Bientôt plus de titres vierges">{short.map((site) => `${name(site)} : ${number.format(count(site, 'free'))}`).join(' ; ')}. Seuil : {number.format(low)}.</Banner> : null}
        <ButtonGroup><Button href="/guichet/impressions">Imprimer des titres</Button><Button kind="secondary" href="/guichet/demarches#d-inscrire-mouvement-titres">Inscrire un mouvement</Button>{agentOf(ctx).roles.includes('supervisor') ? <Button kind="secondary" href="/guichet/demarches#d-recevoir-titres-vierges">Recevoir un lot</Button> : null}</ButtonGroup>
        {sites.length ? <Table caption="Par site" rows={sites} columns={[{ label: 'Site', cell: name }, ...STATUSES.map((status) => ({ label: blankWords[status], cell: (site: string) => <span class="sitt-num">{number.format(count(site, status))}</span> }))]} /> : <EmptyState title="Aucun lot n’a été reçu" />}
      </>
    ) }));
  } }];
}
