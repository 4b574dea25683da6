import type { App } from '../../app.ts';
import { forbidden, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { parseDate, today } from '../../core/values/time.ts';
import { batchRows, columns, contractNotice, endReasons, mayPush, NOT_ACCREDITED, outcomeWords, pushContracts, readContracts, UnreadableContracts, type FileRow, type Pushed } from '../../domains/insurance/index.ts';
import { Button, Details, ErrorSummary, Field, Form, joinDates, type FieldSpec, type FormError, type FormValues } from '../../ui/index.ts';
import { INSURER, insurerOf, insurersWhoAct, show } from './insurer-site.ts';

/** One contract by hand, or a file of them. */
export function insurerForms(app: App): RouteLine[] {
  return [
    { method: 'GET', path: `${INSURER}/contrat`, who: insurersWhoAct, handler: (ctx) => page(contractPage(ctx, app)) },
    { method: 'POST', path: `${INSURER}/contrat`, who: insurersWhoAct, perMinute: 60, handler: (ctx) => takeOne(app, ctx) },
    { method: 'GET', path: `${INSURER}/fichier`, who: insurersWhoAct, handler: (ctx) => page(filePage(ctx, app)) },
    { method: 'POST', path: `${INSURER}/fichier`, who: insurersWhoAct, perMinute: 20, handler: (ctx) => takeFile(app, ctx) },
  ];
}

async function push(app: App, ctx: Ctx, rows: readonly FileRow[], filename: string | null): Promise<Pushed> {
  const { companyId, userId } = insurerOf(ctx);
  if (!await mayPush(app.pools.read, companyId, today(app.world.clock()))) throw forbidden(NOT_ACCREDITED);
  return pushContracts(app.pools.acts, { insurerId: companyId, userId, channel: filename ? 'file' : 'portal', filename, requestId: ctx.requestId, now: app.world.clock() }, rows);
}

const text = (path: string, label: string, more: Partial<FieldSpec> = {}): FieldSpec => ({ path, control: 'text', label, required: false, width: 20, autocomplete: 'off', ...more });
const fields: readonly FieldSpec[] = [
  text('contract', 'Numéro du contrat', { required: true, hint: 'Un contrat couvre un véhicule. Une flotte numérote ses lignes : FLOTTE-12/003.' }),
  text('vin', 'Numéro de série (VIN)', { letter: 'E', hint: 'C’est lui qui reconnaît le véhicule.', upper: true }), text('plate', 'Numéro d’immatriculation', { letter: 'A', upper: true }),
  { path: 'from', control: 'date', label: 'Assuré depuis le', required: true }, { path: 'to', control: 'date', label: 'Assuré jusqu’au', hint: 'Dernier jour compris. Vide si le contrat est en cours.', required: false },
  { path: 'endReason', control: 'select', label: 'Motif de la fin', required: false, options: Object.entries(endReasons).map(([value, label]) => ({ value, label })) },
];
const corrections: readonly FieldSpec[] = [
  { path: 'correctsFrom', control: 'date', label: 'La garantie connue commençait le', hint: 'Seulement si c’est ce début qui était faux.', required: false },
  { path: 'withdrawn', control: 'checkbox', label: 'Cette garantie n’a jamais existé : la retirer', required: false },
];

async function takeOne(app: App, ctx: Ctx): Promise<Answer> {
  const typed = joinDates(ctx.form);
  const one = (path: string) => { const value = typed[path]; return typeof value === 'string' ? value.trim() : ''; };
  const dated = (path: string) => (one(path) ? parseDate(one(path)) ?? one(path) : undefined);
  const read = contractNotice.safeParse({ contract: one('contract'), plate: one('plate'), vin: one('vin'), from: dated('from') ?? '', to: dated('to'), endReason: one('endReason'), correctsFrom: dated('correctsFrom'), withdrawn: one('withdrawn') !== '' });
  if (!read.success) return unprocessable(contractPage(ctx, app, typed, read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))));
  const { batchId } = await push(app, ctx, [{ line: 1, notice: read.data }], null);
  const [line] = await batchRows(app.pools.acts, batchId);
  if (!line || line.outcome === 'refused') return page(contractPage(ctx, app, typed, [{ path: 'from', message: line?.remark ?? 'Refusé.' }]), 409);
  ctx.session.set('assurances', line.contract);
  return seeOther(INSURER, { kind: line.remark ? 'information' : 'success', text: `Contrat ${line.contract} : ${outcomeWords[line.outcome].toLowerCase()}. ${line.remark ?? ''}`.trim() });
}

