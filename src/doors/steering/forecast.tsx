import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { allAccreditations } from '../../domains/partners/index.ts';
import { daysLeft, endWords, stocks, type Stock } from '../../domains/registrations/index.ts';
import { territory } from '../../territory/index.ts';
import { Banner, Table } from '../../ui/index.ts';
import { dayOf, show, steeringAgents, Unsure } from './site.tsx';

const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });
const NAMES: Readonly<Record<string, string>> = { 'plaque-nc': 'Série normale (NC)', 'plaque-dealer': 'W garage', 'plaque-trade': 'WW', blanks: 'Titres vierges' };

/** What is left of numbers and of blank titles, series by series and site by site, and the day on which each ends. No person is named. */
export function forecastRoute(app: App): RouteLine {
  return { method: 'GET', path: '/pilotage/numeros', who: steeringAgents, perMinute: 30, handler: async (ctx) => {
    const { report } = app.pools;
    const today = dayOf(app);
    const [all, accreditations] = await Promise.all([stocks(report, app.world.clock(), today), allAccreditations(report, app.world.clock())]);
    const alert = territory.parameter('forecastAlertDays', today).value;
    const whose = ({ owner }: Stock): string => {
      if (!owner) return 'Tous';
      const [kind, id = ''] = owner.split(':');
      return kind === 'site' ? territory.placeName(id) : `Professionnel, accréditation ${accreditations.find((one) => one.companyId === id)?.number ?? 'inconnue'}`;
    };
    const soon = all.filter((one) => (daysLeft(one) ?? Infinity) < alert);
    return page(show(ctx, app, { title: 'Numéros et titres vierges', children: (
      <>
        <h1 class="govuk-heading-l">Numéros et titres vierges</h1>
        <p class="sitt-lede">Ce qui reste, ce qui a servi chaque jour en moyenne sur les 30 derniers jours, et la fin que cela annonce.</p>
        {soon.length ? <Banner kind="warning" title={`Fin prévue avant ${alert} jours`}>{soon.map((one) => `${NAMES[one.name] ?? one.name}, ${whose(one)}`).join(' ; ')}. <Unsure /></Banner> : null}
        <Table caption="Par série et par site" captionHidden rows={all} columns={[
          { label: 'Série ou stock', cell: ({ name }) => NAMES[name] ?? name }, { label: 'Pour', cell: whose },
          { label: 'Restent', numeric: true, cell: ({ left }) => number.format(left) }, { label: 'Par jour', numeric: true, cell: ({ used }) => number.format(used / 30) },
          { label: 'Fin prévue', cell: (one) => endWords(one, today) },
        ]} />
      </>
    ) }));
  } };
}
