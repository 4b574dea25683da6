import { formatDate } from '../../core/values/time.ts';
import { motiveTitle, type Marks } from '../../domains/appointments/index.ts';
import { Table } from '../../ui/index.ts';

/** Who came and who did not, by month and motive: counts, nobody. Nothing while nobody was noted. */
export function MarksTable({ marks }: { marks: readonly Marks[] }) {
  return marks.length ? <Table caption="Venues et absences, par mois" rows={marks} columns={[
    { label: 'Mois', cell: ({ month }) => formatDate(month).replace(/^1er /, '') }, { label: 'Pour', cell: ({ motive }) => motiveTitle(motive) },
    { label: 'Venus', numeric: true, cell: ({ arrived }) => arrived }, { label: 'Pas venus', numeric: true, cell: ({ missed }) => missed },
    { label: 'Part d’absents', numeric: true, cell: ({ arrived, missed }) => `${Math.round((missed / (arrived + missed)) * 100)} %` },
  ]} /> : null;
}
