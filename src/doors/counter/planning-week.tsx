import type { Ctx } from '../../core/http/index.ts';
import { addDays } from '../../core/values/time.ts';
import { nearDayWords, readPlan, timeOf, weekdayOf, type Hall } from '../../domains/appointments/index.ts';
import { territory } from '../../territory/index.ts';
import { Button, ButtonGroup, Table, Tag } from '../../ui/index.ts';
import { agentOf, show, type CounterApp } from './site.tsx';

const AT = '/guichet/planning';

/** The week of an office, Monday to Saturday: who is where each day, and how much is left to settle. Each cell leads to that agent's day, where it is changed. Printed, it hangs on the wall. */
export async function weekPage(ctx: Ctx, app: CounterApp, { office, day }: Hall): Promise<string> {
  const monday = addDays(day, 1 - weekdayOf(day));
  const days = await Promise.all(Array.from({ length: 6 }, (_, index) => addDays(monday, index)).map(async (one) => ({ day: one, plan: await readPlan(app.world, { office, day: one }) })));
  const href = (to: string) => `${AT}?vue=semaine&jour=${to}`;
  const agents = [...new Map(days.flatMap(({ plan }) => plan.agents).map((one) => [one.id, one])).values()];
  const writes = agentOf(ctx).roles.includes('supervisor');
  const nameOf = (id: string): string => days[0]?.plan.resources.find((each) => each.id === id)?.name ?? id;
  return show(ctx, app, { title: 'Planning de la semaine', width: 'full', styles: ['planning.css'], children: (
    <>
      <h1 class="govuk-heading-l">Planning, semaine du {nearDayWords(monday)}</h1>
      <p class="govuk-body">{territory.placeName(office)}</p>
      <ButtonGroup><Button kind="secondary" href={href(addDays(monday, -7))}>Semaine d’avant</Button><Button kind="secondary" href={href(addDays(monday, 7))}>Semaine d’après</Button></ButtonGroup>
      <div data-planning-dangers><p class="govuk-body">{days.map(({ day: one, plan }) => <><span class="sitt-plan__day"><a class="govuk-link" href={`${AT}?jour=${one}`}>{nearDayWords(one)}</a> {plan.dangers.length ? <Tag kind="warning">{`${plan.dangers.length} à régler`}</Tag> : null}</span> </>)}</p></div>
      <Table caption="Qui est où, par jour" captionHidden rows={agents} columns={[
        { label: 'Agent', cell: ({ name }) => name },
        ...days.map(({ day: one, plan }) => ({ label: nearDayWords(one), cell: ({ id, name }: (typeof agents)[number]) => {
          const to = `${AT}?jour=${one}&agent=${id}`;
          const title = <span class="govuk-visually-hidden">{name}, {nearDayWords(one)} : </span>;
          const mine = plan.shifts.filter(({ agentId }) => agentId === id);
          const holiday = territory.holidayOn(one)?.name;
          if (!mine.length) return holiday ?? (writes ? <a class="govuk-link sitt-plan__place" href={to}>{title}Placer</a> : '–');
          return <a class="govuk-link" href={to}>{title}{mine.map(({ resource, start, end }) => <span class="sitt-plan__line">{resource ? nameOf(resource) : 'Absence'}<br /><span class="sitt-num">{timeOf(start)}–{timeOf(end)}</span></span>)}</a>;
        } })),
      ]} />
    </>
  ) });
}
