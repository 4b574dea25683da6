import { seal, type Sealed } from '../../core/access/sealed.ts';
import { history } from '../../core/act/read.ts';
import { loadStates } from '../../core/act/store.ts';
import type { Ctx } from '../../core/http/index.ts';
import { today, type LawDate } from '../../core/values/time.ts';
import { bookletsOf, drivesBeside, driveSpan, oddDrives, standsWords, type BookletAct, type BookletState, type OddDrive } from '../../domains/registrations/index.ts';
import { territory } from '../../territory/index.ts';
import { Table } from '../../ui/index.ts';
import type { CounterApp } from './site.tsx';

type Span = { from: LawDate; to: LawDate };

/** The drives of a company under its W that began in a period and look wrong. Sealed: each names its driver. Undefined: the company has no W. */
async function oddDrivesOf({ pools: { read }, world }: CounterApp, companyId: string, { from, to }: Span): Promise<Sealed<OddDrive[]> | undefined> {
  const refs = (await bookletsOf(read, companyId)).map((id) => ({ kind: 'w-booklet', id }));
  if (!refs.length) return undefined;
  const [states, beside, ...acts] = await Promise.all([loadStates(read, world.facets, refs), drivesBeside(read, refs.map(({ id }) => id)), ...refs.map((ref) => history(read, world.facets, ref))]);
  // What was announced is in the act; the state of a drive that came back early no longer says it.
  const announced = new Map(acts.flat().flatMap(({ act }) => { const { kind, payload } = act as unknown as BookletAct; return kind === 'w.out' ? [[payload.id, payload.until] as const] : []; }));
  const uses = refs.flatMap(({ id }) => (states.get(id)?.['booklet'] as BookletState).uses)
    .filter((use) => { const on = today(new Date(use.from)); return from <= on && on <= to; }).map((use) => ({ ...use, announced: announced.get(use.id) ?? use.until }));
  return seal(oddDrives(uses, beside), { personIds: [companyId], kind: 'sorties sous W, avec leur conducteur', ...(refs[0] ? { subjectId: refs[0].id } : {}) });
}

/** For the manager of professionals: which drives to ask about, and why. Nothing for a company without W. */
export async function drivesPart(ctx: Ctx, app: CounterApp, companyId: string, span: Span) {
  const sealed = await oddDrivesOf(app, companyId, span);
  if (!sealed) return null;
  const odd = await ctx.disclose(sealed);
  return (
    <>
      <h2 class="govuk-heading-m">Sorties sous W à regarder</h2>
      {odd.length ? <Table caption="Sorties sous W à regarder" captionHidden rows={odd} columns={[
        { label: 'Numéro W', cell: ({ use }) => <span class="sitt-num">{territory.formatPlate(use.number)}</span> },
        { label: 'Véhicule', cell: ({ use }) => <><span class="sitt-num">{territory.formatPlate(use.named)}</span>, {standsWords[use.stands]}</> },
        { label: 'Sortie', cell: ({ use }) => driveSpan(use) }, { label: 'Conducteur', cell: ({ use }) => use.driver ?? 'effacé' },
        { label: 'Raisons', cell: ({ reasons }) => <ul class="govuk-list govuk-list--bullet govuk-!-margin-bottom-0">{reasons.map((one) => <li>{one}</li>)}</ul> },
      ]} /> : <p class="govuk-body">Aucune dans cette période.</p>}
    </>
  );
}
