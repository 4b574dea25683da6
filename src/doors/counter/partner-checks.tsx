import { loadStates } from '../../core/act/store.ts';
import { page, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { foundWrong, seedsOf, toCheck, type AccreditationState, type CheckState, type TrustedAct } from '../../domains/partners/index.ts';
import { Button, DateTimeFr, Details, EmptyState, Form, Table } from '../../ui/index.ts';
import { managesPartnersOnly, reviewAgents, show, type CounterApp } from './site.tsx';
import { personsById } from './store.ts';

export const CHECKS = '/guichet/controles';
const PURPOSE = 'contrôle après l’acte';

/** Acts of professionals that no agent read before, drawn by chance for an agent to read now. */
export function checkRoutes(app: CounterApp): RouteLine[] {
  return [{ method: 'GET', path: CHECKS, who: reviewAgents, purpose: PURPOSE, handler: async (ctx) => page(await checksPage(ctx, app)) }];
}

async function checksPage(ctx: Ctx, app: CounterApp): Promise<string> {
  const rows = await toCheck(app.pools.read);
  const names = await companyNames(ctx, app, rows);
  // The démarche that says that it begins here.
  const check = [...app.world.catalogue.values()].find((d) => d.page === CHECKS);
  return show(ctx, app, { title: 'Contrôles après l’acte', crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: 'Contrôles après l’acte' }], children: (
    <>
      <h1 class="govuk-heading-l">Contrôles après l’acte</h1>
      <p class="sitt-lede">Ces actes ont été faits sans agent : la machine avait tout vérifié, et l’entreprise garde les papiers. Le sort les a désignés : lisez les pièces, puis dites si elles conviennent.</p>
      {rows.length ? <Table caption="À contrôler" captionHidden rows={rows} columns={[
        { label: 'Dossier', cell: ({ dossier_id, number }) => (managesPartnersOnly(ctx) ? <span class="sitt-num">{number}</span> : <a class="govuk-link" href={`/guichet/dossiers/${dossier_id}`}>{number}</a>) },
        { label: 'Démarche', cell: ({ demarche }) => app.world.catalogue.get(demarche)?.title ?? 'Démarche' }, { label: 'Entreprise', cell: ({ company_id }) => names.get(company_id) ?? 'Identité effacée' },
        { label: 'Fait', cell: ({ decided_at }) => <DateTimeFr at={decided_at} /> },
        { label: 'Suite', cell: ({ accreditation_id }) => (check && accreditation_id ? <Form action={`/guichet/demarches/${check.id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><input type="hidden" name="sujet" value={accreditation_id} /><Button kind="secondary">Contrôler</Button></Form> : '') },
      ]} /> : <EmptyState title="Aucun acte n’attend de contrôle" />}
    </>
  ) });
}

async function companyNames(ctx: Ctx, app: CounterApp, rows: readonly TrustedAct[]): Promise<ReadonlyMap<string, string>> {
  return new Map((await ctx.disclose(await personsById(app.pools.read, [...new Set(rows.map(({ company_id }) => company_id))]))).map(({ person_id, name }) => [person_id, name]));
}

/** The anchor of the faults that wait for the manager, as their démarche names it. */
const FAULTS = 'ecarts';

/** What agents found wrong, with their note, for the manager to answer; and how the acts are drawn. */
export async function wrongActs(ctx: Ctx, app: CounterApp) {
  const [found, seeds, waiting] = await Promise.all([foundWrong(app.pools.read), seedsOf(app.pools.read, app.world.clock()), toCheck(app.pools.read)]);
  if (!found.length && !seeds.length) return null;
  const states = await loadStates(app.pools.read, app.world.facets, [...new Set(found.flatMap((one) => one.accreditation_id ?? []))].map((id) => ({ kind: 'accreditation', id })));
  const of = (id: string | null) => states.get(id ?? '')?.['accreditation'] as AccreditationState | undefined;
  // A convention signed since then, papers still left with the company, is an answer too.
  const wrong = found.filter(({ accreditation_id, checked_at }) => (of(accreditation_id)?.conventions.at(-1)?.since ?? '') < (checked_at?.toISOString() ?? ''));
  const names = await companyNames(ctx, app, wrong);
  const answer = [...app.world.catalogue.values()].find((d) => d.page?.endsWith(`#${FAULTS}`));
  const note = ({ accreditation_id, dossier_id }: TrustedAct) => (states.get(accreditation_id ?? '')?.['accreditation-checks'] as CheckState | undefined)?.checks.find((one) => one.dossierId === dossier_id)?.note;
  return (
    <>
      {wrong.length ? <div id={FAULTS}><Table caption="Écarts trouvés après l’acte : à vous de décider" rows={wrong} columns={[
        { label: 'Entreprise', cell: ({ accreditation_id, company_id }) => <a class="govuk-link" href={`/guichet/professionnels/${accreditation_id ?? ''}`}>{names.get(company_id) ?? 'Identité effacée'}</a> },
        { label: 'Dossier', cell: ({ number }) => <span class="sitt-num">{number}</span> }, { label: 'Ce que l’agent a noté', cell: (one) => note(one) ?? 'Note effacée' },
        { label: 'Contrôlé', cell: ({ checked_at }) => (checked_at ? <DateTimeFr at={checked_at} /> : '') },
        { label: 'Suite', cell: ({ accreditation_id, number }) => (
          <>
            {answer && accreditation_id ? <Form action={`/guichet/demarches/${answer.id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><input type="hidden" name="sujet" value={accreditation_id} /><Button kind="secondary">Répondre<span class="govuk-visually-hidden"> à l’écart du dossier {number}</span></Button></Form> : null}
            <a class="govuk-link" href={`/guichet/professionnels/${accreditation_id ?? ''}/actes`}>Proposer une suite à l’acte<span class="govuk-visually-hidden"> du dossier {number}</span></a>
          </>
        ) },
      ]} /></div> : null}
      <p class="govuk-body"><a class="govuk-link" href={CHECKS}>Contrôles après l’acte</a> : {waiting.length ? `${waiting.length} à faire` : 'aucun à faire'}.</p>
      <Details summary="Comment le sort désigne les actes contrôlés">
        <p class="govuk-body">Un acte est désigné quand les quatre premiers octets de SHA-256(graine:dossier) tombent dans la part du jour. La graine d’un mois est tirée au hasard ; son empreinte se voit aussitôt, la graine quand le mois est fini : nul ne prévoit, et chacun peut refaire le calcul.</p>
        <Table caption="Graines" captionHidden rows={seeds} columns={[{ label: 'Mois', cell: ({ month }) => month }, { label: 'Empreinte', cell: ({ seal }) => <Hex of={seal} /> }, { label: 'Graine', cell: ({ secret }) => (secret ? <Hex of={secret} /> : 'à la fin du mois') }]} />
      </Details>
    </>
  );
}

/** A long number that may be cut at each eighth sign, and is copied whole. */
const Hex = ({ of }: { of: string }) => <code>{(of.match(/.{1,8}/g) ?? []).map((part) => <>{part}<wbr /></>)}</code>;
