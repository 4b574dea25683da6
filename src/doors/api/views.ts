import { z } from 'zod';
import type { Json } from '../../core/act/types.ts';
import { exampleOf, fieldsOf, preparedExamples, whole, type Blocker, type Demarche, type Dossier, type DossierPiece, type Evaluation, type World } from '../../core/demarche/index.ts';
import { legalText } from '../../territory/texts.ts';
import type { TextId } from '../../territory/index.ts';

/** A text as the API names it: its id, what to read, and whether it is law or still to be confirmed. */
export function textView(id: string) {
  const text = legalText(id as TextId);
  return { id, title: text.title, reference: text.reference, status: text.status };
}

/** A blocker as a reader meets it: `law` is the text itself, not our name for it. */
export function blockerView({ code, message, law, clearedBy, path }: Blocker) {
  const text = legalText(law as TextId);
  return { code, message, law: `${text.title} (${text.reference})${text.status === 'to-confirm' ? ', à confirmer' : ''}`, clearedBy, path };
}

export function demarcheLine(d: Demarche) {
  return {
    id: d.id, title: d.title, summary: d.summary, family: d.family, presence: d.presence, subject: { kind: d.subject.view.kind, mode: d.subject.mode, question: d.subject.view.question },
    who: d.who.map((one) => ({ capacity: one.name, label: one.label })), href: `/api/v1/demarches/${d.id}`,
  };
}

export function demarcheView(d: Demarche, example: Example) {
  return {
    ...demarcheLine(d), law: d.law.map(textView), pay: d.pay, silence: d.silence ?? null,
    steps: d.steps.map(({ id, title, paths }) => ({ id, title, paths })),
    fields: fieldsOf(d.input).map(({ path, control, label, hint, letter, unit, required, options, example, shown, audience }) => ({ path, control, label, hint, letter, unit, required, options, example, shown, audience: audience ?? 'all' })),
    example: example.body, exampleKey: example.key, exampleNote: example.note,
    input: z.toJSONSchema(d.input as z.ZodType, { io: 'input', unrepresentable: 'any' }),
  };
}

/** A request that can be copied, whose key it is for (null: the reader's own), and what to know first. */
export type Example = { readonly body: { subject?: string; input: Json }; readonly key: string | null; readonly note: string };

/** The example of any démarche, of this day: on a demonstration, what it holds ready for it. */
export async function examplesIn(world: World): Promise<(d: Demarche) => Example> {
  const [prepared, today] = [await preparedExamples(world.read), world.today(world.clock())];
  return (d) => {
    const ready = prepared.get(d.id);
    const subject = d.subject.mode === 'existing' ? { subject: ready?.subject ?? `(${d.subject.view.question})` } : {};
    return { body: { ...subject, input: whole(d.input, exampleOf(d.input, today, ready?.answers)) as Json }, key: ready?.key ?? null, note: ready ? `Avec la clé ${ready.key}. Cet exemple aboutit une fois, sur une démonstration neuve.` : OWN };
  };
}
const OWN = 'Cet exemple a la bonne forme ; ce dont il parle est à remplacer par ce que votre registre connaît.';

/** A dry run: what stands in the way, what is missing, what to bring, what it costs, who decides. */
export function dryRunView(evaluation: Evaluation) {
  return {
    blockers: evaluation.blockers.map(blockerView), missing: evaluation.errors, awaited: evaluation.awaited, pieces: evaluation.pieces,
    fees: { lines: evaluation.fees, total: evaluation.total, currency: 'XPF' }, review: evaluation.review, because: evaluation.because,
    signatures: evaluation.signatures.map(({ key, label, role }) => ({ key, label, role })),
  };
}

export function dossierView(dossier: Dossier, pieces: readonly DossierPiece[]) {
  const waiting = Array.isArray(dossier.blockers) ? { reasons: [], blockers: [] } : dossier.blockers;
  return {
    id: dossier.id, number: dossier.number, demarche: dossier.demarche, state: dossier.state, subject: { kind: dossier.subject_kind, id: dossier.subject_id },
    input: dossier.input, waitingFor: waiting.reasons, blockers: waiting.blockers.map(blockerView), quote: dossier.quote, judgedOn: dossier.judged_on,
    pieces: pieces.map(({ id, kind, filename, bytes, verdict, reason }) => ({ id, kind, filename, bytes, verdict, reason })),
    acts: dossier.result?.acts ?? [], titles: dossier.result?.titles ?? [],
    createdAt: dossier.created_at, submittedAt: dossier.submitted_at, decidedAt: dossier.decided_at, href: `/api/v1/dossiers/${dossier.id}`,
  };
}
