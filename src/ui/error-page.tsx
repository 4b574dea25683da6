import { BlockerPanel, type BlockerView } from './blocker-panel.tsx';
import type { FormError } from './field-spec.ts';
import { renderPage, type PageProps } from './page.tsx';

export type ErrorPageProps = Omit<PageProps, 'children' | 'title' | 'width'> & {
  status: number;
  /** Both from `faultWords(status)` or the fault itself. */
  title: string;
  detail: string;
  /** To give to the office when calling about it. */
  requestId?: string | undefined;
  blockers?: readonly BlockerView[] | undefined;
  errors?: readonly FormError[] | undefined;
  backHref?: string | undefined;
};

const WHAT_NOW: Readonly<Record<number, string>> = {
  401: 'Identifiez-vous, puis reprenez la démarche : ce que vous aviez saisi dans un brouillon est gardé.',
  403: 'Si vous pensez y avoir droit, demandez-le à la personne qui gère les comptes de votre service.',
  404: 'Vérifiez l’adresse, ou repartez de l’accueil. Un numéro recopié à la main se trompe souvent d’un chiffre.',
  409: 'Rien n’a été enregistré. Rechargez la page pour voir la situation à jour.',
  413: 'Rien n’a été pris. Revenez en arrière : vos réponses y sont encore. Choisissez des fichiers moins lourds, ou envoyez-les en plusieurs fois.',
  422: 'Revenez en arrière : vos réponses y sont encore.',
  429: 'Attendez une minute avant de recommencer. Rien de ce que vous aviez déjà envoyé n’est perdu.',
  500: 'Vous pouvez renvoyer la même demande sans crainte : elle ne sera faite qu’une fois.',
  503: 'Vous pouvez renvoyer la même demande sans crainte : elle ne sera faite qu’une fois.',
};

/** An answer that is not what was asked: what happened, what was kept, what to do now. No jargon, no apology in vain. */
export function renderErrorPage({ status, title, detail, requestId, blockers = [], errors = [], backHref, ...page }: ErrorPageProps): string {
  return renderPage({
    ...page, title, width: 'reading',
    children: (
      <>
        {blockers.length ? <BlockerPanel blockers={blockers} level={1} /> : <h1 class="govuk-heading-l">{title}</h1>}
        {blockers.length ? null : <p class="sitt-lede">{detail}</p>}
        {errors.length ? <ul class="govuk-list govuk-list--bullet">{errors.map(({ message }) => <li>{message}</li>)}</ul> : null}
        {!blockers.length && WHAT_NOW[status] ? <p class="govuk-body">{WHAT_NOW[status]}</p> : null}
        <p class="govuk-body"><a class="govuk-link" href={backHref ?? page.door.home}>{backHref ? 'Revenir à la page précédente' : page.door.id === 'public' ? 'Aller à l’accueil' : `Revenir à « ${page.door.name} »`}</a></p>
        <p class="sitt-error-code">Code {status}{requestId ? <>. Référence à donner au guichet : <span class="sitt-long">{requestId}</span></> : null}</p>
      </>
    ),
  });
}
