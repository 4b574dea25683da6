import { isShown, listed, offered, type Before, type Demarche, type Field, type Flat } from '../../core/demarche/index.ts';
import { formatF } from '../../core/values/money.ts';
import { formatPartialDate, parsePartialDate } from '../../core/values/partial-date.ts';
import { SummaryList } from '../summary-list.tsx';
import { stepFields, stepsFor, type Reader } from './steps.ts';

export type RecapProps = {
  demarche: Demarche;
  flat: Flat;
  /** Where a step is changed, once for all its answers; none: the input can no longer change. */
  changeHref?: ((index: number) => string) | undefined;
  level?: 2 | 3 | undefined;
  /** Who reads: an agent sees what agents were asked. */
  reader?: Reader | undefined;
  /** What was offered to choose from is said in its own words. */
  before?: Before<unknown, unknown> | undefined;
};

/** Everything that was answered, step by step, as it will be signed. Optional questions left empty are not listed. */
export function Recap({ demarche, flat, changeHref, level = 2, reader, before }: RecapProps) {
  const Heading = `h${level}` as const;
  return (
    <>
      {stepsFor(demarche, flat, reader).map((step, index) => {
        const fields = stepFields(demarche, step, reader);
        const rows = (before ? offered(demarche, before, fields, flat) : fields).filter((field) => field.control !== 'hidden' && isShown(field, flat) && (field.required || flat[field.path]?.trim()));
        if (!rows.length) return null;
        return (
          <section>
            <div class="sitt-recap__head">
              <Heading class="govuk-heading-m">{step.title}</Heading>
              {changeHref ? <a class="govuk-link" href={changeHref(index)}>Modifier<span class="govuk-visually-hidden"> : {step.title}</span></a> : null}
            </div>
            <SummaryList rows={rows.map((field) => ({ label: field.label, letter: field.letter, value: answerText(field, flat) }))} />
          </section>
        );
      })}
    </>
  );
}

/** An answer in words: the label of a choice, a date as it is said, an amount with its unit. */
export function answerText(field: Field, flat: Flat): string {
  const text = flat[field.path]?.trim() ?? '';
  if (text === '') return '';
  switch (field.control) {
    case 'select': case 'radios': return field.options?.find(({ value }) => value === text)?.label ?? text;
    case 'checkboxes': return listed(text).map((one) => field.options?.find(({ value }) => value === one)?.label ?? one).join(', ');
    case 'checkbox': return ['1', 'oui', 'true', 'on'].includes(text.toLowerCase()) ? 'Oui' : 'Non';
    case 'money': return /^\d+$/.test(text) ? formatF(Number(text)) : text;
    case 'date': case 'partial-date': { const date = parsePartialDate(text); return date ? formatPartialDate(date) : text; }
    default: return field.unit ? `${/^\d{4,}$/.test(text) ? grouped(text) : text} ${field.unit}` : text;
  }
}

/** A count, by thousands. */
const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ' ');
