import type { ComponentChildren } from 'preact';
import type { Demarche, FeeLine, Piece } from '../../core/demarche/index.ts';
import { FeeTable } from '../fee-table.tsx';
import { Inset } from '../notice.tsx';
import { SummaryList } from '../summary-list.tsx';
import { Tag } from '../tag.tsx';
import { stepFields, type Reader } from './steps.ts';
import { feeViews, type Cite } from './views.ts';

export type InformationSheetProps = {
  demarche: Demarche;
  cite: Cite;
  sample: { fees: readonly FeeLine[] | null; pieces: readonly Piece[] | null };
  /** Who reads it: a step that asks this reader nothing is no step of theirs. */
  reader?: Reader | undefined;
  /** How long the administration has, and whether that number is law. */
  silence?: { days: number; toConfirm: boolean } | undefined;
  /** The way in. */
  children?: ComponentChildren;
};

const PRESENCE: Readonly<Record<Demarche['presence'], string>> = {
  remote: 'En ligne, au guichet, ou par une personne qui vous aide. Ni téléphone ni compte ne sont obligatoires : le guichet suffit.',
  person: 'Au guichet, en personne.', 'original-paper': 'Au guichet, avec l’original du document.', authority: 'Par l’autorité compétente seulement.',
};

/** Everything the administration promises about one démarche, from its one definition. */
export function InformationSheet({ demarche: d, cite, sample, reader, silence, children }: InformationSheetProps) {
  return (
    <>
      <h1 class="govuk-heading-l">{d.title}</h1>
      <p class="sitt-lede">{d.summary}</p>
      {children}
      <SummaryList rows={[
        { label: 'Qui peut la faire', value: <ul class="govuk-list govuk-!-margin-bottom-0">{d.who.map(({ label }) => <li>{capital(label)}</li>)}</ul> },
        { label: 'Comment', value: said(PRESENCE[d.presence]) },
        { label: 'Étapes', value: <ol class="govuk-list govuk-list--number govuk-!-margin-bottom-0">{d.steps.filter((step) => stepFields(d, step, reader).length).map(({ title }) => <li>{title}</li>)}</ol> },
        { label: 'Délai', value: said(silence ? <>{silence.days} jours au plus à compter du dossier complet{silence.toConfirm ? <>{' '}<Tag kind="warning">à confirmer</Tag></> : null}</> : 'Réponse immédiate quand les contrôles peuvent être faits par la machine ; sinon, un agent examine le dossier.') },
        ...(d.silence ? [{ label: 'Si personne ne répond', value: said(d.silence.means === 'acceptance' ? 'Passé ce délai, le silence vaut acceptation.' : 'Passé ce délai, le silence vaut refus, que vous pouvez contester. Un refus écrit, lui, est toujours signé et motivé.') }] : []),
      ]} />
      <h2 class="govuk-heading-m">Les papiers à joindre</h2>
      <Pieces pieces={sample.pieces} cite={cite} />
      <h2 class="govuk-heading-m">Ce que cela coûte</h2>
      <Fees fees={sample.fees} cite={cite} />
      <h2 class="govuk-heading-m">Les textes</h2>
      <ul class="govuk-list govuk-list--bullet">{d.law.map((id) => <Law text={cite(id)} />)}</ul>
    </>
  );
}

function Pieces({ pieces, cite }: { pieces: readonly Piece[] | null; cite: Cite }) {
  if (pieces === null) return <p class="govuk-body">La liste dépend de votre situation : elle vous est donnée avant l’envoi, avec le texte qui demande chaque papier.</p>;
  if (!pieces.length) return <p class="govuk-body">Aucun en ligne. Au guichet, la demande signée.</p>;
  return <ul class="govuk-list govuk-list--bullet">{pieces.map(({ label, hint, text, optional }) => <li>{label}{optional ? ' (facultative)' : ''}{hint ? ` : ${hint}` : ''} <span class="sitt-fees__why">{cite(text).reference}</span></li>)}</ul>;
}

function Fees({ fees, cite }: { fees: readonly FeeLine[] | null; cite: Cite }) {
  if (fees === null) return <p class="govuk-body">Le montant dépend de votre situation : il est calculé ligne par ligne avant l’envoi. Voir <a class="govuk-link" href="/tarifs">la grille des tarifs</a>.</p>;
  const total = fees.reduce((sum, { amount }) => sum + amount, 0);
  if (total === 0) return <p class="govuk-body"><strong>Gratuit.</strong></p>;
  return <><FeeTable lines={feeViews(fees, cite)} total={total} caption="Au moins" /><Inset>La redevance de votre commune peut s’y ajouter : <a class="govuk-link" href="/tarifs">la grille des tarifs</a>.</Inset></>;
}

function Law({ text: { title, reference, source, status } }: { text: ReturnType<Cite> }) {
  return <li>{title}, {source ? <a class="govuk-link" href={source}>{reference}</a> : reference}{status === 'to-confirm' ? <>{' '}<Tag kind="warning">à confirmer</Tag></> : null}</li>;
}

const said = (text: ComponentChildren) => <p class="govuk-body govuk-!-margin-bottom-0">{text}</p>;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
