import { GroupedControls, type ControlProps } from './field-frame.tsx';
import { DATE_BOXES, dateBoxName, fieldId, splitDate, type DateBox } from './field-spec.ts';

const WORDS: Readonly<Record<DateBox, string>> = { day: 'Jour', month: 'Mois', year: 'Année' };
const PARTIAL_HINT = 'Laissez vide ce que vous ne savez pas : une année seule suffit.';

/** Three boxes, quicker and surer than a calendar for a known date. A partial date may miss its day or month, or be « vers ». */
export function DateField({ spec, text, error, asHeading }: ControlProps) {
  const partial = spec.control === 'partial-date';
  const known = splitDate(text);
  const shown = partial && !spec.hint ? { ...spec, hint: PARTIAL_HINT } : spec;
  return (
    <GroupedControls spec={shown} error={error} asHeading={asHeading}>
      <div class="govuk-date-input">
        {DATE_BOXES.map((box) => <Box path={spec.path} box={box} value={known[box]} error={error} birth={spec.autocomplete === 'bday'} />)}
      </div>
      {partial ? <About path={spec.path} checked={known.about} /> : null}
    </GroupedControls>
  );
}

function Box({ path, box, value, error, birth }: { path: string; box: DateBox; value: string; error: string | undefined; birth: boolean }) {
  const id = box === 'day' ? fieldId(path) : `${fieldId(path)}-${box}`;
  return (
    <div class="govuk-date-input__item">
      <label class="govuk-label govuk-date-input__label" htmlFor={id}>{WORDS[box]}</label>
      <input
        class={`govuk-input govuk-date-input__input govuk-input--width-${box === 'year' ? 4 : 2}${error ? ' govuk-input--error' : ''}`}
        id={id} name={dateBoxName(path, box)} value={value} type="text" inputMode="numeric"
        autoComplete={birth ? `bday-${box}` : undefined} aria-invalid={error ? 'true' : undefined}
      />
    </div>
  );
}

function About({ path, checked }: { path: string; checked: boolean }) {
  const id = `${fieldId(path)}-about`;
  return (
    <div class="govuk-checkboxes govuk-checkboxes--small">
      <div class="govuk-checkboxes__item">
        <input class="govuk-checkboxes__input" id={id} name={dateBoxName(path, 'about')} type="checkbox" value="vers" checked={checked} />
        <label class="govuk-label govuk-checkboxes__label" htmlFor={id}>Année approximative (« vers 1948 »)</label>
      </div>
    </div>
  );
}
