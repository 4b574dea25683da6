import type { ComponentChildren } from 'preact';

export type Column<Row> = {
  label: string;
  cell: (row: Row) => ComponentChildren;
  numeric?: boolean | undefined;
  /** Address of the same list sorted by this column. */
  sortHref?: string | undefined;
  sorted?: 'ascending' | 'descending' | undefined;
};

export type TableProps<Row> = {
  caption: string;
  /** True when a heading just above already says it. */
  captionHidden?: boolean | undefined;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** On a phone, rows become cards (default). False keeps the grid, with a scroll bar. */
  cards?: boolean | undefined;
};

/** A list of things with the same facts. The first column names the row. Roles are spelt out: cards would lose them. */
export function Table<Row>({ caption, captionHidden, columns, rows, cards = true }: TableProps<Row>) {
  const table = (
    <table class={`govuk-table${cards ? ' sitt-table--cards' : ''}`} role="table">
      <caption class={captionHidden ? 'govuk-visually-hidden' : 'govuk-table__caption govuk-table__caption--m'}>{caption}</caption>
      <thead class="govuk-table__head" role="rowgroup"><tr class="govuk-table__row" role="row">{columns.map((column) => <Head column={column} />)}</tr></thead>
      <tbody class="govuk-table__body" role="rowgroup">
        {rows.map((row) => <tr class="govuk-table__row" role="row">{columns.map((column, index) => <Cell column={column} row={row} first={index === 0} />)}</tr>)}
      </tbody>
    </table>
  );
  return cards ? table : <div class="sitt-scroll" tabIndex={0} role="region" aria-label={caption}>{table}</div>;
}

function Head<Row>({ column: { label, numeric, sortHref, sorted } }: { column: Column<Row> }) {
  return (
    <th scope="col" role="columnheader" class={`govuk-table__header${numeric ? ' govuk-table__header--numeric' : ''}`} aria-sort={sorted ?? (sortHref ? 'none' : undefined)}>
      {sortHref ? <a class="sitt-sort" href={sortHref}>{label}<span class="sitt-sort__arrows" aria-hidden="true">{sorted === 'ascending' ? '▲' : sorted === 'descending' ? '▼' : '▲▼'}</span></a> : label}
    </th>
  );
}

function Cell<Row>({ column, row, first }: { column: Column<Row>; row: Row; first: boolean }) {
  const content = <span class="sitt-cell">{column.cell(row)}</span>;
  if (first) return <th scope="row" role="rowheader" class="govuk-table__header" data-label={column.label}>{content}</th>;
  return <td role="cell" class={`govuk-table__cell${column.numeric ? ' govuk-table__cell--numeric' : ''}`} data-label={column.label}>{content}</td>;
}
