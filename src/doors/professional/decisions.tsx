import type { App } from '../../app.ts';
import { seal } from '../../core/access/sealed.ts';
import { demarcheOf, flatten, loadDossier } from '../../core/demarche/index.ts';
import { notFound, page, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import { papersOfDossier } from '../../domains/documents/index.ts';
import { decisionsAbout, type CompanyDecision } from '../../domains/partners/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, DateTimeFr, SummaryList, Table, Tag } from '../../ui/index.ts';
import { stateWords } from '../../ui/demarche/index.ts';
import { myDecision, myRecourseRoutes, type RecourseSite } from '../../ui/demarche/recourse.tsx';
import type { Draft } from '../../ui/demarche/wizard.tsx';
import { openOurs } from './ours.ts';
import { cite, HOME, mayAct, partnerOf, show, users } from './site.ts';

const DECISIONS = `${HOME}/decisions`;
const PURPOSE = 'décisions sur l’entreprise';

/** What is common to both places: the whole company reads a decision, whoever acts for it answers and contests. */
const siteOf = (app: App, more: Pick<RecourseSite, 'root' | 'backLabel' | 'open'>): RecourseSite => ({
  world: app.world, door: 'professional', who: users, acts: (ctx) => mayAct(partnerOf(ctx)), purpose: PURPOSE, of: (ctx) => [partnerOf(ctx).companyId], show: (ctx, one) => show(ctx, app, one), cite, law: territory, ...more,
});
/** A dossier that its users sent. */
export const sentRecourse = (app: App): RecourseSite => siteOf(app, { root: `${HOME}/dossiers`, backLabel: 'Le dossier', open: (ctx) => openOurs(ctx, app) });
/** A file about the company, that an agent decided: its homologation. */
const aboutRecourse = (app: App): RecourseSite => siteOf(app, { root: DECISIONS, backLabel: 'La décision', open: (ctx) => openAbout(ctx, app) });

/** Decisions of the administration against the company: the letter with its reasons, its paper, and the way to contest. */
export function decisionRoutes(app: App): RouteLine[] {
  return [
    { method: 'GET', path: `${DECISIONS}/:dossier`, who: users, purpose: PURPOSE, handler: async (ctx) => page(await decisionPage(ctx, app, await openAbout(ctx, app))) },
    ...myRecourseRoutes(aboutRecourse(app)), ...myRecourseRoutes(sentRecourse(app)),
  ];
}

/** Opened through the log; a file that is another's, or on which nothing goes against anybody, does not exist here. */
async function openAbout(ctx: Ctx, app: App): Promise<Draft> {
  const id = ctx.params['dossier'] ?? '';
  const { companyId } = partnerOf(ctx);
  const found = isUuid(id) && (await decisionsAbout(app.world.read, companyId, id)).length ? await loadDossier(app.world.acts, id) : undefined;
  if (!found) throw notFound();
  const dossier = await ctx.disclose(seal(found, { personIds: [companyId], kind: 'décision', subjectId: found.id }));
  const d = demarcheOf(app.world, dossier);
  return { dossier, d, flat: flatten(d.input, dossier.input), label: '', base: HOME };
}

async function decisionPage(ctx: Ctx, app: App, draft: Draft): Promise<string> {
  const { dossier, d } = draft;
  const { companyId } = partnerOf(ctx);
  const papers = (await papersOfDossier(app.world.read, dossier.id)).filter(({ person_id }) => person_id === companyId);
  const title = 'Décision de l’administration';
  return show(ctx, app, { title, crumbs: [{ label: 'Dossiers', href: `${HOME}/dossiers` }, { label: dossier.number }], children: (
    <>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{d.title}. Dossier <span class="sitt-num">{dossier.number}</span> <Tag kind={stateWords(dossier.state).kind}>{stateWords(dossier.state).label}</Tag></p>
      {await myDecision(ctx, aboutRecourse(app), draft)}
      {papers.length ? <><h2 class="govuk-heading-m">La lettre et ses reçus</h2><SummaryList rows={papers.map(({ number, template }) => ({ label: template === 'accuse-recours' ? 'Reçu de votre recours' : 'Lettre', value: <a class="govuk-link" href={`${HOME}/papiers/${number}`}>{number} (PDF)</a> }))} /></> : null}
      <Button kind="secondary" href={`${HOME}/dossiers`}>Tous les dossiers</Button>
    </>
  ) });
}

/** Those that wait to be read, where the company looks first. */
export function Decisions({ app, rows }: { app: App; rows: readonly CompanyDecision[] }) {
  if (!rows.length) return null;
  return <Table caption="Décisions sur l’entreprise" rows={rows} columns={[
    { label: 'Dossier', cell: ({ id, number }) => <a class="govuk-link" href={`${DECISIONS}/${id}`}>{number}</a> }, { label: 'Démarche', cell: ({ demarche }) => app.world.catalogue.get(demarche)?.title ?? 'Démarche' },
    { label: 'Où elle en est', cell: ({ state }) => <Tag kind={stateWords(state).kind}>{stateWords(state).label}</Tag> }, { label: 'Dernier changement', cell: ({ updated_at }) => <DateTimeFr at={updated_at} /> },
  ]} />;
}
