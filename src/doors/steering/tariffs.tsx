import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { formatDate, isLawDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { Button, Field, MoneyF, Table } from '../../ui/index.ts';
import { Cited, dayOf, period, show, steeringAgents, Unsure } from './site.tsx';

/** The grid as it stood, or will stand, on a day: amount, formula, period, text and author of each line. */
export function tariffRoute(app: App): RouteLine {
  return { method: 'GET', path: '/pilotage/tarifs', who: steeringAgents, handler: (ctx) => {
    const typed = String(ctx.query['le'] ?? '').trim();
    const on = isLawDate(typed) ? typed : dayOf(app);
    const grid = territory.tariffGrid(on);
    const byCommune = grid.filter(({ code }) => code === 'municipal-fee');
    const columns = [
      { label: 'Formule', cell: ({ formula }: Line) => formula },
      { label: 'Période', cell: ({ from, to }: Line) => period(from, to) },
      { label: 'Texte', cell: ({ text }: Line) => <Cited text={text} /> },
      { label: 'Auteur', cell: ({ author }: Line) => author },
      { label: 'Montant', numeric: true, cell: ({ amount }: Line) => <MoneyF amount={amount} /> },
    ];
    return page(show(ctx, app, { title: 'Grille tarifaire', children: (
      <>
        <h1 class="govuk-heading-l">Grille tarifaire au {formatDate(on)}</h1>
        <form method="get" action="/pilotage/tarifs">
          <Field spec={{ path: 'le', control: 'text', label: 'Voir la grille d’un autre jour', hint: 'Année, mois, jour : 2026-03-01', width: 10 }} values={{ le: typed }} errors={typed && !isLawDate(typed) ? [{ path: 'le', message: 'Indiquez un jour réel, par exemple 2026-03-01.' }] : []} />
          <Button kind="secondary">Voir</Button>
        </form>
        <Table caption="Droits de la Nouvelle-Calédonie" rows={grid.filter((one) => !byCommune.includes(one))} columns={[
          { label: 'Droit', cell: ({ label, detail, toConfirm }) => <>{label}{detail ? `, ${detail}` : ''}{toConfirm ? <>{' '}<Unsure /></> : null}</> }, ...columns,
        ]} />
        <Table caption="Redevance communale d’immatriculation" rows={byCommune} columns={[
          { label: 'Commune', cell: ({ detail, toConfirm }) => <>{detail}{toConfirm ? <>{' '}<Unsure /></> : null}</> }, ...columns.slice(1),
        ]} />
      </>
    ) }));
  } };
}

type Line = ReturnType<typeof territory.tariffGrid>[number];
