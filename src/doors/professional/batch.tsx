import type { App } from '../../app.ts';
import { canonical, sha256 } from '../../core/crypto/index.ts';
import { whyRead, type Demarche } from '../../core/demarche/index.ts';
import { file, notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { fileText, UnreadableText } from '../../core/values/file-text.ts';
import { isUuid, requestId } from '../../core/values/ids.ts';
import { abandonBatch, accountOf, batchesOf, batchOf, BatchRefused, confirmBatch, heldLines, lacksOf, liveAccreditation, outcomesOf, platesOf, readTable, reportOf, reportRows, resumable, resumeBatch, rowsOf, sendBatch, tally, stoppedBlocks, templateOf, titlesOf, type Batch } from '../../domains/partners/index.ts';
import { territory } from '../../territory/index.ts';
import { Banner, Button, ButtonGroup, EmptyState, ErrorSummary, Field, Form, Inset, MoneyF, SummaryList, Tag } from '../../ui/index.ts';
import { DemarcheCards } from '../../ui/demarche/index.ts';
import { BatchColumns } from './batch-columns.tsx';
import { BatchTable, batchWords, Lacks, RowTable, rowWords } from './batch-page.tsx';
import { keepPieces, saidOf, type Kept } from './batch-pieces.ts';
import { BatchTabs, viewOf } from './batch-tabs.tsx';
import { StoppedPanel } from './stopped.tsx';
import { HOME, mayAct, openTo, operators, partnerOf, show, textOf, users } from './site.ts';

const LOTS = `${HOME}/lots`;
const SHOWN = 200;
/** Files of one drop: a batch of forty rows with six papers each. */
const DROP = 240;

/** Any démarche of the convention, by hundreds: sent, checked, confirmed, done row by row. */
export function batchRoutes(app: App): RouteLine[] {
  const { world } = app;
  const ours = (method: 'GET' | 'POST', path: string, who: RouteLine['who'], handler: (ctx: Ctx, batch: Batch) => Promise<Answer>, whenStopped = method === 'GET'): RouteLine =>
    ({ method, whenStopped, path: `${LOTS}/:batch${path}`, who, purpose: 'lots de l’entreprise', handler: async (ctx) => {
      const id = ctx.params['batch'] ?? '';
      const batch = isUuid(id) ? await batchOf(world.read, partnerOf(ctx).companyId, id) : undefined;
      if (!batch) throw notFound('Ce lot n’existe pas.');
      return handler(ctx, batch);
    } });
  const going = (step: typeof confirmBatch, said: string) => async (ctx: Ctx, { id }: Batch): Promise<Answer> => {
    try {
      await step(world, partnerOf(ctx), id);
      return seeOther(`${LOTS}/${id}`, said);
    } catch (error) {
      if (error instanceof BatchRefused) return seeOther(`${LOTS}/${id}`, { kind: 'error', text: error.message });
      throw error;
    }
  };
  return [
    { method: 'GET', path: LOTS, who: users, handler: async (ctx) => {
      const [rows, stopped] = await Promise.all([batchesOf(world.read, partnerOf(ctx).companyId, 100), stoppedBlocks(world.read, partnerOf(ctx), world.clock())]);
      return page(show(ctx, app, { title: 'Lots', children: <><h1 class="govuk-heading-l">Lots</h1>{stopped.length ? <StoppedPanel blockers={stopped} /> : mayAct(partnerOf(ctx)) ? <Button href={`${LOTS}/nouveau`}>Envoyer un lot</Button> : null}{rows.length ? <BatchTable app={app} rows={rows} /> : <EmptyState title="Aucun lot encore" />}</> }));
    } },
    { method: 'GET', path: `${LOTS}/nouveau`, who: operators, whenStopped: false, handler: async (ctx) => page(show(ctx, app, { title: 'Envoyer un lot', children: (
      <><h1 class="govuk-heading-l">Envoyer un lot</h1><p class="sitt-lede">Une démarche par ligne. Tout est vérifié avant, rien n’est fait sans votre confirmation.</p><DemarcheCards demarches={await byBatch(ctx, app)} hrefOf={({ id }) => `${LOTS}/nouveau/${id}`} /></>
    ) })) },
    { method: 'GET', path: `${LOTS}/nouveau/:id`, who: operators, whenStopped: false, handler: async (ctx) => page(sendPage(ctx, app, await find(ctx, app))) },
    { method: 'POST', path: `${LOTS}/nouveau/:id`, who: operators, perMinute: 30, handler: (ctx) => receive(ctx, app) },
    { method: 'GET', path: `${LOTS}/modeles/:id`, who: operators, handler: async (ctx) => {
      const d = await find(ctx, app);
      return file(Buffer.from(templateOf(d, { actor: ctx.actor }, world.today(world.clock()))), 'text/csv; charset=utf-8', `modele-${d.id}.csv`);
    } },
    ours('GET', '', users, async (ctx, batch) => {
      const waits = batch.state === 'received' || batch.state === 'confirmed';
      return page(await batchPage(ctx, app, batch), 200, waits ? { refresh: '4' } : {});
    }),
    ours('POST', '/confirmer', operators, going(confirmBatch, 'Le lot est confirmé : ses lignes se font l’une après l’autre. Vous pouvez quitter cette page.')),
    ours('POST', '/reprendre', operators, going(resumeBatch, 'Le lot reprend : ce qui est fait ne se refait pas. Vous pouvez quitter cette page.')),
    ours('POST', '/abandonner', operators, async (_ctx, batch) => (await abandonBatch(world.acts, batch.id)
      ? seeOther(LOTS, `Le lot ${batch.number} est abandonné : rien n’a été fait.`) : seeOther(`${LOTS}/${batch.id}`, { kind: 'error', text: 'Ce lot est confirmé ou abandonné : il ne s’abandonne plus.' })), true),
    ours('GET', '/compte-rendu.csv', users, async (_ctx, batch) => file(Buffer.from(`\uFEFF${reportOf(await reportRows(world.read, batch.id))}`), 'text/csv; charset=utf-8', `lot-${batch.number}.csv`)),
    { ...ours('POST', '/pieces', operators, async (ctx, batch) => {
      const kept = await keepPieces(ctx, app, batch);
      const good = kept.kept > 0 && !kept.wrong.length && !kept.stopped.length;
      return good ? seeOther(`${LOTS}/${batch.id}`, saidOf(kept)) : unprocessable(await batchPage(ctx, app, batch, kept));
    }), files: DROP, perMinute: 20 },
  ];
}

const counted = (n: number, word: string): string => `${n} ${word}${n > 1 ? 's' : ''}`;

async function byBatch(ctx: Ctx, app: App): Promise<Demarche[]> {
  const me = partnerOf(ctx);
  return openTo(app, me, await liveAccreditation(app.world.read, me.companyId, me.partnerKind, app.world.clock())).filter((d) => d.subject.view.kind !== 'accreditation');
}

async function find(ctx: Ctx, app: App): Promise<Demarche> {
  const d = (await byBatch(ctx, app)).find(({ id }) => id === ctx.params['id']);
  if (!d) throw notFound('Votre convention n’ouvre pas cette démarche.');
  return d;
}

function sendPage(ctx: Ctx, app: App, d: Demarche, error?: string): string {
  const errors = error ? [{ path: 'fichier', message: error }] : [];
  return show(ctx, app, { title: `Lot : ${d.title}`, hasErrors: errors.length > 0, crumbs: [{ label: 'Lots', href: LOTS }, { label: d.title }], children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{d.title}, par lot</h1>
      <p class="govuk-body"><a class="govuk-link" href={`${LOTS}/modeles/${d.id}`}>Le modèle à remplir (CSV)</a> : une colonne par question, et une ligne d’exemple à effacer. Il s’ouvre dans un tableur.</p>
      <BatchColumns d={d} actor={ctx.actor} />
      <Form action={`${LOTS}/nouveau/${d.id}`} csrf={ctx.csrf} requestId={ctx.freshRequest} multipart>
        <Field spec={{ path: 'fichier', control: 'file', label: 'Fichier CSV', accept: '.csv,text/csv,text/plain', hint: `Points-virgules, virgules ou tabulations ; ${territory.parameter('partnerBatchRows', app.world.today(app.world.clock())).value.toLocaleString('fr-FR')} lignes au plus.` }} errors={errors} />
        <Field spec={{ path: 'tableau', control: 'textarea', label: 'Ou un tableau copié d’un tableur', hint: 'Avec la ligne de titres.', rows: 6 }} values={{ tableau: textOf(ctx.form['tableau']) }} />
        <Button>Vérifier</Button>
      </Form>
    </>
  ) });
}

