import { stringify } from 'csv-stringify/sync';
import type { App } from '../../app.ts';
import { file, notFound, page, seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import { addMonths, formatShortDate, today } from '../../core/values/time.ts';
import {
  batchesOf, batchOf, batchRows, contractHistory, gaps, matchWords, normalizeContract, outcomeWords, ownCovers, type Batch, type BatchRow, type Gap, type Match, type NoticeLine, type OwnCover,
} from '../../domains/insurance/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, DateTimeFr, EmptyState, Field, Form, Table, Tag, type TagKind } from '../../ui/index.ts';
import { insurerForms } from './insurer-forms.tsx';
import { INSURER, insurerOf, insurers, show } from './insurer-site.ts';

/** What an insurer reads: its contracts, what became of its sendings, what is to be looked at, the gaps between its own covers. */
export function insurerRoutes(app: App): RouteLine[] {
  const { read, report } = app.pools;
  const batchIn = async (ctx: Ctx): Promise<Batch> => {
    const id = ctx.params['id'] ?? '';
    const batch = isUuid(id) ? await batchOf(read, insurerOf(ctx).companyId, id) : undefined;
    if (!batch) throw notFound();
    return batch;
  };
  return [
    { method: 'GET', path: INSURER, who: insurers, handler: async (ctx) => {
      const { companyId } = insurerOf(ctx);
      const asked = ctx.session.get('assurances') as string | undefined;
      const [found, toCheck, batches, history] = await Promise.all([
        ownCovers(read, companyId, { text: asked, limit: asked ? 20 : 10 }), ownCovers(read, companyId, { onlyMatch: 'mismatch', limit: 20 }), batchesOf(read, companyId),
        asked ? contractHistory(read, companyId, asked) : [],
      ]);
      return page(home(ctx, app, { asked, found, toCheck, batches, history }));
    } },
    // What is looked for stays in the session: no plate in an address.
    { method: 'POST', path: `${INSURER}/recherche`, who: insurers, perMinute: 60, whenStopped: true, handler: (ctx) => {
      const typed = ctx.form['q'];
      const text = (typeof typed === 'string' ? typed : '').replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 60);
      const plate = territory.parsePlate(text) && territory.normalizePlate(text);
      ctx.session.set('assurances', text.trim() ? plate ?? normalizeContract(text) : undefined);
      return seeOther(INSURER);
    } },
    { method: 'GET', path: `${INSURER}/envois/:id`, who: insurers, handler: async (ctx) => {
      const batch = await batchIn(ctx);
      return page(sending(ctx, app, batch, await batchRows(report, batch.id, { only: true, limit: 200 })));
    } },
    { method: 'GET', path: `${INSURER}/envois/:id/lignes.csv`, who: insurers, perMinute: 30, handler: async (ctx) => {
      const batch = await batchIn(ctx);
      return file(asCsv(await batchRows(report, batch.id)), 'text/csv; charset=utf-8', 'resultat.csv');
    } },
    { method: 'GET', path: `${INSURER}/interruptions`, who: insurers, perMinute: 30, handler: async (ctx) => {
      const day = today(app.world.clock());
      return page(gapPage(ctx, app, await gaps(report, insurerOf(ctx).companyId, addMonths(day, -territory.parameter('coverGapMonths', day).value))));
    } },
    ...insurerForms(app),
  ];
}

type Home = { asked: string | undefined; found: readonly OwnCover[]; toCheck: readonly OwnCover[]; batches: readonly Batch[]; history: readonly NoticeLine[] };
const TAGS: Readonly<Record<Match, TagKind>> = { matched: 'success', weak: 'warning', mismatch: 'danger', unknown: 'neutral' };
const span = (from: string, to: string | null): string => (to ? `du ${formatShortDate(from)} au ${formatShortDate(to)}` : `depuis le ${formatShortDate(from)}`);
const plateText = (plate: string | null): string => (plate ? territory.formatPlate(plate) : 'sans plaque');

