import { stateAt } from '../../../core/act/read.ts';
import { contestedOn, evaluate, type Blocker, type Demarche } from '../../../core/demarche/index.ts';
import { notFound, type Ctx } from '../../../core/http/index.ts';
import { file, page, type RouteLine } from '../../../core/http/index.ts';
import { openPieceStore, readPiece } from '../../../core/pieces/index.ts';
import { findPaper, papersOfSubject, paperWords, type PaperRow } from '../../../domains/documents/index.ts';
import { approvalKindWords, approvalVerdictWords, kilometres, originWords, photosWhere, sealedFile, siteName, statusOf, statusWords, type ApprovalState, type Photo } from '../../../domains/inspections/index.ts';
import { plateOf, usageOf, usages, type Registered } from '../../../domains/registrations/index.ts';
import { chassisOf, makeAndModel, technicalFields, technicalValue, type Technical } from '../../../domains/vehicles/index.ts';
import { territory } from '../../../territory/index.ts';
import { Banner, Button, Card, DateFr, Form, PlateBadge, SummaryList, Tag } from '../../../ui/index.ts';
import { isUuid, type CounterApp } from '../site.tsx';
import { refusable } from './refusal.tsx';
import { NextVisit, Odometer, Visits } from './ledger.tsx';
import { openPhoto, PhotoLinks } from './photo.tsx';
import { HOME, inspectors, showInspection } from './site.tsx';

/** A vehicle or a homologation file as an inspector sees it: the thing, never who holds it. */
export function subjectRoutes(app: CounterApp): RouteLine[] {
  const { pools, world } = app;
  const known = async (ctx: Ctx, kind: string) => {
    const id = ctx.params['subject'] ?? '';
    const states = isUuid(id) ? await stateAt(pools.read, world.facets, { kind, id }).catch(() => undefined) : undefined;
    if (!states) throw notFound('Rien n’est au registre à cette adresse.');
    const [possible, papers, photos] = await Promise.all([possibleOn(ctx, app, kind, id), papersOfSubject(pools.read, id), photosWhere(pools.read, { subjectId: id })]);
    return { id, states, possible, photos, papers: papers.filter(({ template }) => OURS.includes(template)) };
  };
  return [
    { method: 'GET', path: `${HOME}/vehicules/:subject`, who: inspectors, handler: async (ctx) => {
      const { id, states, possible, papers, photos } = await known(ctx, 'vehicle');
      return page(vehiclePage(ctx, app, id, states as unknown as Registered, { possible, papers, photos }));
    } },
    { method: 'GET', path: `${HOME}/homologations/:subject`, who: inspectors, purpose: 'instruction d’une homologation', handler: async (ctx) => {
      const { id, states, possible, papers, photos } = await known(ctx, 'approval');
      const state = await ctx.disclose(sealedFile(id, states['approval'] as ApprovalState));
      const ends = possible.filter(({ d }) => refusable(d, 'approval'));
      const contested = await Promise.all(ends.map(({ d }) => contestedOn(world, d, id)));
      return page(filePage(ctx, app, id, state, { possible, papers, photos }, ends.map(({ d }, index) => ({ d, dossier: contested[index]?.id, free: !d.unfavourable?.blocks({ state: { approval: state } }).length }))));
    } },
    { method: 'GET', path: `${HOME}/photos/:piece`, who: inspectors, purpose: 'photographies d’une visite', handler: (ctx) => openPhoto(ctx, app, () => true) },
    { method: 'GET', path: `${HOME}/papiers/:number`, who: inspectors, handler: async (ctx) => {
      const row = await findPaper(pools.read, (ctx.params['number'] ?? '').slice(0, 60));
      if (!row || !OURS.includes(row.template)) throw notFound('Aucun procès-verbal ne porte ce numéro.');
      if (row.pdf_sha256) return file(await readPiece(openPieceStore(app.data), row.pdf_sha256.toString('hex')), 'application/pdf', `${row.number}.pdf`, true);
      return page(showInspection(ctx, app, { title: 'Le papier se prépare', crumb: 'Procès-verbal', children: <><h1 class="govuk-heading-l">Le papier se prépare</h1><p class="govuk-body">Le numéro {row.number} est déjà valable ; son PDF est en cours d’écriture.</p><Button href={`${HOME}/papiers/${row.number}`}>Recharger</Button></> }), 202, { 'retry-after': '2' });
    } },
  ];
}

/** Papers of this desk: an inspector opens no title and no receipt. */
const OURS: readonly string[] = ['pv-visite', 'pv-homologation', 'refus-homologation'];

/** What stands beside a vehicle or a file: what may be done, its papers and its photographs. */
type Beside = { possible: readonly Possible[]; papers: readonly PaperRow[]; photos: readonly Photo[] };
const photoAt = ({ id }: Photo): string => `${HOME}/photos/${id}`;
type Possible = { d: Demarche; blockers: readonly Blocker[] };
async function possibleOn(ctx: Ctx, { world }: CounterApp, kind: string, id: string): Promise<Possible[]> {
  const all = [...world.catalogue.values()].filter((d) => d.subject.mode === 'existing' && d.subject.view.kind === kind);
  const judged = await Promise.all(all.map(async (d) => ({ d, ...await evaluate(world, d, { actor: ctx.actor, subject: { kind, id }, json: {} }) })));
  return judged.filter(({ capacity }) => capacity).map(({ d, blockers }) => ({ d, blockers }));
}

