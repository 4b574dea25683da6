import { formatF } from '../../../core/values/money.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { territory, type Motive } from '../../../territory/index.ts';
import type { FreeTime } from '../rules/slots.ts';
import { dayOf, dayWords, hourWords, nearDayWords } from '../when.ts';

/** Hours to press. `withDay`: they are of several days. Each says its day to those who hear it alone. */
export function Times({ times, hrefOf, withDay = false }: { times: readonly FreeTime[]; hrefOf: (one: FreeTime) => string; withDay?: boolean }) {
  return (
    <ul class={`sitt-times${withDay ? ' sitt-times--days' : ''}`}>
      {times.map((one) => <li><a class="sitt-time" href={hrefOf(one)}>{withDay ? `${nearDayWords(dayOf(one.start))} à ${hourWords(one.start)}` : <>{hourWords(one.start)}<span class="govuk-visually-hidden">, {dayWords(dayOf(one.start))}</span></>}</a></li>)}
    </ul>
  );
}

/** What to bring, what it costs, how long it takes; placeholders say that they are. */
export function ToKnow({ motive, on }: { motive: Motive; on: LawDate }) {
  return (
    <>
      <h2 class="govuk-heading-m">À apporter</h2>
      <ul class="govuk-list govuk-list--bullet">{motive.bring.map((one) => <li>{one}</li>)}</ul>
      <p class="govuk-body">Durée prévue : {motive.minutes} minutes. {feeWords(motive, on)}{motive.toConfirm ? <span class="sitt-optional"> Liste, durée et prix à confirmer.</span> : null}</p>
    </>
  );
}

function feeWords({ fee }: Motive, on: LawDate): string {
  if (fee === 'unknown') return 'Le tarif n’est pas encore publié : demandez-le au centre.';
  if (!fee.length) return 'Le rendez-vous est gratuit ; chaque démarche a son tarif.';
  const lines = territory.tariffGrid(on).filter(({ code }) => fee.includes(code));
  return `À payer sur place : ${lines.map(({ label, amount, formula }) => `${label.charAt(0).toLowerCase()}${label.slice(1)} ${formatF(amount)}${formula.includes(', ') ? ` (${formula.split(', ')[1] ?? ''})` : ''}`).join(' ; ')}.`;
}
