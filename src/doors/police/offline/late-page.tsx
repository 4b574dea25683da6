import type { App } from '../../../app.ts';
import { transaction } from '../../../core/db/sql.ts';
import { authorities, notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { isUuid } from '../../../core/values/ids.ts';
import { formatDateTime } from '../../../core/values/time.ts';
import { Card, DateTimeFr, EmptyState, ErrorSummary, Field, Form, Table, Tag, type FormError } from '../../../ui/index.ts';
import { motives } from '../motives.ts';
import { officerOf, show, textOf } from '../site.ts';
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
    { method: 'GET', path: `${PATH}/:id/tardifs`, who: roadside, handler: async (ctx) => { const { device, checks } = await asked(ctx); return page(latePage(ctx, app, device, checks)); } },
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
  const read = decision === 'kept' ? chosen.flatMap(({ check }) => check ?? []) : [];
  for (const check of read) await disclosed(app, ctx, check);
  await transaction(app.pools.acts, async (tx) => {
    await keepChecks(tx, device.id, device.agentId, read, now);
    await decideLate(tx, device.id, chosen.map(({ digest }) => digest), { agentId: officerOf(ctx).agentId, decision, motive, now });
  });
  return seeOther(`${PATH}/${device.id}/tardifs`, `${chosen.length} contrôle${chosen.length > 1 ? 's' : ''} : ${decision === 'kept' ? 'versé' : 'écarté'}${chosen.length > 1 ? 's' : ''}.`);
}

type Typed = { errors: readonly FormError[]; motive: string; chosen: readonly string[] };

function latePage(ctx: Ctx, app: App, device: Device, checks: readonly LateCheck[], typed: Typed = { errors: [], motive: '', chosen: [] }): string {
  const waiting = checks.filter(({ decision }) => decision === null);
  const read = checks.filter(({ decision }) => decision !== null);
  return show(ctx, app, { title: 'Contrôles reçus à part', hasErrors: typed.errors.length > 0, crumbs: [{ label: 'Contrôle', href: '/police' }, { label: 'Appareils', href: PATH }], children: (
    <>
      <ErrorSummary errors={typed.errors} />
      <h1 class="govuk-heading-l">{device.name} : contrôles reçus à part</h1>
      <p class="govuk-body">{device.revokedAt
        ? <>Cet appareil de {device.owner} a été retiré le <DateTimeFr at={device.revokedAt} />{device.revokedBy ? `, par ${device.revokedBy}` : ''}. Chaque contrôle a été signé par l’appareil quand il a été fait ; l’heure est celle de l’appareil.</>
        : <>Appareil de {device.owner}. Ces contrôles sont signés par l’appareil, mais ne se lisent pas comme prévu.</>}</p>
      {waiting.length ? (
        <Form action={`${PATH}/${device.id}/tardifs`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
          <Field spec={{ path: 'controles', control: 'checkboxes', label: 'À lire', options: waiting.map((one) => ({ value: one.digest, label: heading(one), hint: detail(one, device) })) }} values={{ controles: typed.chosen }} errors={typed.errors} />
          <Field spec={{ path: 'motif', control: 'text', label: 'Pourquoi', hint: 'Par exemple : confirmés par l’officier ; ou : faits après la perte du téléphone.', required: true, autocomplete: 'off' }} values={{ motif: typed.motive }} errors={typed.errors} />
          <p class="govuk-hint">Versés, ils comptent comme des contrôles de {device.owner}, et les personnes les liront après le délai. Écartés, ils restent ici, avec votre nom.</p>
          <div class="govuk-button-group">
            <button class="govuk-button" type="submit" name="decision" value="verser">Verser aux contrôles</button>
            <button class="govuk-button govuk-button--secondary" type="submit" name="decision" value="ecarter">Écarter</button>
          </div>
        </Form>
      ) : <EmptyState title="Rien à lire">Tout ce que cet appareil a remis a été lu.</EmptyState>}
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
function detail({ check, receivedAt }: LateCheck, { revokedAt }: Device): string {
  const after = check && revokedAt && check.at > revokedAt.toISOString() ? 'Fait après le retrait. ' : '';
  return `${after}${check ? `${motives[check.motive]} ; réponse : ${ANSWERS[check.answer]} ; n° ${check.position} ; ` : ''}reçu le ${formatDateTime(receivedAt)}.`;
}
