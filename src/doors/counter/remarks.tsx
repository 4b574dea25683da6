import type { Evaluation } from '../../core/demarche/index.ts';
import { Banner } from '../../ui/index.ts';
import { fieldId } from '../../ui/field-spec.ts';

/** What is odd in the answers and stops nothing: whoever keys or examines compares with the paper. @param linked true where the fields are on the page */
export function Remarks({ remarks, linked }: { remarks: Evaluation['remarks']; linked: boolean }) {
  if (!remarks.length) return null;
  return (
    <Banner kind="information" title="À comparer avec le papier">
      <ul class="govuk-list govuk-list--bullet">{remarks.map(({ path, message }) => <li>{linked ? <a class="govuk-link" href={`#${fieldId(path)}`}>{message}</a> : message}</li>)}</ul>
      <p class="govuk-body govuk-!-margin-bottom-0">Rien de cela ne bloque : un véhicule réel peut être inhabituel.</p>
    </Banner>
  );
}