function Actions({ id, possible }: { id: string; possible: readonly Possible[] }) {
  const free = possible.filter(({ blockers }) => !blockers.length);
  if (!free.length) return <p class="govuk-body">{possible[0]?.blockers[0] ? <>{possible[0].blockers[0].message} À faire : {possible[0].blockers[0].clearedBy.how}.</> : 'Rien à faire ici.'}</p>;
  return <div class="govuk-button-group">{free.map(({ d }, index) => <Button kind={index ? 'secondary' : 'primary'} href={`${HOME}/actes/${d.id}/${id}`}>{d.title}</Button>)}</div>;
}

const rubrics = (data: Technical) => technicalFields.filter(({ key }) => data[key] !== undefined).map((field) => ({ label: field.label, letter: field.letter, value: technicalValue(data, field) }));

function vehiclePage(ctx: Ctx, app: CounterApp, id: string, state: Registered, { possible, papers, photos }: Beside): string {
  const { vehicle, registration, inspection } = state;
  const plate = plateOf(registration);
  const data = vehicle.technical.findLast(({ to }) => to === null)?.data ?? {};
  return showInspection(ctx, app, { title: `${plate ? territory.formatPlate(plate) : 'Véhicule'}, ${makeAndModel(vehicle)}`, crumb: plate ? territory.formatPlate(plate) : 'Véhicule', children: (
    <>
      <h1 class="govuk-heading-l">{plate ? <PlateBadge plate={plate} size="l" /> : 'Sans numéro,'} {makeAndModel(vehicle)}</h1>
      <p class="govuk-body">{usages[usageOf(registration)]}.</p>
      <NextVisit state={state} today={app.world.today(app.world.clock())} />
      {vehicle.disputed ? <Banner kind="warning" title="Identité contestée">{vehicle.disputed}</Banner> : null}
      <Actions id={id} possible={possible} />
      <Card title="Visites"><Visits inspection={inspection} photos={(visitId) => <PhotoLinks photos={photos.filter((one) => one.visitId === visitId)} hrefOf={photoAt} />} /></Card>
      <Card title="Compteur"><Odometer inspection={inspection} /></Card>
      <Card title="Caractéristiques"><SummaryList rows={[{ label: 'Numéro de série (VIN)', letter: 'E', value: chassisOf(vehicle) ?? 'inconnu' }, ...rubrics(data)]} /></Card>
      <Papers papers={papers} />
    </>
  ) });
}

function filePage(ctx: Ctx, app: CounterApp, id: string, state: ApprovalState, { possible, papers, photos }: Beside, ends: readonly End[]): string {
  const status = statusOf(state) ?? 'filed';
  const { appointment, visits, missing, technical } = state;
  return showInspection(ctx, app, { title: `Homologation ${state.file}`, crumb: state.file ?? 'Homologation', children: (
    <>
      <h1 class="govuk-heading-l">Homologation {state.file}</h1>
      <p class="govuk-body"><Tag kind={status === 'approved' || status === 'favourable' ? 'success' : status === 'refused' || status === 'unfavourable' ? 'danger' : 'info'}>{statusWords[status]}</Tag> {approvalKindWords[state.kind]}. {originWords[state.origin]}.</p>
      {missing ? <Banner kind="information" title="Ce qui manque">{missing}</Banner> : null}
      <Actions id={id} possible={possible} />
      {ends.map((end) => <Against id={id} end={end} ctx={ctx} />)}
      <Card title="Le véhicule"><SummaryList rows={[
        state.kind === 'type' ? { label: 'Numéros de série commençant par', letter: 'E', value: state.pattern ?? 'tous' } : { label: 'Numéro de série (VIN)', letter: 'E', value: state.chassis }, ...rubrics(technical),
        ...(state.number ? [{ label: 'Procès-verbal', letter: 'K', value: state.number }] : []),
      ]} /></Card>
      {appointment || visits.length ? <Card title="Présentation"><SummaryList rows={[
        ...(appointment ? [{ label: 'Attendu le', value: <><DateFr date={appointment.on} />, {siteName(appointment.site)}</> }] : []),
        ...visits.map(({ on, site, verdict, until, km }) => ({ label: 'Vu le', value: <><DateFr date={on} />, {siteName(site)} : {approvalVerdictWords[verdict].toLowerCase()}{until ? <> jusqu’au <DateFr date={until} /></> : null}{km === null ? '' : `, ${kilometres(km)}`}</> })),
        ...(photos.length ? [{ label: 'Photographies', value: <PhotoLinks photos={photos} hrefOf={photoAt} /> }] : []),
      ]} /></Card> : null}
      <Papers papers={papers} />
    </>
  ) });
}

/** What may go against the applicant: they are heard, refused with reasons, and may contest it. */
type End = { d: Demarche; dossier: string | undefined; free: boolean };
function Against({ id, end: { d, dossier, free }, ctx }: { id: string; end: End; ctx: Ctx }) {
  if (dossier) return <Button kind="secondary" href={`${HOME}/decisions/${dossier}/suites`}>Décision défavorable : observations, recours</Button>;
  return free ? <Form action={`${HOME}/homologations/${id}/decision/${d.id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="secondary">Entendre le demandeur, ou refuser</Button></Form> : null;
}

function Papers({ papers }: { papers: readonly PaperRow[] }) {
  return papers.length ? <Card title="Papiers"><ul class="govuk-list">{papers.map(({ number, template }) => <li><a class="govuk-link" href={`${HOME}/papiers/${number}`}>{number}</a>, {paperWords(template).toLowerCase()}</li>)}</ul></Card> : null;
}
