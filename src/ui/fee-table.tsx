import type { Francs } from '../core/values/money.ts';
import { Tag } from './tag.tsx';
import { MoneyF } from './values.tsx';

export type FeeLineView = {
  label: string;
  amount: Francs;
  /** How it was reckoned: « 6 CV × tarif de la commune ». */
  formula?: string | undefined;
  /** The text it rests on. */
  law?: string | undefined;
  /** The amount is a placeholder: no text was seen. */
  toConfirm?: boolean | undefined;
};

/** What is to pay, line by line, each with its text and its reckoning. A placeholder is never shown as law. */
export function FeeTable({ lines, total, caption = 'Montant à payer' }: { lines: readonly FeeLineView[]; total: Francs; caption?: string }) {
  return (
    <div class="sitt-fees">
      <table class="govuk-table">
        <caption class="govuk-table__caption govuk-table__caption--m">{caption}</caption>
        <thead class="govuk-table__head"><tr class="govuk-table__row"><th class="govuk-table__header" scope="col">Droit ou redevance</th><th class="govuk-table__header govuk-table__header--numeric" scope="col">Montant</th></tr></thead>
        <tbody class="govuk-table__body">{lines.map((line) => <Line line={line} />)}</tbody>
        <tfoot><tr class="govuk-table__row sitt-fees__total"><th class="govuk-table__header" scope="row">Total</th><td class="govuk-table__cell govuk-table__cell--numeric"><MoneyF amount={total} /></td></tr></tfoot>
      </table>
      {lines.some(({ toConfirm }) => toConfirm) ? <p class="sitt-fees__note">« À confirmer » : le texte qui fixe ce montant n’a pas été vu. Il sert à la démonstration et ne peut être encaissé en service réel.</p> : null}
    </div>
  );
}

function Line({ line: { label, amount, formula, law, toConfirm } }: { line: FeeLineView }) {
  return (
    <tr class="govuk-table__row">
      <td class="govuk-table__cell">
        {label}{toConfirm ? <>{' '}<Tag kind="warning">à confirmer</Tag></> : null}
        {formula ? <span class="sitt-fees__why">{formula}</span> : null}
        {law ? <span class="sitt-fees__why">{law}</span> : null}
      </td>
      <td class="govuk-table__cell govuk-table__cell--numeric"><MoneyF amount={amount} /></td>
    </tr>
  );
}
