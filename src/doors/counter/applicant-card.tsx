import type { PersonEntry } from '../../domains/people/index.ts';
import { Button, ButtonGroup, Card } from '../../ui/index.ts';
import { fieldId } from '../../ui/field-spec.ts';
import { personLine } from './lookup.ts';

/** The place of the applicant in a form of the counter: of its errors, and of the presses that name somebody (`demandeur:ID`). */
export const APPLICANT = 'demandeur';

type Props = { applicant: PersonEntry | undefined; involved: readonly PersonEntry[]; helping: boolean; error: string | undefined };

/** Who asks, and how to say it: whoever the errand is about is one press away, anybody else is looked for or brought in. */
export function ApplicantCard({ applicant, involved, helping, error }: Props) {
  const id = fieldId(APPLICANT);
  const others = involved.filter(({ person_id }) => person_id !== applicant?.person_id);
  return (
    <Card title="Qui demande">
      <div class={`govuk-form-group${error ? ' govuk-form-group--error' : ''}`} id={id} tabIndex={-1}>
        {error ? <p class="govuk-error-message" id={`${id}-error`}><span class="govuk-visually-hidden">Erreur : </span>{error}</p> : null}
        <p class="govuk-body">{applicant ? <><strong>{applicant.name}</strong>{personLine(applicant) ? `, ${personLine(applicant)}` : ''}</> : 'Personne n’est encore désigné.'}</p>
        <ButtonGroup>
          {applicant ? null : others.map((one) => <Button kind="secondary" name="_faire" value={`${APPLICANT}:${one.person_id}`}>C’est {[one.name, personLine(one)].filter(Boolean).join(', ')}</Button>)}
          <Button kind="secondary" name="_faire" value={APPLICANT} shortcut="Alt+Q">{applicant ? 'Changer' : helping ? 'Désigner la personne' : others.length ? 'Une autre personne' : 'Chercher ou inscrire la personne'}</Button>
        </ButtonGroup>
      </div>
    </Card>
  );
}