function home(ctx: Ctx, app: App, { asked, found, toCheck, batches, history }: Home): string {
  return show(ctx, app, { title: 'Contrats d’assurance', children: (
    <>
      <h1 class="govuk-heading-l">Contrats d’assurance</h1>
      <p class="sitt-lede">Ce que vous dites de vos garanties se voit au contrôle dès qu’il est reçu. Vous ne voyez que vos contrats, jamais un titulaire.</p>
      <Form action={`${INSURER}/recherche`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <div class="sitt-ask"><Field spec={{ path: 'q', control: 'text', label: 'Numéro de contrat, plaque ou numéro de série', required: false, width: 20, autocomplete: 'off' }} values={{ q: asked ?? '' }} /><Button kind="secondary">Chercher</Button></div>
      </Form>
      {found.length ? <Covers caption={asked ? 'Garanties trouvées' : 'Dernières garanties reçues'} rows={found} /> : <EmptyState title={asked ? 'Aucun de vos contrats ne répond à ce numéro' : 'Aucun contrat reçu'}>Ajoutez un contrat, ou envoyez un fichier.</EmptyState>}
      {history.length ? <Table caption="Tout ce que vous en avez dit" rows={history} columns={[
        { label: 'Connu depuis', cell: ({ knownAt }) => <DateTimeFr at={knownAt} /> }, { label: 'Vrai', cell: (one) => `${one.withdrawn ? 'Retiré : ' : ''}${span(one.from, one.to)}` },
        { label: 'Véhicule', cell: (one) => `${plateText(one.plate)}, ${one.chassis ?? 'sans numéro de série'}` },
      ]} /> : null}
      {toCheck.length ? <Covers caption="À vérifier : plaque et numéro de série en désaccord" rows={toCheck} /> : null}
      {batches.length ? <Table caption="Vos envois" rows={batches} columns={[
        { label: 'Envoi', cell: (one) => <a class="govuk-link" href={`${INSURER}/envois/${one.id}`}>{one.filename ?? 'Liste par l’interface'}</a> },
        { label: 'Reçu', cell: ({ receivedAt }) => <DateTimeFr at={receivedAt} /> }, { label: 'Lignes', numeric: true, cell: ({ counts }) => counts.rows }, { label: 'Refusées', numeric: true, cell: ({ counts }) => counts.refused ?? 0 },
        { label: 'En désaccord', numeric: true, cell: ({ counts }) => counts.mismatch },
      ]} /> : null}
    </>
  ) });
}

function Covers({ caption, rows }: { caption: string; rows: readonly OwnCover[] }) {
  return <Table caption={caption} rows={rows} columns={[
    { label: 'Contrat', cell: ({ contract }) => contract }, { label: 'Garantie', cell: ({ from, to }) => span(from, to) },
    { label: 'Véhicule', cell: (one) => <>{plateText(one.plate)}<br /><span class="sitt-optional">{one.chassis ?? 'sans numéro de série'}</span></> },
    { label: 'Au registre', cell: ({ match }) => <Tag kind={TAGS[match]}>{matchWords[match]}</Tag> }, { label: 'Connu depuis', cell: ({ knownAt }) => <DateTimeFr at={knownAt} /> },
  ]} />;
}

function sending(ctx: Ctx, app: App, { id, filename, receivedAt, counts }: Batch, rows: readonly BatchRow[]): string {
  return show(ctx, app, { title: 'Résultat d’un envoi', crumbs: [{ label: 'Contrats', href: INSURER }], children: (
    <>
      <h1 class="govuk-heading-l">{filename ?? 'Envoi par l’interface'}</h1>
      <p class="sitt-lede">Reçu le <DateTimeFr at={receivedAt} /> : {counts.rows} lignes.</p>
      <ul class="govuk-list">{Object.entries(outcomeWords).filter(([name]) => counts[name as keyof typeof outcomeWords]).map(([name, word]) => <li>{word} : <strong class="sitt-num">{counts[name as keyof typeof outcomeWords]}</strong></li>)}</ul>
      <p><Button kind="secondary" href={`${INSURER}/envois/${id}/lignes.csv`}>Toutes les lignes, en CSV</Button></p>
      {rows.length ? <Table caption="Lignes refusées ou à regarder" rows={rows} columns={[
        { label: 'Ligne', numeric: true, cell: ({ line }) => line }, { label: 'Contrat', cell: ({ contract }) => contract }, { label: 'Résultat', cell: ({ outcome }) => <Tag kind={outcome === 'refused' ? 'danger' : 'warning'}>{outcomeWords[outcome]}</Tag> },
        { label: 'Pourquoi', cell: ({ remark }) => remark },
      ]} /> : <p class="govuk-body">Rien n’a été refusé, tout a été reconnu.</p>}
    </>
  ) });
}

function asCsv(rows: readonly BatchRow[]): Buffer {
  const lines = rows.map((one) => [one.line, one.contract, one.plate ?? '', one.chassis ?? '', one.from ?? '', one.to ?? '', outcomeWords[one.outcome], one.match ? matchWords[one.match] : '', one.remark ?? '']);
  // A cell that begins as a formula stays a text in whatever opens it.
  return Buffer.from(stringify([['ligne', 'contrat', 'plaque', 'vin', 'debut', 'fin', 'resultat', 'vehicule', 'remarque'], ...lines], { delimiter: ';', bom: true, escape_formulas: true }));
}

function gapPage(ctx: Ctx, app: App, rows: readonly Gap[]): string {
  return show(ctx, app, { title: 'Interruptions', crumbs: [{ label: 'Contrats', href: INSURER }], children: (
    <>
      <h1 class="govuk-heading-l">Interruptions entre vos garanties</h1>
      <p class="sitt-lede">Jours sans garantie connue entre deux de vos contrats d’un même véhicule. Après la dernière, rien n’est dit : inconnu ne veut pas dire non assuré.</p>
      {rows.length ? <Table caption="Interruptions" captionHidden rows={rows} columns={[
        { label: 'Véhicule', cell: (one) => <>{plateText(one.plate)}<br /><span class="sitt-optional">{one.chassis}</span></> }, { label: 'Sans garantie connue', cell: (one) => span(one.from, one.to) }, { label: 'Jours', numeric: true, cell: ({ days }) => days },
        { label: 'Contrats', cell: (one) => `${one.contractBefore}, puis ${one.contractAfter}` },
      ]} /> : <EmptyState title="Aucune interruption">Entre vos garanties d’un même véhicule, il ne manque aucun jour.</EmptyState>}
    </>
  ) });
}
