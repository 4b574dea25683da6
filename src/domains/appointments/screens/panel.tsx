import { Button, Field, Form, Inset, SummaryList, Tag, type FieldOption } from '../../../ui/index.ts';
import { territory, type Motive } from '../../../territory/index.ts';
import { LIVE, type AppointmentState } from '../model/appointment.ts';
import type { FreeTime } from '../rules/slots.ts';
import { motiveTitle, statusWords } from '../words.ts';
import { hourWords, dayOf, dayWords, whenWords } from '../when.ts';

export type PanelProps = {
  state: AppointmentState;
  now: string;
  csrf: string;
  requestId: string;
  /** Where its forms are sent: /annuler, /deplacer and /repondre under it; null for whoever only reads. */
  action: string | null;
  /** What goes with each form: the proof of who asks, where there is no account. */
  hidden?: Readonly<Record<string, string>>;
  /** Other times, here first, then elsewhere. */
  free: readonly FreeTime[];
  /** Nobody receives at its time any more. */
  stranded: boolean;
  /** Address of the iCalendar file. */
  calendar?: string | undefined;
  level?: 2 | 3;
};

/** One appointment of mine: where, when, what to bring, and what I may do with it. */
export function AppointmentPanel({ state, now, csrf, requestId, action, hidden = {}, free, stranded, calendar, level = 2 }: PanelProps) {
  const motive = territory.motiveLines.find((one) => one.id === state.motive);
  const coming = state.status !== null && LIVE.includes(state.status) && !(state.place && state.place.start <= now);
  const Heading = `h${level}` as const;
  const send = (path: string, fields: Readonly<Record<string, string>>, button: preact.ComponentChildren) => (action === null ? null :
    <Form action={`${action}/${path}`} csrf={csrf} requestId={requestId}>{Object.entries({ ...hidden, ...fields }).map(([name, value]) => <input type="hidden" name={name} value={value} />)}{button}</Form>
  );
  return (
    <section class="sitt-card">
      <Heading class="govuk-heading-m">{motiveTitle(state.motive)} {state.status ? <Tag kind={coming ? 'success' : 'info'}>{statusWords[state.status]}</Tag> : null}</Heading>
      <SummaryList rows={factsOf(state, motive)} />
      {stranded ? <Inset><strong>Nous ne recevons plus à cette heure.</strong> Ce rendez-vous est gardé : choisissez une autre place{action === null ? '' : ' ci-dessous'}, ou un agent vous appellera.</Inset> : null}
      {state.offer && isWorth(state, now) ? (
        <Inset>
          <p class="govuk-body"><strong>Une place s’est libérée : {whenWords(state.offer.start)}.</strong> Elle vous est gardée jusqu’au {whenWords(state.offer.until)}.</p>
          <div class="sitt-side">{send('repondre', { answer: 'accept' }, <Button>Je la prends</Button>)}{send('repondre', { answer: 'decline' }, <Button kind="secondary">Je la laisse</Button>)}</div>
        </Inset>
      ) : null}
      {coming && action !== null && state.status === 'booked' && free.length ? (
        <details class="govuk-details" open={stranded}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">Déplacer</span></summary>
          <div class="govuk-details__text">{send('deplacer', {}, <><Field spec={{ path: 'place', control: 'select', label: 'Nouvelle heure', hint: 'Au même endroit d’abord, puis ailleurs. L’ancienne place n’est rendue qu’une fois la nouvelle prise.', required: true, options: options(free, state) }} /><Button kind="secondary">Déplacer</Button></>)}</div>
        </details>
      ) : null}
      {coming ? <div class="sitt-side">{calendar && state.place ? <a class="govuk-link" href={calendar}>Ajouter à mon agenda</a> : null}{send('annuler', {}, <Button kind="link">{state.place ? 'Annuler ce rendez-vous' : 'Retirer ma demande'}</Button>)}</div> : null}
    </section>
  );
}

/** Whoever has moved to an earlier place meanwhile is not asked any more: what was kept for them goes on by itself. */
export const isWorth = ({ offer, place }: Pick<AppointmentState, 'offer' | 'place'>, now: string): boolean => offer !== null && offer.until > now && !(place && place.start <= offer.start);

function factsOf(state: AppointmentState, motive: Motive | undefined) {
  return [
    ...(state.place ? [{ label: 'Quand', value: whenWords(state.place.start) }] : []),
    ...(state.office ? [{ label: 'Où', value: territory.placeName(state.office) }] : []),
    ...(state.contact?.about ? [{ label: 'Véhicule', value: state.contact.about }] : []),
    ...(state.number ? [{ label: 'Numéro', value: <span class="sitt-num">{state.number}</span> }] : []),
    ...(state.draw ? [{ label: 'Numéro au tirage', value: <a class="govuk-link" href={`/rendez-vous/tirages/${state.draw.id}`}>{state.draw.ticket}{state.draw.rank ? `, rang ${state.draw.rank}` : ''}</a> }] : []),
    ...(motive && state.place ? [{ label: 'À apporter', value: motive.bring.join(' ; ') }] : []),
    ...(state.earlier && state.status === 'booked' ? [{ label: 'Plus tôt', value: 'Une place plus tôt vous sera proposée s’il s’en libère une.' }] : []),
  ];
}

/** At most eighty other times at the same office, light enough for a poor line; and those of other offices, under their names. */
function options(free: readonly FreeTime[], { place, office }: AppointmentState): FieldOption[] {
  const at = ({ places: [first] }: FreeTime): string => first?.office ?? '';
  const here = free.filter((one) => at(one) === office && one.start !== place?.start).slice(0, 80);
  return [...here, ...free.filter((one) => at(one) !== office)]
    .map((one) => ({ value: `${at(one)} ${one.start}`, label: `${dayWords(dayOf(one.start))}, ${hourWords(one.start)}`, within: territory.placeName(at(one)) }));
}