function contractPage(ctx: Ctx, app: App, values: FormValues = {}, errors: readonly FormError[] = []): string {
  const ask = (specs: readonly FieldSpec[]) => specs.map((spec) => <Field spec={spec} values={values} errors={errors} />);
  const correcting = corrections.some(({ path }) => values[path] || errors.some((one) => one.path === path));
  return show(ctx, app, { title: 'Ajouter ou corriger un contrat', hasErrors: errors.length > 0, width: 'reading', crumbs: [{ label: 'Contrats', href: INSURER }], children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Ajouter ou corriger un contrat</h1>
      <p class="govuk-body">Le même contrat au même début est corrigé. Ce que vous aviez dit avant reste connu, avec sa date.</p>
      <Form action={`${INSURER}/contrat`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        {ask(fields)}
        <Details summary="Corriger le début, ou retirer une garantie" open={correcting}>{ask(corrections)}</Details>
        <Button>Enregistrer</Button>
      </Form>
    </>
  ) });
}

async function takeFile(app: App, ctx: Ctx): Promise<Answer> {
  const [upload] = ctx.files;
  if (!upload?.bytes.length) return unprocessable(filePage(ctx, app, [{ path: 'file', message: 'Choisissez le fichier CSV.' }]));
  let rows: FileRow[];
  try {
    rows = await readContracts(upload.bytes);
  } catch (error) {
    if (!(error instanceof UnreadableContracts)) throw error;
    return unprocessable(filePage(ctx, app, [{ path: 'file', message: error.message }]));
  }
  const { batchId, counts } = await push(app, ctx, rows, upload.name || 'contrats.csv');
  return seeOther(`${INSURER}/envois/${batchId}`, { kind: counts.refused || counts.mismatch ? 'information' : 'success', text: taken(counts.rows - (counts.refused ?? 0), counts.rows) });
}

const taken = (many: number, of: number): string => `${many} ligne${many > 1 ? 's' : ''} prise${many > 1 ? 's' : ''} sur ${of}.`;

function filePage(ctx: Ctx, app: App, errors: readonly FormError[] = []): string {
  return show(ctx, app, { title: 'Envoyer un fichier', hasErrors: errors.length > 0, width: 'reading', crumbs: [{ label: 'Contrats', href: INSURER }], children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Envoyer un fichier de contrats</h1>
      <p class="govuk-body">Un CSV, une ligne par contrat, cent mille lignes sans peine. Chaque ligne a son résultat ; une mauvaise n’arrête pas les autres ; le même fichier deux fois ne change rien.</p>
      <p class="govuk-body">Colonnes : {Object.keys(columns).map((name, index) => <>{index ? ', ' : ''}<code>{name.replace(' ', '_')}</code></>)}. Les quatre premières suffisent, avec la plaque ou le numéro de série ; les dates comme <code>01/01/2026</code>. Motifs : {Object.values(endReasons).join(', ').toLowerCase()}.</p>
      <Form action={`${INSURER}/fichier`} csrf={ctx.csrf} requestId={ctx.freshRequest} multipart>
        <Field spec={{ path: 'file', control: 'file', label: 'Fichier CSV', accept: '.csv,text/csv', hint: 'Dix mégaoctets au plus.', required: true }} values={{}} errors={errors} />
        <Button>Envoyer</Button>
      </Form>
    </>
  ) });
}
