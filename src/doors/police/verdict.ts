import type { Actor } from '../../core/access/actor.ts';
import { formatShortDate, today } from '../../core/values/time.ts';
import { inspectionFinding } from './inspection.ts';
import { insuranceFinding } from './insurance.ts';
import type { Checked } from './store.ts';
import { territory } from '../../territory/index.ts';
import { holdRules, holdsSeenBy, lifeOf, lifeWords, plateOf, type HoldType, type Registered } from '../../domains/registrations/index.ts';

export type Light = 'red' | 'amber' | 'green' | 'unknown';
/** One thing the register says, or honestly does not know. */
export type Finding = { label: string; said: string; light: Light; detail?: string };
export type Verdict = { light: Exclude<Light, 'unknown'>; said: string; findings: Finding[] };

/** How grave a measure is on the road; which of them this officer reads at all is the rule of the holds. */
const SHOWN: Partial<Record<HoldType, Light>> = {
  theft: 'red', 'plate-theft': 'red', immobilisation: 'red', pound: 'red', judicial: 'amber', 'identity-dispute': 'amber', damaged: 'red',
};

/** What a vehicle is stopped for: the lists that a phone carries without a network. */
export const RED_HOLDS = (Object.keys(SHOWN) as HoldType[]).filter((type) => SHOWN[type] === 'red');

const WORDS = { red: 'Ne devrait pas circuler', amber: 'À vérifier', green: 'Rien à signaler au registre' } as const;

/** @param asked what was typed or scanned, in capitals: an old title number names the vehicle, and is itself no longer good. @param now ISO instant */
export function verdictOf({ id, state, insurance }: Checked, asked: string, now: string, unfinishedDays: number, reader: Actor): Verdict {
  const findings = [theft(state, now, reader), ...plate(state, asked), titleFinding(state, asked, today(new Date(now))), ...sale(state, now, unfinishedDays), ...measures(state, now, reader), ...life(state),
    insuranceFinding(insurance, id, today(new Date(now))),
    inspectionFinding(state, today(new Date(now)))];
  const light = findings.some((one) => one.light === 'red') ? 'red' : findings.some((one) => one.light === 'amber') ? 'amber' : 'green';
  return { light, said: WORDS[light], findings };
}

function theft(state: Registered, now: string, reader: Actor): Finding {
  const stolen = holdsSeenBy(reader, state.registration, now).find(({ type }) => type === 'theft');
  return stolen ? { label: 'Vol', said: 'déclaré volé', light: 'red', detail: `Référence ${stolen.reference}. Faire constater la découverte.` } : { label: 'Vol', said: 'pas de vol inscrit', light: 'green' };
}

/** A number that the vehicle no longer bears: stolen plates, or a usurper. The vehicle that has it on is to be looked at. */
function plate({ registration }: Registered, asked: string): Finding[] {
  const number = territory.normalizePlate(asked);
  const shown = registration.plates.findLast((one) => one.plate === number);
  const borne = plateOf(registration);
  if (!shown?.to || shown.plate === borne) return [];
  return [{ label: 'Plaque', said: 'remplacée', light: 'red', detail: `Ce numéro ne vaut plus depuis le ${formatShortDate(today(new Date(shown.to)))}.${borne ? ` Ce véhicule porte le ${territory.formatPlate(borne)}.` : ''} Relevez la plaque et comparez le numéro de série frappé.` }];
}

function titleFinding({ registration }: Registered, asked: string, today: string): Finding {
  const label = 'Titre';
  // The newest is last: one that was revoked stays open as such, before it.
  const current = registration.titles.findLast(({ to }) => to === null);
  const shown = registration.titles.find(({ number }) => number === asked);
  if (shown && shown.number !== current?.number) return { label, said: 'remplacé ou annulé', light: 'red', detail: 'Le titre présenté n’est plus celui du véhicule.' };
  if (!current) return { label, said: 'aucun titre en cours', light: 'red' };
  if (current.status === 'valid') return { label, said: 'valable', light: 'green' };
  if (current.status === 'sold' && current.validUntil) {
    const until = formatShortDate(current.validUntil);
    return current.validUntil >= today ? { label, said: `cédé, vaut jusqu’au ${until}`, light: 'amber' } : { label, said: `cédé, ne vaut plus depuis le ${until}`, light: 'red' };
  }
  return { label, said: current.status === 'suspended' ? 'suspendu' : 'annulé', light: 'red' };
}

function sale({ registration }: Registered, now: string, unfinishedDays: number): Finding[] {
  if (!registration.sale) return [];
  const days = (Date.parse(now) - Date.parse(registration.sale.soldAt)) / 86_400_000;
  const said = days >= unfinishedDays ? 'acquéreur déclaré, non muté' : 'vente déclarée, mutation attendue';
  return [{ label: 'Vente', said, light: 'amber', detail: `Vendu le ${formatShortDate(today(new Date(registration.sale.soldAt)))}. Depuis ce jour et cette heure, le vendeur n’est plus le conducteur présumé.` }];
}

function measures({ vehicle, registration }: Registered, now: string, reader: Actor): Finding[] {
  const shown = holdsSeenBy(reader, registration, now).filter(({ type }) => type !== 'theft' && SHOWN[type]);
  const found = shown.map(({ type, reference, until }): Finding => ({
    label: 'Mesure', said: holdRules[type].label.toLowerCase(), light: SHOWN[type] as Light, detail: `Référence ${reference}${until ? `, jusqu’au ${formatShortDate(until)}` : ''}.`,
  }));
  if (vehicle.disputed) found.push({ label: 'Identité', said: 'contestée', light: 'amber', detail: 'Deux dossiers portent le même numéro : comparez le numéro de série frappé.' });
  return found.length ? found : [{ label: 'Immobilisation, fourrière', said: 'aucune inscrite', light: 'green' }];
}

function life({ registration }: Registered): Finding[] {
  const status = lifeOf(registration);
  return status === 'registered' ? [] : [{ label: 'Situation', said: status ? lifeWords[status].toLowerCase() : 'jamais immatriculé', light: 'red' }];
}
