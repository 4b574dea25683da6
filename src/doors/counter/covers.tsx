import { seal } from '../../core/access/sealed.ts';
import type { States } from '../../core/act/types.ts';
import type { Ctx } from '../../core/http/index.ts';
import { formatShortDate, instantOf, addDays, parseDate, today, type LawDate } from '../../core/values/time.ts';
import { coverOn, coversOf, insuranceFacet, matchWords, type Cover, type InsuranceState } from '../../domains/insurance/index.ts';
import { Button, DateTimeFr, Field, SummaryList, Tag } from '../../ui/index.ts';
import type { CounterApp } from './site.tsx';

/** The day of the page's address: what was known at its end. Named as the API names it. */
const PAST = 'knownAt';

/** What is known of a vehicle's cover: now, or at the end of a past day. */
export type CoversRead = { vehicleId: string; covers: readonly Cover[]; papers: InsuranceState; on: LawDate; asked: string; past: boolean; fault: string | undefined };

/**
 * Reads the covers known today, or at the end of the day that the page's address gives. A day that cannot be read, or has
 * not come, is said beside its field, and the present is shown.
 * @param holders whose insurance is read: it is written that it was
 */
export async function coversRead(ctx: Ctx, { pools, world }: CounterApp, vehicleId: string, states: States, holders: readonly string[]): Promise<CoversRead> {
  const now = today(world.clock());
  const asked = String(ctx.query[PAST] ?? '').slice(0, 40).trim();
  const day = parseDate(asked);
  const fault = !asked ? undefined : !day ? 'Écrivez un jour, par exemple 01/03/2026.' : day > now ? 'Ce jour n’est pas encore passé.' : undefined;
  const past = day !== undefined && !fault && day < now;
  const until = past ? new Date(instantOf(addDays(day, 1), '00:00').getTime() - 1) : undefined;
  const found = await ctx.disclose(seal(await coversOf(pools.read, { vehicleId }, until), { personIds: holders, kind: 'assurance', subjectId: vehicleId }));
  const papers = (states[insuranceFacet.name] ?? insuranceFacet.initial) as InsuranceState;
  // A plate that it bore may now be another's: a contract that surely means another vehicle is not of this page.
  const covers = found.filter((one) => one.vehicleId === vehicleId || one.match === 'mismatch');
  return { vehicleId, covers, papers: until ? insuranceFacet.slice(papers, until.toISOString()) : papers, on: past ? day : now, asked, past, fault };
}

/** Where the cover stands, then each contract with its two dates. Unknown is said unknown, and nothing is concluded from it. */
export function Covers({ vehicleId, covers, papers, on, asked, past, fault }: CoversRead) {
  const standing = coverOn(covers, vehicleId, on);
  return (
    <>
      {past ? <p class="govuk-body"><strong>Ce que le registre savait le {formatShortDate(on)} au soir.</strong> <a class="govuk-link" href={`/guichet/vehicules/${vehicleId}#assurance`}>Revenir à aujourd’hui</a></p> : null}
      <p class="govuk-body">{standing.status === 'known' ? <Tag kind="success">Connue</Tag> : standing.status === 'ended'
        ? <><Tag kind="warning">Terminée le {formatShortDate(standing.cover.to as string)}</Tag> Aucune autre garantie connue depuis ; un assureur peut ne pas transmettre.</>
        : <><Tag kind="neutral">Inconnue</Tag> Aucun assureur n’a transmis de contrat qui désigne sûrement ce véhicule pour ce jour : demandez l’attestation.</>}</p>
      {covers.length ? <SummaryList rows={covers.map((one) => ({ label: one.insurer, value: <>Contrat {one.contract} {one.match === 'matched' ? null : <Tag kind="warning">{matchWords[one.match]}</Tag>}<br />{span(one)}<span class="sitt-optional"><br />Connu ainsi depuis le <DateTimeFr at={one.knownAt} /></span></> }))} /> : null}
      {papers.attested.length ? <SummaryList rows={papers.attested.map((one) => ({ label: 'Attestation lue', value: <>{one.insurer}, contrat {one.contract}<br />{span(one)}<span class="sitt-optional"><br />Présentée le <DateTimeFr at={new Date(one.seenAt)} />, sans confirmation de l’assureur</span></> }))} /> : null}
      <form class="sitt-inline" method="get" action={`/guichet/vehicules/${vehicleId}#assurance`}>
        <Field spec={{ path: PAST, control: 'text', label: 'Ce qui était connu le', hint: 'Jour, mois, année.', width: 10, required: true }} values={{ [PAST]: asked && !fault && past ? formatShortDate(on) : asked }} errors={fault ? [{ path: PAST, message: fault }] : []} />
        <Button kind="secondary">Montrer</Button>
      </form>
    </>
  );
}

/** True since, and until when: the days of the cover itself, whenever they became known. */
const span = ({ from, to }: { from: LawDate; to: LawDate | null }): string => (to ? `Vrai du ${formatShortDate(from)} au ${formatShortDate(to)}` : `Vrai depuis le ${formatShortDate(from)}, sans fin connue`);
