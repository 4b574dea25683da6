/** What follows a step of a dossier that is no act: a récépissé when it is filed, a quittance when it is paid. */
import { loadDossier, type World } from './core/demarche/index.ts';
import { transaction } from './core/db/sql.ts';
import type { Task } from './core/jobs/index.ts';
import { addDays, today } from './core/values/time.ts';
import { asJson, insertPapers, type Filing, type PaidReceipt, type Signing } from './domains/documents/index.ts';
import { meansWords, receiptsOf } from './domains/payments/index.ts';
import { territory, type ParameterName, type TextId } from './territory/index.ts';

export const FILED = 'filed';

/** The task that orders what is missing, a hundred at a time. Run twice, it orders once: the numbers are given by the stage and the receipt. */
export function filedTask(world: World, signing: Signing): Task {
  return async () => {
    const filed = await world.read<{ id: string; paper_number: string }[]>`select id, paper_number from pub_dossier_to_receipt limit 100`;
    for (const { id, paper_number: number } of filed) await orderRecepisse(world, signing, id, number);
    const paid = await world.read<{ dossier_id: string }[]>`select distinct dossier_id from pub_payments_receipt_without_paper limit 100`;
    for (const one of paid) await orderQuittances(world, signing, one.dossier_id);
  };
}

async function orderRecepisse(world: World, signing: Signing, dossierId: string, number: string): Promise<void> {
  const dossier = await loadDossier(world.acts, dossierId);
  const d = dossier && world.catalogue.get(dossier.demarche);
  if (!dossier?.submitted_at || !d) return;
  const waits = dossier.state === 'to_complete';
  const completeOn = !waits && dossier.complete_at ? today(dossier.complete_at) : null;
  const delay = d.silence ? territory.parameter(d.silence.parameter as ParameterName, today(dossier.submitted_at)) : null;
  const days = typeof delay?.value === 'number' ? delay.value : 0;
  const { blockers } = dossier;
  const missing = waits && 'reasons' in blockers ? [...blockers.reasons.map((one) => one.label), ...blockers.blockers.map((one) => one.message)] : [];
  const filing: Filing = {
    dossier: dossier.number, demarche: d.title, office: dossier.office, filedOn: today(dossier.submitted_at), completeOn, missing, toConfirm: delay?.toConfirm ?? false,
    silence: d.silence ? { means: d.silence.means, days, on: completeOn ? addDays(completeOn, days) : null } : null,
  };
  await transaction(world.acts, (tx) => insertPapers(tx, [{
    number, template: 'recepisse', act_id: null, dossier_id: dossierId, subject_kind: dossier.subject_kind, subject_id: dossier.subject_id, person_id: dossier.applicant_id, data: asJson(filing),
  }], world.clock().toISOString(), signing, true));
}

async function orderQuittances(world: World, signing: Signing, dossierId: string): Promise<void> {
  const dossier = await loadDossier(world.acts, dossierId);
  if (!dossier) return;
  const receipts = await receiptsOf(world.acts, dossierId);
  const papers = receipts.map((one) => {
    const data: PaidReceipt = {
      receipt: one.number, dossier: dossier.number, office: dossier.office, demarche: world.catalogue.get(dossier.demarche)?.title ?? '', lines: one.lines, total: one.total,
      means: meansWords[one.means], paidAt: one.issuedAt.toISOString(), texts: Object.fromEntries(one.lines.map((line) => [line.text, territory.legalText(line.text as TextId).title])),
    };
    return { number: one.number, template: 'quittance', act_id: null, dossier_id: dossierId, subject_kind: dossier.subject_kind, subject_id: dossier.subject_id, person_id: dossier.applicant_id, data: asJson(data) };
  });
  await transaction(world.acts, (tx) => insertPapers(tx, papers, world.clock().toISOString(), signing, true));
}