async function receive(ctx: Ctx, app: App): Promise<Answer> {
  const d = await find(ctx, app);
  const [upload] = ctx.files.filter(({ field, bytes }) => field === 'fichier' && bytes.length);
  try {
    const most = territory.parameter('partnerBatchRows', app.world.today(app.world.clock())).value;
    const table = await readTable(upload ? fileText(upload.bytes) : textOf(ctx.form['tableau']), most, titlesOf(d, { actor: ctx.actor }));
    // The page gone back to, with another file in it, is another batch; sent twice, it is one.
    const id = await sendBatch(app.world, partnerOf(ctx), d, { ...table, source: upload ? 'file' : 'paste', filename: upload?.name ?? null, requestId: requestId(ctx.requestId, sha256(canonical([d.id, table])).toString('base64url')), most });
    return seeOther(`${LOTS}/${id}`);
  } catch (error) {
    if (error instanceof BatchRefused || error instanceof UnreadableText) return unprocessable(sendPage(ctx, app, d, error.message));
    throw error;
  }
}

/** @param dropped what became of a drop of files, where some of it is to be said */
async function batchPage(ctx: Ctx, app: App, batch: Batch, dropped?: Kept): Promise<string> {
  const { world } = app;
  const d = world.catalogue.get(batch.demarche);
  const [sum, account, outcomes, lacks, plates, held, stopped, { rows: again }] = await Promise.all([
    tally(world.read, batch.id), accountOf(world.read, batch.company_id), outcomesOf(world.read, batch.id), lacksOf(world.read, batch.id), platesOf(world.read, batch.id), heldLines(world.read, batch.id), stoppedBlocks(world.read, partnerOf(ctx), world.clock()), resumable(world.read, batch.id),
  ]);
  const view = viewOf(batch, outcomes, ctx.query['voir']);
  const rows = await rowsOf(world.read, batch.id, { limit: SHOWN, states: view.states });
  const ids = rows.flatMap(({ dossier_id }) => dossier_id ?? []);
  const [now, why] = await Promise.all([statesOf(app, ids), whyRead(world.read, ids)]);
  const reread = rows.filter(({ because }) => because.length).length;
  const form = { csrf: ctx.csrf, requestId: ctx.freshRequest };
  const short = sum.total > account.available;
  return show(ctx, app, { title: `Lot ${batch.number}`, hasErrors: dropped !== undefined, crumbs: [{ label: 'Lots', href: LOTS }, { label: batch.number }], children: (
    <>
      {dropped ? (
        <Banner kind={dropped.kept ? 'warning' : 'error'} title={saidOf(dropped)}>
          <ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">{[...dropped.wrong, ...dropped.stopped].map((one) => <li>{one}</li>)}</ul>
        </Banner>
      ) : null}
      <h1 class="govuk-heading-l">{d?.title ?? batch.demarche} <Tag kind={batchWords[batch.state].kind}>{batchWords[batch.state].label}</Tag></h1>
      {batch.unknown.length ? <Banner kind="warning" title="Des colonnes ne sont pas reconnues">Elles sont ignorées : {batch.unknown.join(', ')}.</Banner> : null}
      <SummaryList rows={[
        { label: 'Lot', value: <span class="sitt-num">{batch.number}</span> }, { label: 'Lignes', value: batch.state === 'received' ? `${sum.checked} vérifiées sur ${sum.rows}` : linesWords(sum) },
        ...(batch.state === 'checked' && reread ? [{ label: 'Relues par un agent', value: reread === 1 ? 'une ligne, la raison est dite plus bas' : `${reread} lignes, la raison est dite plus bas` }] : []),
        { label: 'Prix des bonnes lignes', value: <MoneyF amount={sum.total} /> }, { label: 'Disponible sur le compte', value: <MoneyF amount={account.available} /> },
        ...(batch.confirmed_at ? [{ label: 'Avancement', value: <><progress class="sitt-progress" value={sum.done} max={sum.rows}>{sum.done} / {sum.rows}</progress> {sum.done} sur {sum.rows}</> }, { label: 'Résultats', value: [...outcomes].map(([state, n]) => <div>{rowWords[state]?.label ?? state} : {n}</div>) }] : []),
      ]} />
      {batch.state === 'received' ? <Inset>La vérification est en cours. Cette page se recharge d’elle-même.</Inset> : null}
      {batch.state === 'checked' ? (
        <>
          {sum.good ? null : <Inset>Aucune ligne n’est bonne : chacune dit pourquoi, ci-dessous. Corrigez le fichier, puis <a class="govuk-link" href={`${LOTS}/nouveau/${batch.demarche}#colonnes`}>envoyez-le de nouveau</a>.</Inset>}
          {short ? <Inset>Le compte ne couvre pas ce lot. Faites un virement, ou retirez des lignes.</Inset> : null}
          <ButtonGroup>
            {sum.good ? <Form action={`${LOTS}/${batch.id}/confirmer`} {...form}><Button>{sum.good > 1 ? `Confirmer les ${sum.good} bonnes lignes` : 'Confirmer la bonne ligne'}</Button></Form> : null}
            <Form action={`${LOTS}/${batch.id}/abandonner`} {...form}><Button kind="secondary">Abandonner</Button></Form>
          </ButtonGroup>
        </>
      ) : null}
      {batch.state === 'done' && again && mayAct(partnerOf(ctx)) ? (
        stopped.length ? <StoppedPanel blockers={stopped} /> : <Form action={`${LOTS}/${batch.id}/reprendre`} {...form}><Button>{again > 1 ? `Reprendre les ${again} lignes arrêtées` : 'Reprendre la ligne arrêtée'}</Button></Form>
      ) : null}
      <Lacks lacks={lacks} />
      {lacks.length && mayAct(partnerOf(ctx)) ? (
        <Form action={`${LOTS}/${batch.id}/pieces`} {...form} multipart>
          <Field spec={{ path: 'fichiers', control: 'file', label: 'Joindre les papiers', hint: `Tous ensemble, ou en plusieurs fois : ${DROP} fichiers et 200 Mo par envoi. Chaque ligne complète part aussitôt, les autres attendent.`, multiple: true }} />
          <Button>Envoyer ces papiers</Button>
        </Form>
      ) : null}
      {batch.state === 'done' || batch.state === 'confirmed' ? <p class="govuk-body"><a class="govuk-link" href={`${LOTS}/${batch.id}/compte-rendu.csv`}>Le compte rendu (CSV)</a> · <a class="govuk-link" href={`${LOTS}/${batch.id}/titres`}>Les titres à imprimer</a></p> : null}
      <div id="lignes">{batch.confirmed_at ? <BatchTabs at={`${LOTS}/${batch.id}`} view={view} /> : null}</div>
      {rows.length ? <RowTable rows={rows.map((row) => ({ ...row, held: held.has(row.line), now: row.dossier_id ? now.get(row.dossier_id) ?? null : null, lacks: lacks.filter(({ line }) => line === row.line), why: (row.dossier_id ? why.get(row.dossier_id) : undefined) ?? [], plate: plates.get(row.line) ?? null }))} caption={view.counts[view.id] > SHOWN ? `${view.label} : les ${SHOWN} premières` : view.label} /> : <EmptyState title="Aucune ligne ici" />}
    </>
  ) });
}

/** « 5, dont 4 bonnes et 1 écartée »; a number that is none is not said. */
const linesWords = ({ rows, good }: { rows: number; good: number }): string => (good === rows ? `${rows}, ${rows === 1 ? 'bonne' : 'toutes bonnes'}` : good ? `${rows}, dont ${counted(good, 'bonne')} et ${counted(rows - good, 'écartée')}` : `${rows}, ${rows === 1 ? 'écartée' : 'toutes écartées'}`);

async function statesOf({ world }: App, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = ids.length ? await world.read<{ id: string; state: string }[]>`select id, state from pub_partners_dossier where id = any(${[...ids]}::uuid[])` : [];
  return new Map(rows.map(({ id, state }) => [id, state]));
}
