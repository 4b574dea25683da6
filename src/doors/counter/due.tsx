import { seal } from '../../core/access/sealed.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { addDays, today as dayOf, type LawDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { DateFr, EmptyState, Inset, Table, Tag } from '../../ui/index.ts';
import { counterAgents, show, type CounterApp } from './site.tsx';

type Due = { dossierId: string; number: string; demarche: string; applicant: string | null; applicantId: string | null; what: string; on: LawDate };
type ProcedureRow = { dossier_id: string; kind: 'hearing' | 'appeal'; due_on: LawDate; answered: boolean; number: string; demarche: string; applicant_id: string | null; applicant: string | null };
type WaitingRow = { dossier_id: string; number: string; demarche: string; complete_at: Date; applicant_id: string | null; applicant: string | null };

/** What a date will change if nobody decides: hearings, appeals, and dossiers whose silence comes or has come. The oldest date first. */
export function dueRoutes(app: CounterApp): RouteLine[] {
  return [{ method: 'GET', path: '/guichet/echeances', who: counterAgents, purpose: 'échéances des dossiers', handler: async (ctx) => {
    const today = app.world.today(app.world.clock());
    const all = await dueOf(app, today);
    const lines = await ctx.disclose(seal(all, { personIds: [...new Set(all.flatMap(({ applicantId }) => applicantId ?? []))], kind: 'échéances' }));
    return page(show(ctx, app, { title: 'Échéances', crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: 'Échéances' }], children: (
      <>
        <h1 class="govuk-heading-l">Échéances</h1>
        <Inset>Aucune machine ne décide à ces dates. Un dossier dont le silence approche attend la décision d’un agent ; passé la date, l’agent peut encore décider, et la personne peut contester.</Inset>
        {lines.length ? <Table caption="Échéances" captionHidden rows={lines} columns={[
          { label: 'Date', cell: ({ on }: Due) => <><DateFr date={on} /> {on < today ? <Tag kind="danger">passée</Tag> : null}</> },
          { label: 'Quoi', cell: ({ what }: Due) => what },
          { label: 'Dossier', cell: ({ dossierId, number }: Due) => <a class="govuk-link" href={`/guichet/dossiers/${dossierId}`}>{number}</a> },
          { label: 'Démarche', cell: ({ demarche }: Due) => app.world.catalogue.get(demarche)?.title ?? 'Démarche' },
          { label: 'Demandeur', cell: ({ applicant }: Due) => applicant ?? 'au guichet' },
        ]} /> : <EmptyState title="Aucune échéance proche" />}
      </>
    ) }));
  } }];
}

/** How many dates approach or have passed: for the desk. */
export const countDue = async (app: CounterApp): Promise<number> => (await dueOf(app, app.world.today(app.world.clock()))).length;

async function dueOf({ world, pools }: CounterApp, today: LawDate): Promise<Due[]> {
  const warned = addDays(today, territory.parameter('silenceWarningDays', today).value);
  const delays = [...world.catalogue.values()].flatMap(({ id, silence }) => (silence ? [{ id, means: silence.means, ...territory.silenceDelay(silence.parameter, today) }] : []));
  const least = Math.min(...delays.map(({ days }) => days));
  const [procedures, waiting] = await Promise.all([
    pools.read<ProcedureRow[]>`select dossier_id, kind, due_on, answered, number, demarche, applicant_id, applicant from pub_dossier_procedure order by due_on limit 200`,
    delays.length ? pools.read<WaitingRow[]>`
      select dossier_id, number, demarche, complete_at, applicant_id, applicant from pub_dossier_waiting
      where demarche = any(${delays.map(({ id }) => id)}) and complete_at < ${new Date(Date.parse(`${addDays(warned, 1 - least)}T00:00:00+11:00`))} order by complete_at limit 200` : [],
  ]);
  const line = (row: Omit<ProcedureRow, 'kind' | 'due_on' | 'answered'>, what: string, on: LawDate): Due => ({ dossierId: row.dossier_id, number: row.number, demarche: row.demarche, applicant: row.applicant, applicantId: row.applicant_id, what, on });
  return [
    ...procedures.map((row) => line(row, row.kind === 'appeal' ? 'Recours à décider' : row.answered ? 'Observations reçues, à lire' : row.due_on < today ? 'Observations : délai passé' : 'Observations attendues', row.due_on)),
    ...waiting.flatMap((row) => {
      const delay = delays.find(({ id }) => id === row.demarche);
      const on = delay && addDays(dayOf(row.complete_at), delay.days);
      return on && on <= warned ? [line(row, `Silence : ${delay.means === 'refusal' ? 'refus' : 'accord'} implicite${delay.toConfirm ? ' (délai à confirmer)' : ''}`, on)] : [];
    }),
  ].sort((a, b) => (a.on < b.on ? -1 : 1));
}
