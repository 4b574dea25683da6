import { fieldsFor, type Demarche, type Field } from '../../core/demarche/index.ts';
import type { Actor } from '../../core/access/actor.ts';
import { questionOf } from '../../domains/partners/index.ts';

/** What each column of a file asks, and what may be written there: whoever fills a spreadsheet sees no form. */
export function BatchColumns({ d, actor }: { d: Demarche; actor: Actor }) {
  const fields = fieldsFor(d.input, actor);
  return (
    <details class="govuk-details" id="colonnes">
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Les colonnes, et ce qui s’y écrit</span></summary>
      <div class="govuk-details__text">
        {d.subject.mode === 'existing' ? <p class="govuk-body">La colonne <code>sujet</code> : {d.subject.view.question.charAt(0).toLowerCase() + d.subject.view.question.slice(1)}.</p> : null}
        <p class="govuk-body">Une colonne sans réponse peut rester vide, ou manquer. Une réponse à choisir s’écrit par son code ou par son nom.</p>
        <ul class="govuk-list">
          {fields.map((field) => <li><code>{field.path}</code> : {questionOf(field)}{needed(field)}. <span class="sitt-optional">{field.options?.length ? `${writtenAs(field)}.` : capital(writtenAs(field))}</span></li>)}
        </ul>
      </div>
    </details>
  );
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

const needed = ({ required, shown }: Field): string => (required ? (shown.length ? ', obligatoire selon les autres réponses' : ', obligatoire') : '');

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
