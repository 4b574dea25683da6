import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { answerIds, checkAnswers, trustedMonths, type TrustedMonth } from '../../domains/partners/index.ts';
import { monthName } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { EmptyState, Table } from '../../ui/index.ts';
import { dayOf, show, steeringAgents, Unsure } from './site.tsx';

/** Acts that professionals do without an agent, month by month: how many were read afterwards, what was wrong, and what was answered. No company is named. */
export function trustRoute(app: App): RouteLine {
  return { method: 'GET', path: '/pilotage/confiance', who: steeringAgents, perMinute: 30, handler: async (ctx) => {
    const share = territory.parameter('partnerSamplePercent', dayOf(app)).value;
    return page(show(ctx, app, { title: 'Actes de confiance', children: <Months share={share} rows={await trustedMonths(app.pools.report)} /> }));
  } };
}

const count = (label: string, key: Exclude<keyof TrustedMonth, 'month'>) => ({ label, numeric: true, cell: (one: TrustedMonth) => one[key] });

function Months({ share, rows }: { share: number; rows: readonly TrustedMonth[] }) {
  return (
    <>
      <h1 class="govuk-heading-l">Actes de confiance</h1>
      <p class="sitt-lede">Faits par des professionnels qui gardent leurs papiers, sans qu’un agent les lise avant. Le sort en fait relire {share} % <Unsure /> ; chaque écart reçoit une réponse.</p>
      {rows.length ? <Table caption="Par mois de l’acte" captionHidden rows={rows} columns={[
        { label: 'Mois', cell: ({ month }) => `${monthName(Number(month.slice(5)))} ${month.slice(0, 4)}` }, count('Faits', 'done'), count('Désignés', 'drawn'), count('Relus', 'checked'), count('Écarts', 'wrong'), count('Sans réponse', 'unanswered'),
        ...answerIds.map((id) => count(SHORT[id], id)),
      ]} /> : <EmptyState title="Aucun acte sans agent en ce moment" />}
      <p class="govuk-body">Les réponses : {answerIds.map((id) => checkAnswers[id]).join(' ; ')}.</p>
    </>
  );
}

const SHORT = { conform: 'Conformes', noted: 'Sans suite', correction: 'À corriger', withdrawn: 'Confiance retirée' } as const;
