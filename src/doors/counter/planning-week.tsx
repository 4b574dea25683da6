import type { Ctx } from '../../core/http/index.ts';
import { addDays } from '../../core/values/time.ts';
import { nearDayWords, readPlan, timeOf, weekdayOf, type Hall } from '../../domains/appointments/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, ButtonGroup, Table, Tag } from '../../ui/index.ts';
import { show, type CounterApp } from './site.tsx';

const AT = '/guichet/planning';

/** The week of an office, Monday to Saturday: who is where each day, and how much is left to settle. Printed, it hangs on the wall. */
export async function weekPage(ctx: Ctx, app: CounterApp, { office, day }: Hall): Promise<string> {
  const monday = addDays(day, 1 - weekdayOf(day));
  const days = await Promise.all(Array.from({ length: 6 }, (_, index) => addDays(monday, index)).map(async (one) => ({ day: one, plan: await readPlan(app.world, { office, day: one }) })));
  const href = (to: string) => `${AT}?vue=semaine&jour=${to}`;
  const agents = days[0]?.plan.agents ?? [];
  const resources = days[0]?.plan.resources ?? [];
  return show(ctx, app, { title: 'Planning de la semaine', width: 'full', styles: ['planning.css'], children: (
    <>
      <h1 class="govuk-heading-l">Planning, semaine du {nearDayWords(monday)}</h1>
      <p class="govuk-body">{territory.placeName(office)}</p>
      <ButtonGroup><Button kind="secondary" href={href(addDays(monday, -7))}>Semaine d’avant</Button><Button kind="secondary" href={href(addDays(monday, 7))}>Semaine d’après</Button></ButtonGroup>
      <div data-planning-dangers><p class="govuk-body">{days.map(({ day: one, plan }) => <><a class="govuk-link" href={`${AT}?jour=${one}`}>{nearDayWords(one)}</a> {plan.dangers.length ? <Tag kind="warning">{`${plan.dangers.length} à régler`}</Tag> : null} </>)}</p></div>
      <Table caption="Qui est où, par jour" captionHidden rows={agents} columns={[
        { label: 'Agent', cell: ({ name }) => name },
        ...days.map(({ day: one, plan }) => ({ label: nearDayWords(one), cell: ({ id }: (typeof agents)[number]) => {
          const mine = plan.shifts.filter(({ agentId }) => agentId === id);
          return mine.length ? mine.map(({ resource, start, end }) => <div>{resource ? resources.find((each) => each.id === resource)?.name ?? resource : 'Absence'}<br /><span class="sitt-num">{timeOf(start)}–{timeOf(end)}</span></div>) : territory.holidayOn(one)?.name ?? '–';
        } })),
      ]} />
    </>
  ) });
}
