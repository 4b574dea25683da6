import { formatShortDate } from '../../core/values/time.ts';
import { motiveTitle, type Marks } from '../../domains/appointments/index.ts';
import { Table } from '../../ui/index.ts';

/** Who came and who did not, by week and motive: counts, nobody, and what follows from it. Nothing while nobody was noted. */
export function MarksTable({ marks }: { marks: readonly Marks[] }) {
  if (!marks.length) return null;
  const table = <Table caption="Venues et absences, par semaine et par motif" rows={marks} columns={[
    { label: 'Semaine du', cell: ({ week }) => formatShortDate(week) }, { label: 'Pour', cell: ({ motive }) => motiveTitle(motive) },
    { label: 'Venus', numeric: true, cell: ({ arrived }) => arrived }, { label: 'Pas venus', numeric: true, cell: ({ missed }) => missed },
    { label: 'Part d’absents', numeric: true, cell: ({ arrived, missed }) => `${Math.round((missed / (arrived + missed)) * 100)} %` },
  ]} />;
  return <>{table}<p class="govuk-body">Une absence est comptée sans nommer personne, et n’entraîne aucune sanction automatique : qui n’est pas venu reprend rendez-vous comme avant. Ces nombres servent à changer les heures et les rappels.</p></>;
}
