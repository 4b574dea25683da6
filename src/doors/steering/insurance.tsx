import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { addMonths, formatShortDate } from '../../core/values/time.ts';
import { gaps, type Gap } from '../../domains/insurance/index.ts';
import { territory } from '../../territory/index.ts';
import { EmptyState, Inset, Table } from '../../ui/index.ts';
import { dayOf, show, steeringAgents, Unsure } from './site.tsx';

/** Days between two known covers of a vehicle on which none is known, whoever the insurers are. No holder is named here. */
export function coverGapRoute(app: App): RouteLine {
  return { method: 'GET', path: '/pilotage/assurances', who: steeringAgents, perMinute: 30, handler: async (ctx) => {
    const months = territory.parameter('coverGapMonths', dayOf(app));
    return page(show(ctx, app, { title: 'Interruptions d’assurance', children: <Gaps months={months.value} rows={await gaps(app.pools.report, null, addMonths(dayOf(app), -months.value))} /> }));
  } };
}

function Gaps({ months, rows }: { months: number; rows: readonly Gap[] }) {
  return (
    <>
      <h1 class="govuk-heading-l">Interruptions d’assurance</h1>
      <p class="sitt-lede">Finies depuis moins de {months} mois <Unsure />. Entre deux garanties connues d’un même véhicule seulement : avant la première et après la dernière, l’assurance est inconnue, ce qui n’est pas « non assuré ».</p>
      {rows.length ? <Table caption="Interruptions" captionHidden rows={rows} columns={[
        { label: 'Véhicule', cell: (one) => <>{one.plate ? territory.formatPlate(one.plate) : 'sans plaque au registre'}<br /><span class="sitt-optional">{one.chassis}</span></> },
        { label: 'Sans garantie connue', cell: (one) => `du ${formatShortDate(one.from)} au ${formatShortDate(one.to)}` }, { label: 'Jours', numeric: true, cell: ({ days }) => days },
        { label: 'Avant', cell: ({ before }) => before }, { label: 'Après', cell: ({ after }) => after },
      ]} /> : <EmptyState title="Aucune interruption connue" />}
      {rows.length === 200 ? <Inset>Les deux cents dernières sont montrées.</Inset> : null}
    </>
  );
}
