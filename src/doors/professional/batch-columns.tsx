import { fieldsFor, type Demarche, type Field } from '../../core/demarche/index.ts';
import type { Actor } from '../../core/access/actor.ts';
import { Table } from '../../ui/index.ts';

/** What each column of a file asks, and what may be written there: whoever fills a spreadsheet sees no form. */
export function BatchColumns({ d, actor }: { d: Demarche; actor: Actor }) {
  const fields = fieldsFor(d.input, actor);
  return (
    <details class="govuk-details" id="colonnes">
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Les colonnes, et ce qui s’y écrit</span></summary>
      <div class="govuk-details__text">
        {d.subject.mode === 'existing' ? <p class="govuk-body">La colonne <code>sujet</code> dit de quoi il s’agit : une plaque, un numéro de série, de certificat, ou le code reçu.</p> : null}
        <p class="govuk-body">Une colonne sans réponse peut rester vide, ou manquer. Une réponse à choisir s’écrit par son code ou par son nom.</p>
        <div class="sitt-scroll" tabindex={0} role="region" aria-label="Les colonnes">
          <Table caption="Colonnes" captionHidden rows={fields} columns={[
            { label: 'Colonne', cell: ({ path }) => <code>{path}</code> },
            { label: 'Question', cell: ({ letter, label, group, unit }) => <>{group && group !== label ? `${group} : ` : ''}{label}{unit ? ` (${unit})` : ''}{letter ? <span class="sitt-optional"> {letter}</span> : null}</> },
            { label: 'Ce qui s’y écrit', cell: (field) => <>{writtenAs(field)}{needed(field)}</> },
          ]} />
        </div>
      </div>
    </details>
  );
}

const needed = ({ required, shown }: Field) => (required ? <> <span class="sitt-optional">{shown.length ? '(obligatoire selon les autres réponses)' : '(obligatoire)'}</span></> : null);

/** One sentence for a spreadsheet: never the control of a screen. */
function writtenAs({ control, options, hint }: Field): string {
  if (options?.length) return options.length > 20 ? `un code parmi ${options.length}, ou son nom, par exemple ${options[0]?.value} (${options[0]?.label})` : options.map(({ value, label }) => (value === label ? value : `${value} (${label})`)).join(' ; ');
  switch (control) {
    case 'date': return 'une date, 27/03/2024';
    case 'partial-date': return 'une date (27/03/1971), un mois (mars 1971) ou une année (1971)';
    case 'checkbox': return 'oui, ou vide';
    case 'number': return 'un nombre';
    case 'money': return 'un nombre de francs';
    default: return hint ?? 'un texte';
  }
}
