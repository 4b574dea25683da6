import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { formatDate, parseDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { Button, Field, joinDates, MoneyF, Table } from '../../ui/index.ts';
import { Cited, dayOf, show, steeringAgents, Unsure } from './site.tsx';

/** The grid as it stood, or will stand, on a day: amount, formula, period, text and author of each line. */
export function tariffRoute(app: App): RouteLine {
  return { method: 'GET', path: '/pilotage/tarifs', who: steeringAgents, handler: (ctx) => {
    const typed = String(joinDates(ctx.query)['le'] ?? '').trim();
    const day = parseDate(typed);
    const on = day ?? dayOf(app);
    const grid = territory.tariffGrid(on);
    const byCommune = grid.filter(({ code }) => code === 'municipal-fee');
    const columns = [
      { label: 'Montant', numeric: true, cell: ({ amount }: Line) => <strong><MoneyF amount={amount} /></strong> },
      { label: 'Formule', cell: ({ formula }: Line) => formula },
      { label: 'Texte, période et auteur', cell: (one: Line) => <Cited text={one.text} line={one} /> },
    ];
    return page(show(ctx, app, { title: 'Grille tarifaire', children: (
      <>
        <h1 class="govuk-heading-l">Grille tarifaire au {formatDate(on)}</h1>
        <form class="sitt-ask" method="get" action="/pilotage/tarifs">
          <Field spec={{ path: 'le', control: 'date', label: 'Voir la grille d’un autre jour', hint: 'Par exemple 1 3 2026.', required: false }} values={{ le: typed }} errors={typed && !day ? [{ path: 'le', message: 'Indiquez un jour réel, par exemple 1 3 2026.' }] : []} />
          <Button kind="secondary">Voir</Button>
        </form>
        <Table caption="Droits de la Nouvelle-Calédonie" rows={grid.filter((one) => !byCommune.includes(one))} columns={[
          { label: 'Droit', cell: ({ label, detail, toConfirm }) => <>{label}{detail ? `, ${detail}` : ''}{toConfirm ? <>{' '}<Unsure /></> : null}</> }, ...columns,
        ]} />
        <Table caption="Redevance communale d’immatriculation" rows={byCommune} columns={[
          { label: 'Commune', cell: ({ detail, toConfirm }) => <>{detail}{toConfirm ? <>{' '}<Unsure /></> : null}</> }, ...columns.filter(({ label }) => label !== 'Formule'),
        ]} />
      </>
    ) }));
  } };
}

type Line = ReturnType<typeof territory.tariffGrid>[number];
