import type { App } from '../../app.ts';
import { seal, type Sealed } from '../../core/access/sealed.ts';
import { evaluate, openDossier, submitDossier } from '../../core/demarche/index.ts';
import { notFound, page, seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import { formatDate, type LawDate } from '../../core/values/time.ts';
import { liveAccreditation } from '../../domains/partners/index.ts';
import { mandateActs } from '../../domains/people/index.ts';
import { Button, EmptyState, Form, PlateBadge, Table } from '../../ui/index.ts';
import { DemarcheCards } from '../../ui/demarche/index.ts';
import { HOME, mayAct, openTo, operators, partnerOf, show, users } from './site.ts';

export const MANDATES = `${HOME}/mandats`;
const PURPOSE = 'mandats reçus par l’entreprise';

/** For whom the company may act: who gave the mandate, for what, on which vehicles, until when; to act from there, or to give it back. */
export function mandateRoutes(app: App): RouteLine[] {
  const { world } = app;
  return [
    { method: 'GET', path: MANDATES, who: users, purpose: PURPOSE, handler: async (ctx) => page(await list(ctx, app)) },
    { method: 'GET', path: `${MANDATES}/vehicules/:vehicle`, who: operators, purpose: PURPOSE, handler: async (ctx) => page(await actOn(ctx, app)) },
    { method: 'POST', path: `${MANDATES}/:power/rendre`, who: operators, whenStopped: true, perMinute: 60, handler: async (ctx) => {
      const id = ctx.params['power'] ?? '';
      const [mine] = isUuid(id) ? await world.read`select 1 from pub_people_mandates_received where power_id = ${id} and holder_id = ${partnerOf(ctx).companyId}` : [];
      // Whoever received a power may end it: the démarche that says so.
      const d = [...world.catalogue.values()].find(({ who }) => who.some(({ name }) => name === 'mandatary'));
      if (!mine || !d) throw notFound('Ce mandat n’existe pas, ou n’est plus le vôtre.');
      const caller = { actor: ctx.actor, door: 'professional' };
      const dossier = await openDossier(world, caller, { demarche: d, subject: { kind: 'power', id }, idempotency: ctx.requestId });
      const outcome = await submitDossier(world, caller, dossier.id);
      return outcome.kind === 'moved' ? seeOther(MANDATES, 'Le mandat est rendu : vous n’agissez plus pour cette personne.')
        : seeOther(MANDATES, { kind: 'error', text: outcome.kind === 'blocked' ? outcome.blockers.map(({ message }) => message).join(' ') : 'Ce mandat ne se rend pas d’ici.' });
    } },
  ];
}

type Received = { power_id: string; principal_id: string; name: string | null; acts: string[]; from_day: LawDate; to_day: LawDate | null };
type Theirs = { principal_id: string; vehicle_id: string; plate: string | null };

async function received({ world }: App, companyId: string): Promise<Sealed<(Received & { vehicles: Theirs[] })[]>> {
  const today = world.today(world.clock());
  const [rows, vehicles] = await Promise.all([
    world.read<Received[]>`select power_id, principal_id, name, acts, from_day, to_day from pub_people_mandates_received where holder_id = ${companyId} and (to_day is null or to_day >= ${today}) order by to_day nulls last, name limit 500`,
    world.read<Theirs[]>`select distinct principal_id, vehicle_id, plate from pub_registrations_represented_vehicles where person_id = ${companyId} order by plate limit 2000`,
  ]);
  return seal(rows.map((row) => ({ ...row, vehicles: vehicles.filter(({ principal_id }) => principal_id === row.principal_id) })), { personIds: [...new Set(rows.map(({ principal_id }) => principal_id))], kind: 'mandat reçu' });
}

async function list(ctx: Ctx, app: App): Promise<string> {
  const rows = await ctx.disclose(await received(app, partnerOf(ctx).companyId));
  const acts = mayAct(partnerOf(ctx));
  return show(ctx, app, { title: 'Mandats reçus', children: (
    <>
      <h1 class="govuk-heading-l">Mandats reçus</h1>
      {rows.length ? (
        <>
          <p class="govuk-body">Pour agir, choisissez le véhicule. Un achat se termine avec le code que le vendeur a reçu, dans <a class="govuk-link" href={`${HOME}/demarches`}>Démarches</a>.</p>
          <Table caption="Mandats reçus" captionHidden rows={rows} columns={[
            { label: 'De', cell: ({ name }) => name ?? 'Identité effacée' }, { label: 'Pour', cell: ({ acts: families }) => mandateActs(families) },
            { label: 'Véhicules', cell: ({ vehicles }) => (vehicles.length ? vehicles.map(({ vehicle_id, plate }) => <div>{acts ? <a class="govuk-link" href={`${MANDATES}/vehicules/${vehicle_id}`}>{plate ? <PlateBadge plate={plate} size="s" /> : 'sans plaque'}</a> : plate ? <PlateBadge plate={plate} size="s" /> : 'sans plaque'}</div>) : 'aucun à son nom') },
            { label: 'Jusqu’au', cell: ({ from_day, to_day }) => (from_day > app.world.today(app.world.clock()) ? `à partir du ${formatDate(from_day)}` : to_day ? formatDate(to_day) : 'sans terme') },
            ...(acts ? [{ label: 'Suite', cell: ({ power_id }: Received) => <Form action={`${MANDATES}/${power_id}/rendre`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="secondary">Rendre</Button></Form> }] : []),
          ]} />
        </>
      ) : <EmptyState title="Personne ne vous a donné mandat"><p class="govuk-body">Un vendeur ou un acheteur donne mandat à votre entreprise depuis son espace, par votre RIDET, ou au guichet.</p></EmptyState>}
    </>
  ) });
}

/** What the company may do on one vehicle of somebody who gave it a mandate: exactly what the mandate and the convention open. */
async function actOn(ctx: Ctx, app: App): Promise<string> {
  const { world } = app;
  const me = partnerOf(ctx);
  const id = ctx.params['vehicle'] ?? '';
  const all = await ctx.disclose(await received(app, me.companyId));
  const mandate = all.find(({ vehicles }) => vehicles.some(({ vehicle_id }) => vehicle_id === id));
  const plate = mandate?.vehicles.find(({ vehicle_id }) => vehicle_id === id)?.plate;
  if (!mandate || !plate) throw notFound();
  const possible = openTo(app, me, await liveAccreditation(world.read, me.companyId, me.partnerKind, world.clock())).filter((d) => d.subject.mode === 'existing' && d.subject.view.kind === 'vehicle');
  const open = await Promise.all(possible.map(async (d) => ({ d, may: (await evaluate(world, d, { actor: ctx.actor, subject: { kind: 'vehicle', id }, json: {} })).capacity !== null })));
  const mine = open.filter(({ may }) => may).map(({ d }) => d);
  return show(ctx, app, { title: 'Agir par mandat', crumbs: [{ label: 'Mandats reçus', href: MANDATES }, { label: 'Agir' }], children: (
    <>
      <h1 class="govuk-heading-l"><PlateBadge plate={plate} /> Agir par mandat</h1>
      <p class="govuk-body">Pour <strong>{mandate.name ?? 'une personne dont l’identité est effacée'}</strong> : {mandateActs(mandate.acts)}.</p>
      {mine.length ? <DemarcheCards demarches={mine} hrefOf={({ id: demarche }) => `${HOME}/demarches/${demarche}?recherche=${plate}`} /> : <EmptyState title="Ce mandat et votre convention n’ouvrent aucune démarche sur ce véhicule" />}
    </>
  ) });
}
