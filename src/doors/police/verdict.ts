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
/** `clear`: what may be said when nothing is wrong. */
export type Verdict = { light: Exclude<Light, 'unknown'>; said: string; clear: string; findings: Finding[] };
/** The W drive that a vehicle without a certificate is on now; `wrong`: why it should not be. */
export type Drive = { said: string; wrong: string | undefined };

/** How grave a measure is on the road; which of them this officer reads at all is the rule of the holds. */
const SHOWN: Partial<Record<HoldType, Light>> = {
  theft: 'red', 'plate-theft': 'red', immobilisation: 'red', pound: 'red', judicial: 'amber', 'identity-dispute': 'amber', damaged: 'red',
};

/** What a vehicle is stopped for: the lists that a phone carries without a network. */
export const RED_HOLDS = (Object.keys(SHOWN) as HoldType[]).filter((type) => SHOWN[type] === 'red');

const WORDS = { red: 'Ne devrait pas circuler', amber: 'À vérifier', green: 'Rien à signaler au registre' } as const;

/** @param asked what was typed or scanned, in capitals: an old title number names the vehicle, and is itself no longer good. @param now ISO instant @param drive declared for this minute under a W, as `driveOf` found it */
export function verdictOf({ id, state, insurance }: Checked, asked: string, now: string, unfinishedDays: number, reader: Actor, drive?: Drive): Verdict {
  const findings = [theft(state, now, reader), ...plate(state, asked), titleFinding(state, asked, today(new Date(now))), ...sale(state, now, unfinishedDays), ...measures(state, now, reader), ...life(state, drive),
    insuranceFinding(insurance, id, today(new Date(now))),
    inspectionFinding(state, today(new Date(now)))];
  const light = findings.some((one) => one.light === 'red') ? 'red' : findings.some((one) => one.light === 'amber') ? 'amber' : 'green';
  const clear = drive && waits(state) ? `Ni vol, ni immobilisation. Sans certificat, ${drive.said}` : 'Ni vol, ni immobilisation, titre valable.';
  return { light, said: WORDS[light], clear, findings };
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

function titleFinding({ registration }: Pick<Registered, 'registration'>, asked: string, today: string): Finding {
  const label = 'Titre';
  // The newest is last: one that was revoked stays open as such, before it.
  const current = registration.titles.findLast(({ to }) => to === null);
  const shown = registration.titles.find(({ number }) => number === asked);
  if (shown && shown.number !== current?.number) return { label, said: 'remplacé ou annulé', light: 'red', detail: 'Le titre présenté n’est plus celui du véhicule.' };
  // No certificate is due yet: what counts is the drive under a W, said beside.
  if (shown === undefined && waits({ registration })) return { label, said: lifeOf(registration) === 'stock' ? 'aucun (en stock)' : 'aucun (pas encore immatriculé)', light: 'unknown' };
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

/** In the stock of a professional, or not registered yet: it has no certificate, and is on the road under a declared W or not at all. */
const waits = ({ registration }: Pick<Registered, 'registration'>): boolean => ['stock', null].includes(lifeOf(registration));

function life(state: Registered, drive: Drive | undefined): Finding[] {
  const status = lifeOf(state.registration);
  const out: Finding[] = drive ? [{ label: 'Sortie sous W', said: drive.said, light: drive.wrong ? 'amber' : 'green', detail: drive.wrong ?? 'Le véhicule porte ce numéro W : comparez.' }] : [];
  if (status === 'registered') return out;
  const said = status ? lifeWords[status].toLowerCase() : 'jamais immatriculé';
  if (!waits(state)) return [{ label: 'Situation', said, light: 'red' }, ...out];
  return [drive ? { label: 'Situation', said, light: 'unknown' } : { label: 'Situation', said, light: 'red', detail: 'Aucune sortie sous un numéro W n’est déclarée à cette heure.' }, ...out];
}
