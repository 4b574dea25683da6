import { isHelper } from '../../core/access/actor.ts';
import { fieldsOf, offered } from '../../core/demarche/index.ts';
import type { Ctx } from '../../core/http/index.ts';
import { BlockerPanel, Button, ButtonGroup, Card, ErrorSummary, FeeTable, Field, Form, Inset } from '../../ui/index.ts';
import { blockerViews, DemarcheFields, feeViews, PieceFields, piecesSent, stepFields, stepsFor } from '../../ui/demarche/index.ts';
import { fieldId, type FormError } from '../../ui/field-spec.ts';
import { seenField, type Errand, type Examined } from './errand.ts';
import type { PersonEntry } from '../../domains/people/index.ts';
import { ApplicantCard, APPLICANT } from './applicant-card.tsx';
import { searchName, lookupFields, withActs, withSearch, type Matches } from './lookup.ts';
import { MarkFields } from './signed-piece.tsx';
import { Remarks } from './remarks.tsx';
import { beginAt, cite, show, textOf, type CounterApp } from './site.tsx';

type Props = { errand: Errand; examined: Examined; matches: Matches; errors: readonly FormError[]; checked: boolean; subject: string; applicant: PersonEntry | undefined; involved: readonly PersonEntry[];
  /** What was done to the subject, newest first: empty where the form cites none. */
  acts: readonly { id: string; label: string }[] };

/** The whole démarche on one page: every step a section, so that hands stay on the keyboard. */
export function errandPage(ctx: Ctx, app: CounterApp, { errand, examined, matches, errors, checked, subject, applicant, involved, acts }: Props): string {
  const helping = isHelper(ctx.actor);
  const { d, dossier } = errand;
  const { evaluation, sent, missing } = examined;
  const known = fieldsOf(d.input);
  const flat = { ...errand.flat, ...Object.fromEntries(lookupFields(known).map(({ path }) => [searchName(path), textOf(ctx.form[searchName(path)])])) };
  const located = errors.map((one) => (lookupFields(known).some(({ path }) => path === one.path) && !matches[one.path]?.length ? { ...one, path: searchName(one.path), message: 'Cherchez puis choisissez la personne.' } : one));
  const beside = [...located, ...(checked ? evaluation.blockers.flatMap(({ path, message }) => (path ? [{ path, message }] : [])) : [])];
  const blockers = checked || !evaluation.ctx ? evaluation.blockers : evaluation.blockers.filter(({ path }) => path === null);
  const action = `/guichet/dossiers/${dossier.id}/saisie`;
  return show(ctx, app, {
    title: d.title, hasErrors: located.length > 0, crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: 'Démarches', href: '/guichet/demarches' }, { label: dossier.number }],
    children: (
      <>
        <h1 class="govuk-heading-l">{d.title}</h1>
        <p class="govuk-body">{subject ? <><strong>{subject}</strong>. </> : null}Dossier {dossier.number}, en préparation. Rien n’est décidé avant l’envoi.</p>
        <ErrorSummary errors={located} />
        {blockers.length ? <BlockerPanel blockers={blockerViews(blockers, cite, (path) => `#${fieldId(path)}`, beginAt)} /> : checked && !located.length ? <BlockerPanel blockers={[]} /> : null}
        {checked ? <Remarks remarks={evaluation.remarks} linked /> : null}
        <div class="govuk-grid-row">
          <div class="govuk-grid-column-two-thirds">
            <Form action={action} csrf={ctx.csrf} requestId={ctx.freshRequest} multipart autosave={`/guichet/dossiers/${dossier.id}/brouillon`}>
              <button class="govuk-visually-hidden" type="submit" name="_faire" value="verifier" tabIndex={-1} aria-hidden="true">Vérifier</button>
              {d.presence === 'authority' ? null : <ApplicantCard applicant={applicant} involved={involved} helping={helping} error={errors.find(({ path }) => path === APPLICANT)?.message} />}
              {stepsFor(d, errand.flat, ctx.actor).map((step) => (
                <section class="sitt-card sitt-dense">
                  <h2 class="govuk-heading-m">{step.title}</h2>
                  {step.hint ? <p class="govuk-hint">{step.hint}</p> : null}
                  <DemarcheFields fields={offered(d, evaluation.before, withActs(withSearch(stepFields(d, step, ctx.actor), matches, !helping), acts, flat), flat)} flat={flat} errors={beside} under={step.title} awaited={evaluation.awaited} />
                </section>
              ))}
              {evaluation.pieces.length ? (
                <Card title="Pièces">
                  <div class="sitt-piecegrid">{evaluation.pieces.map((piece) => (
                    <div>
                      <PieceFields pieces={[piece]} sent={sent} cite={cite} errors={located} />
                      {piece.signed ? <MarkFields kind={piece.kind} ctx={ctx} errors={located} /> : null}
                      {piecesSent(piece.kind, sent).length || helping ? null : <Field spec={{ path: seenField(piece.kind), control: 'checkbox', label: `Vu l’original : ${piece.label}`, hint: 'Une note signée de votre nom tient lieu de copie.' }} values={{ [seenField(piece.kind)]: textOf(ctx.form[seenField(piece.kind)]) }} />}
                    </div>
                  ))}</div>
                </Card>
              ) : evaluation.ctx ? null : <Inset>Les pièces et le montant s’affichent dès que le formulaire est complet : « Vérifier » ne perd rien.</Inset>}
              <ButtonGroup>
                <Button name="_faire" value="deposer" shortcut="F9">Déposer</Button>
                <Button kind="secondary" name="_faire" value="verifier" shortcut="F8">Vérifier</Button>
                <Button kind="secondary" name="_faire" value="recapitulatif" shortcut="Alt+R">Lire ou imprimer</Button>
                {evaluation.ctx && missing.length ? <Button kind="link" name="_faire" value="incomplet">Déposer sans les pièces qui manquent</Button> : null}
              </ButtonGroup>
            </Form>
          </div>
          <div class="govuk-grid-column-one-third">
            <Card title="Où en est-on">
              <ul class="govuk-list">
                <li>{evaluation.errors.length ? `${evaluation.errors.length} réponse${evaluation.errors.length > 1 ? 's' : ''} à donner` : 'Toutes les réponses sont données'}</li>
                <li>{evaluation.ctx ? (evaluation.blockers.length ? `${evaluation.blockers.length} point${evaluation.blockers.length > 1 ? 's' : ''} bloquant${evaluation.blockers.length > 1 ? 's' : ''}` : 'Rien ne bloque') : 'Blocages : après les réponses'}</li>
                <li>{evaluation.pieces.length ? (missing.length ? `${missing.length} pièce${missing.length > 1 ? 's' : ''} à joindre ou à voir` : 'Pièces au complet') : 'Aucune pièce demandée pour l’instant'}</li>
              </ul>
            </Card>
            {evaluation.fees.length ? <FeeTable lines={feeViews(evaluation.fees, cite)} total={evaluation.total} /> : null}
          </div>
        </div>
        <Form action={`/guichet/dossiers/${dossier.id}/abandonner`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="link">Abandonner ce dossier</Button></Form>
      </>
    ),
  });
}
