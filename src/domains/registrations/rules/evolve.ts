import { close, current, succeed } from '../../../core/act/periods.ts';
import type { Recorded } from '../../../core/act/types.ts';
import type { RegistrationAct, TitleForm, TitleStatus } from '../model/acts.ts';
import { lifeOf, type RegistrationState } from '../model/state.ts';

/** The only producer of a vehicle's registration. One case an act, in the order of a vehicle's life. */
export function evolve(state: RegistrationState, act: Recorded<RegistrationAct>): RegistrationState {
  const at = act.effectiveAt;
  switch (act.kind) {
    case 'registration.registered': {
      const p = act.payload;
      const from = p.since ?? at;
      return {
        ...state, origin: p.origin, sale: null,
        plates: [...state.plates, { plate: p.plate, series: p.series, from, to: null }],
        holders: p.holders.map((holder) => ({ ...holder, from, to: null })),
        communes: [{ insee: p.commune, from, to: null }], usages: [{ usage: p.usage, from, to: null }],
        lives: succeed(state.lives, { status: 'registered', from, to: null }),
        titles: issue(state, p.titleNumber, p.form, from),
      };
    }
    case 'registration.title-issued': return { ...state, titles: issue(state, act.payload.number, act.payload.form, at) };
    case 'registration.title-revoked': return { ...state, titles: restate(state, act.payload.number, 'revoked', at, null) };
    case 'registration.holders-changed': return retitle({
      ...state,
      holders: [...close(state.holders, at), ...act.payload.holders.map((holder) => ({ ...holder, from: at, to: null }))],
      communes: act.payload.commune ? succeed(state.communes, { insee: act.payload.commune, from: at, to: null }) : state.communes,
      // Whoever gets the certificate of a vehicle in stock takes it out of the stock: it is theirs to drive.
      lives: act.payload.titleNumber && lifeOf(state) === 'stock' ? succeed(state.lives, { status: 'registered', from: at, to: null }) : state.lives,
    }, act.payload.titleNumber, at);
    case 'registration.commune-changed': return retitle({ ...state, communes: succeed(state.communes, { insee: act.payload.commune, from: at, to: null }) }, act.payload.titleNumber, at);
    case 'registration.usage-changed': return retitle({ ...state, usages: succeed(state.usages, { usage: act.payload.usage, from: at, to: null }) }, act.payload.titleNumber, at);
    case 'registration.plate-changed': return retitle({ ...state, plates: succeed(state.plates, { plate: act.payload.plate, series: act.payload.series, from: at, to: null }) }, act.payload.titleNumber, at);
    case 'registration.life-changed': {
      const ended = act.payload.status !== 'registered';
      const next = { ...state, lives: succeed(state.lives, { status: act.payload.status, from: at, to: null }) };
      return ended && !act.payload.titleNumber ? { ...next, titles: endAll(next, act.payload.status === 'destroyed' ? 'destroyed' : 'suspended', at) } : retitle(next, act.payload.titleNumber, at);
    }
    case 'registration.sale-opened': {
      const title = current(state.titles).find((one) => one.status === 'valid');
      return {
        ...state, sale: { id: act.payload.saleId, soldAt: act.payload.soldAt, titleUntil: act.payload.titleUntil },
        titles: title ? restate(state, title.number, 'sold', at, act.payload.titleUntil) : state.titles,
      };
    }
    case 'registration.sale-closed': {
      if (state.sale?.id !== act.payload.saleId) return state;
      const sold = current(state.titles).find((one) => one.status === 'sold');
      return { ...state, sale: null, titles: act.payload.outcome === 'cancelled' && sold ? restate(state, sold.number, 'valid', at, null) : state.titles };
    }
    case 'registration.hold-set': {
      const { holdId, ...hold } = act.payload;
      return { ...state, holds: [...state.holds, { id: holdId, ...hold, from: at, to: null }] };
    }
    case 'registration.hold-lifted': return { ...state, holds: close(state.holds, at, (hold) => hold.id === act.payload.holdId) };
    case 'registration.restored': return { ...state, ...act.payload.restored };
    default: return state;
  }
}

/** A new title revokes every title still open: one vehicle, one valid title. */
function issue(state: RegistrationState, number: string, form: TitleForm, at: string) {
  return [...endAll(state, 'revoked', at), { number, form, status: 'valid' as const, validUntil: null, from: at, to: null }];
}

function retitle(state: RegistrationState, number: string | null, at: string): RegistrationState {
  return number ? { ...state, titles: issue(state, number, current(state.titles)[0]?.form ?? 'digital', at) } : state;
}

function restate(state: RegistrationState, number: string, status: TitleStatus, at: string, validUntil: string | null) {
  return state.titles.flatMap((title) => (title.number === number && title.to === null && title.status !== status
    ? [{ ...title, to: at }, { ...title, status, validUntil, from: at, to: null }] : [title]));
}

function endAll(state: RegistrationState, status: TitleStatus, at: string) {
  return current(state.titles).filter((title) => title.status !== status && title.status !== 'revoked')
    .reduce((titles, title) => restate({ ...state, titles }, title.number, status, at, null), state.titles);
}
