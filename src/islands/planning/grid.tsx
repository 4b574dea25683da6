import { clockOf, shiftsAt, type BoardData, type BoardShift } from './data.ts';

/** A square of an agent, by their places in the grid. */
export type Cell = { row: number; column: number };
type GridProps = {
  data: BoardData; starts: readonly number[]; at: Cell; from: Cell | null; picked: string | null; nameOf: (place: string | null) => string;
  keys: (event: KeyboardEvent) => void; down: (cell: Cell) => void; over: (cell: Cell) => void; up: (cell: Cell) => void;
};

/** Agents down, squares across: one cell takes the focus, arrows move it. */
export function Grid(props: GridProps) {
  const { data, starts, keys } = props;
  return (
    <div class="sitt-plan__scroll">
      <table role="grid" class="sitt-plan__grid" style={{ minWidth: `${Math.max(52, 11 + starts.length * 1.35)}rem` }} aria-label={`Planning du jour, par ${data.step} minutes`} aria-readonly={data.writes ? undefined : 'true'} onKeyDown={keys}>
        <thead><tr role="row"><th scope="col" role="columnheader">Agent</th>{starts.filter((start) => start % 60 === 0).map((start) => <th scope="col" role="columnheader" colSpan={60 / data.step}>{Math.floor(start / 60)} h</th>)}</tr></thead>
        <tbody>{data.agents.map(({ name }, row) => <tr role="row"><th scope="row" role="rowheader">{name}</th>{starts.map((_, column) => <Square {...props} cell={{ row, column }} />)}</tr>)}</tbody>
      </table>
    </div>
  );
}

const hoursOf = ({ from, to }: BoardShift): string => `${from}–${to}`;

function Square({ data, starts, at, from, picked, nameOf, down, over, up, cell }: GridProps & { cell: Cell }) {
  const { row, column } = cell;
  const start = starts[column] ?? 0;
  const agent = data.agents[row];
  const shifts = shiftsAt(data, agent?.id ?? '', start);
  const one = shifts[0];
  const focused = at.row === row && at.column === column;
  const within = from?.row === row && (column - from.column) * (column - at.column) <= 0;
  const begins = one && !shiftsAt(data, agent?.id ?? '', start - data.step).some(({ id }) => id === one.id);
  const length = one ? starts.filter((each) => shiftsAt(data, one.agent, each)[0]?.id === one.id).length : 0;
  const colour = one ? (one.place === null ? 'is-away' : `is-${data.places.findIndex(({ id }) => id === one.place) % 5}`) : '';
  return (
    <td role="gridcell" data-cell={`${row}-${column}`} tabIndex={focused ? 0 : -1} aria-selected={within || (picked !== null && one?.id === picked)}
      aria-label={`${agent?.name ?? ''}, ${clockOf(start)} : ${shifts.length ? shifts.map(({ place }) => nameOf(place)).reverse().join(' et ') : 'libre'}${begins ? ` ${hoursOf(one)}` : ''}`}
      class={`${colour}${start % 60 === 0 ? ' on-hour' : start % 30 === 0 ? ' on-half' : ''}${within ? ' is-within' : ''}${picked && one?.id === picked ? ' is-picked' : ''}`}
      onMouseDown={() => down(cell)} onMouseEnter={() => over(cell)} onMouseUp={() => up(cell)}>
      {begins ? <span class="sitt-plan__label" style={{ width: `${length * 100}%` }}>{nameOf(one.place)}<small> {hoursOf(one)}</small></span> : null}
    </td>
  );
}
