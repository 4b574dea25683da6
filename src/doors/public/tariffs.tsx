import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { formatDate, today } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { Details, Inset, MoneyF, Table, Tag } from '../../ui/index.ts';
import { cite, show } from './site.ts';

/** The whole grid of today, each amount with its text: what is law and what is a placeholder. */
export function tariffRoute(app: App): RouteLine {
  return { method: 'GET', path: '/tarifs', who: 'public', handler: (ctx) => {
    const on = today(app.world.clock());
    const grid = territory.tariffGrid(on);
    const unsure = grid.filter(({ toConfirm }) => toConfirm).length;
    return page(show(ctx, app, { title: 'Tarifs', width: 'wide', children: (
      <>
        <h1 class="govuk-heading-l">Tarifs au {formatDate(on)}</h1>
        {unsure ? <Inset>{unsure} montants sur {grid.length} sont « à confirmer » : le texte qui les fixe n’a pas été vu. Ils servent à la démonstration et ne peuvent être encaissés en service réel.</Inset> : null}
        <Grid caption="Droits et frais" lines={grid.filter(({ code }) => code !== 'municipal-fee')} />
        <Details summary="Redevance communale, commune par commune"><Grid caption="Redevance communale d’immatriculation" lines={grid.filter(({ code }) => code === 'municipal-fee')} /></Details>
      </>
    ) }));
  } };
}

type Line = ReturnType<typeof territory.tariffGrid>[number];

function Grid({ caption, lines }: { caption: string; lines: readonly Line[] }) {
  return <Table caption={caption} rows={lines} columns={[
    { label: 'Droit ou redevance', cell: ({ label, detail, code, toConfirm }) => <>{code === 'municipal-fee' ? detail : <>{label}{detail ? `, ${detail}` : ''}</>}{toConfirm ? <>{' '}<Tag kind="warning">à confirmer</Tag></> : null}</> },
    { label: 'Texte', cell: ({ text }) => cite(text).reference },
    { label: 'Montant', numeric: true, cell: ({ amount }) => <MoneyF amount={amount} /> },
  ]} />;
}
