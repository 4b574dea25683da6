import { appealNames, type Procedure } from '../../core/demarche/index.ts';
import { Button } from '../button.tsx';
import { Field } from '../field.tsx';
import type { FormError, FormValues } from '../field-spec.ts';
import { Form } from '../form.tsx';
import { Details } from '../notice.tsx';
import type { Cite } from './views.ts';

/** A form of an agent on a contested dossier: what was typed and what was wrong come back to the form that sent them. */
export type StepForm = { at: string; csrf: string; requestId: string; values: FormValues; errors: readonly FormError[]; open: boolean };

export const LITIGATION_WAYS = ['gracious', 'hierarchical', 'litigation'] as const;

/** The letter that opens a hearing: its grounds and texts. */
export function HearingForm({ form, texts, cite, days }: { form: StepForm; texts: readonly string[]; cite: Cite; days: number }) {
  return (
    <Step form={form} summary="Entendre la personne avant un refus">
      <p class="govuk-body">La lettre part avec vos griefs ; la personne a {days} jours pour répondre. Le refus ne peut pas être signé avant sa réponse ou la fin de ce délai.</p>
      <Field spec={{ path: 'griefs', control: 'textarea', label: 'Pourquoi un refus est envisagé', hint: 'En mots simples, pour la personne.', rows: 4 }} values={form.values} errors={form.errors} />
      <TextsField path="textes-griefs" form={form} texts={texts} cite={cite} />
      <Button kind="secondary">Envoyer la lettre</Button>
    </Step>
  );
}

/** The refusal itself: reasons, texts. The ways to contest it are those of the law of the day. */
export function RefusalForm({ form, texts, cite }: { form: StepForm; texts: readonly string[]; cite: Cite }) {
  return (
    <Step form={form} summary="Refuser la demande">
      <p class="govuk-body">Un refus est un acte signé : motifs, textes, voies de recours. Il part à l’usager.</p>
      <Field spec={{ path: 'motifs', control: 'textarea', label: 'Motifs', hint: 'En mots simples, pour la personne.', rows: 4 }} values={form.values} errors={form.errors} />
      <TextsField path="textes" form={form} texts={texts} cite={cite} />
      <Button kind="warning">Signer le refus</Button>
    </Step>
  );
}

/** What a person came to say, or wrote on paper. */
export function AnswerForm({ form }: { form: StepForm }) {
  return (
    <Step form={form} summary="Saisir les observations de la personne">
      <Field spec={{ path: 'observations', control: 'textarea', label: 'Ce que la personne dit ou écrit', hint: 'Relisez-le lui. Après le délai, c’est gardé et dit tardif.', rows: 5 }} values={form.values} errors={form.errors} />
      <Button kind="secondary">Enregistrer les observations</Button>
    </Step>
  );
}

/** An appeal brought on paper, or notified by the court. */
export function LodgeForm({ form, ways }: { form: StepForm; ways: Procedure['ways'] }) {
  return (
    <Step form={form} summary="Enregistrer un recours">
      <Field spec={{ path: 'voie', control: 'radios', label: 'Recours', options: ways.map(({ kind, before, months, toConfirm }) => ({ value: kind, label: `${appealNames[kind]}, devant ${before}`, hint: `Délai : ${months} mois${toConfirm ? ', à confirmer' : ''}.` })) }} values={{ voie: 'gracious', ...form.values }} errors={form.errors} />
      <Field spec={{ path: 'raisons', control: 'textarea', label: 'Les raisons de la personne', hint: 'Telles qu’elle les dit ou les écrit.', rows: 5 }} values={form.values} errors={form.errors} />
      <Button kind="secondary">Enregistrer et donner le reçu</Button>
    </Step>
  );
}

/** The answer to an appeal, by another than the first signatory. */
export function AppealAnswerForm({ form, texts, cite, onlyReversed }: { form: StepForm; texts: readonly string[]; cite: Cite; onlyReversed: boolean }) {
  const reversed = { value: 'reversed', label: 'Accueillir le recours', hint: 'Le dossier est rouvert pour une nouvelle décision.' };
  return (
    <Step form={form} summary="Répondre au recours">
      <Field spec={{ path: 'reponse', control: 'radios', label: 'Réponse', options: onlyReversed ? [reversed] : [reversed, { value: 'confirmed', label: 'Confirmer le refus' }] }} values={form.values} errors={form.errors} />
      <Field spec={{ path: 'motifs', control: 'textarea', label: 'Motifs', rows: 4 }} values={form.values} errors={form.errors} />
      <TextsField path="textes" form={form} texts={texts} cite={cite} />
      <Button>Signer la réponse</Button>
    </Step>
  );
}

/** What a court has judged. */
export function JudgmentForm({ form, court }: { form: StepForm; court: string }) {
  return (
    <Step form={form} summary="Enregistrer un jugement">
      <Field spec={{ path: 'juridiction', control: 'text', label: 'Juridiction' }} values={{ juridiction: court, ...form.values }} errors={form.errors} />
      <Field spec={{ path: 'numero', control: 'text', label: 'Numéro du jugement', width: 20 }} values={form.values} errors={form.errors} />
      <Field spec={{ path: 'rendu', control: 'date', label: 'Rendu le' }} values={form.values} errors={form.errors} />
      <Field spec={{ path: 'sens', control: 'radios', label: 'Sens', options: [{ value: 'annulled', label: 'La décision est annulée' }, { value: 'injunction', label: 'Une nouvelle décision est ordonnée' }, { value: 'dismissed', label: 'La requête est rejetée' }] }} values={form.values} errors={form.errors} />
      <Field spec={{ path: 'delai', control: 'date', label: 'Nouvelle décision ordonnée avant le', required: false }} values={form.values} errors={form.errors} />
      <Field spec={{ path: 'dispositif', control: 'textarea', label: 'Dispositif', required: false, rows: 3 }} values={form.values} errors={form.errors} />
      <Button kind="secondary">Enregistrer le jugement</Button>
    </Step>
  );
}

function TextsField({ path, form, texts, cite }: { path: string; form: StepForm; texts: readonly string[]; cite: Cite }) {
  return <Field spec={{ path, control: 'checkboxes', label: 'Textes', options: texts.map((id) => ({ value: id, label: cite(id).title, hint: cite(id).reference })) }} values={form.values} errors={form.errors} />;
}

function Step({ form: { at, csrf, requestId, open }, summary, children }: { form: StepForm; summary: string; children: preact.ComponentChildren }) {
  return <Details summary={summary} open={open}><Form action={at} csrf={csrf} requestId={requestId}>{children}</Form></Details>;
}
