import type { App } from '../../../app.ts';
import { transaction } from '../../../core/db/sql.ts';
import { authorities, notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { isUuid } from '../../../core/values/ids.ts';
import { formatDateTime } from '../../../core/values/time.ts';
import { Card, DateTimeFr, EmptyState, ErrorSummary, Field, Form, Table, Tag, type FormError } from '../../../ui/index.ts';
import { motives } from '../motives.ts';
import { officerOf, show, textOf } from '../site.ts';
import { isHourWrong, misdatedOf, type Misdated } from './hour.ts';
import { decideLate, lateOf, type LateCheck } from './late.ts';
import { disclosed } from './receive.ts';
import { devicesOf, keepChecks, type Device } from './store.ts';

const roadside = authorities('police', 'gendarmerie', 'customs');
const PATH = '/police/appareils';

/** What a withdrawn phone handed over: a person of its unit reads each check, then adds it to the unit's or sets it aside, by name and with a reason. */
export function lateRoutes(app: App): RouteLine[] {
  const asked = async (ctx: Ctx): Promise<{ device: Device; checks: LateCheck[] }> => {
    const id = ctx.params['id'] ?? '';
    const device = isUuid(id) ? (await devicesOf(app.pools.read, officerOf(ctx).agentId)).find((one) => one.id === id) : undefined;
    if (!device) throw notFound();
    return { device, checks: await lateOf(app.pools.read, id) };
  };
  return [
    { method: 'GET', path: `${PATH}/:id/tardifs`, who: roadside, handler: async (ctx) => { const { device, checks } = await asked(ctx); return page(latePage(ctx, app, device, checks, { misdated: await misdatedOf(app.pools.read, device.id) })); } },
    { method: 'POST', path: `${PATH}/:id/tardifs`, who: roadside, perMinute: 30, purpose: 'contrôle d’un véhicule', handler: async (ctx) => { const { device, checks } = await asked(ctx); return decide(ctx, app, device, checks); } },
  ];
}

async function decide(ctx: Ctx, app: App, device: Device, checks: LateCheck[]): Promise<Answer> {
  const named = [ctx.form['controles'] ?? []].flat();
  const chosen = checks.filter((one) => one.decision === null && named.includes(one.digest));
  const motive = textOf(ctx.form['motif']).slice(0, 500);
  const decision = ctx.form['decision'] === 'verser' ? 'kept' : 'set-aside';
  const errors: FormError[] = [
    ...(chosen.length ? [] : [{ path: 'controles', message: 'Cochez au moins un contrôle.' }]),
    ...(decision === 'kept' && chosen.some(({ check }) => !check) ? [{ path: 'controles', message: 'Un contrôle illisible ne peut pas être versé : écartez-le, il reste gardé.' }] : []),
    ...(motive ? [] : [{ path: 'motif', message: 'Dites pourquoi : votre nom et ce motif restent avec les contrôles.' }]),
  ];
  if (errors.length) return unprocessable(latePage(ctx, app, device, checks, { errors, motive, chosen: named }));
  const now = app.world.clock();
  if (decision === 'kept') for (const { check, receivedAt } of chosen) if (check) await disclosed(app, ctx, check, isHourWrong(check, { ...device, receivedAt }));
  const done = await transaction(app.pools.acts, async (tx) => {
    // What a colleague has set aside meanwhile stays aside.
    const mine = await decideLate(tx, device.id, chosen.map(({ digest }) => digest), { agentId: officerOf(ctx).agentId, decision, motive, now });
    if (decision === 'kept') await keepChecks(tx, device, chosen.flatMap(({ digest, check, receivedAt }) => (check && mine.includes(digest) ? [{ check, receivedAt }] : [])));
    return mine.length;
  });
  const s = done > 1 ? 's' : '';
  return seeOther(`${PATH}/${device.id}/tardifs`, done ? `${done} contrôle${s} : ${decision === 'kept' ? 'versé' : 'écarté'}${s}.` : 'Un collègue a déjà décidé de ces contrôles.');
}

type Typed = { errors?: readonly FormError[]; motive?: string; chosen?: readonly string[]; misdated?: readonly Misdated[] };

function latePage(ctx: Ctx, app: App, device: Device, checks: readonly LateCheck[], { errors = [], motive = '', chosen = [], misdated = [] }: Typed): string {
  const waiting = checks.filter(({ decision }) => decision === null);
  const read = checks.filter(({ decision }) => decision !== null);
  return show(ctx, app, { title: 'Contrôles reçus à part', hasErrors: errors.length > 0, crumbs: [{ label: 'Contrôle', href: '/police' }, { label: 'Appareils', href: PATH }], children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{device.name} : contrôles reçus à part</h1>
      <p class="govuk-body">{device.revokedAt
        ? <>Cet appareil de {device.owner} a été retiré le <DateTimeFr at={device.revokedAt} />{device.revokedBy ? `, par ${device.revokedBy}` : ''}. Chaque contrôle a été signé par l’appareil quand il a été fait ; l’heure est celle de l’appareil.</>
        : <>Appareil de {device.owner}. Ces contrôles sont signés par l’appareil, mais ne se lisent pas comme prévu.</>}</p>
      {waiting.length ? (
        <Form action={`${PATH}/${device.id}/tardifs`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
          <Field spec={{ path: 'controles', control: 'checkboxes', label: 'À lire', options: waiting.map((one) => ({ value: one.digest, label: heading(one), hint: detail(one, device) })) }} values={{ controles: chosen }} errors={errors} />
          <Field spec={{ path: 'motif', control: 'text', label: 'Pourquoi', hint: 'Par exemple : confirmés par l’officier ; ou : faits après la perte du téléphone.', required: true, autocomplete: 'off' }} values={{ motif: motive }} errors={errors} />
          <p class="govuk-hint">Versés, ils comptent comme des contrôles de {device.owner}, et les personnes les liront après le délai. Écartés, ils restent ici, avec votre nom.</p>
          <div class="govuk-button-group">
            <button class="govuk-button" type="submit" name="decision" value="verser">Verser aux contrôles</button>
            <button class="govuk-button govuk-button--secondary" type="submit" name="decision" value="ecarter">Écarter</button>
          </div>
        </Form>
      ) : <EmptyState title="Rien à lire">Tout ce que cet appareil a remis a été lu.</EmptyState>}
      {misdated.length ? <Card title="Heure du téléphone fausse">
        <p class="govuk-body">Reçus normalement, mais le téléphone les date d’après leur réception ou d’avant son inscription. Ils sont gardés tels quels : voyez avec {device.owner} quand ils ont été faits, et réglez l’heure de l’appareil.</p>
        <Table caption="Heure du téléphone fausse" captionHidden rows={misdated} columns={[
          { label: 'Contrôle', cell: ({ asked, position }) => `${asked}, n° ${position}` },
          { label: 'Heure du téléphone', cell: ({ checkedAt }) => <DateTimeFr at={checkedAt} /> },
          { label: 'Reçu', cell: ({ receivedAt }) => <DateTimeFr at={receivedAt} /> },
        ]} />
      </Card> : null}
      {read.length ? <Card title="Déjà lus"><Table caption="Déjà lus" captionHidden rows={read} columns={[
        { label: 'Contrôle', cell: (one) => <>{heading(one)}<br /><span class="sitt-optional">{detail(one, device)}</span></> },
        { label: 'Décision', cell: ({ decision }) => <Tag kind={decision === 'kept' ? 'success' : 'neutral'}>{decision === 'kept' ? 'versé' : 'écarté'}</Tag> },
        { label: 'Par', cell: ({ decidedBy, decidedAt }) => <>{decidedBy}{decidedAt ? <>, <DateTimeFr at={decidedAt} /></> : null}</> },
        { label: 'Pourquoi', cell: ({ motive }) => motive },
      ]} /></Card> : null}
    </>
  ) });
}

const ANSWERS = { 'vehicle-listed': 'à vérifier par radio', 'title-listed': 'titre à vérifier', 'not-listed': 'absent des listes', 'no-lists': 'sans listes', forged: 'code non reconnu', 'unknown-key': 'clé inconnue', expired: 'titre terminé' } as const;
const heading = ({ check, signed }: LateCheck): string => (check ? `${check.asked}, ${formatDateTime(new Date(check.at))}` : `Illisible : ${signed.slice(0, 80)}`);

/** An hour that the phone says is after its withdrawal is to be looked at: whoever held it then may not be its officer. */
function detail({ check, receivedAt }: LateCheck, { revokedAt, registeredAt }: Device): string {
  const after = check && revokedAt && check.at > revokedAt.toISOString() ? 'Fait après le retrait. ' : '';
  const wrong = check && isHourWrong(check, { registeredAt, receivedAt }) ? 'Heure du téléphone fausse. ' : '';
  return `${after}${wrong}${check ? `${motives[check.motive]} ; réponse : ${ANSWERS[check.answer]} ; n° ${check.position} ; ` : ''}reçu le ${formatDateTime(receivedAt)}.`;
}
