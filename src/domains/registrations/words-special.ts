import { formatDateTime, formatShortDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import type { BlankAct } from './model/blanks.ts';
import type { NumberAct } from './model/numbers.ts';
import type { FleetAct } from './model/fleet.ts';
import type { BookletAct, WStands, WwAct } from './model/special.ts';

type Payload = Readonly<Record<string, unknown>>;
const text = (p: Payload, key: string): string => (typeof p[key] === 'string' ? p[key] : '');
const until = (p: Payload): string[] => (text(p, 'to') ? [`Jusqu’au ${formatShortDate(text(p, 'to'))}`] : []);

const serials = (p: Payload): string => (typeof p['first'] === 'number' && typeof p['last'] === 'number' ? `Séries ${p['first']} à ${p['last']}` : '');

/** What stands of a vehicle that is out under a W. */
export const standsWords: Record<WStands, string> = { stock: 'en stock chez ce professionnel', new: 'pas encore immatriculé', other: 'pas dans le stock de ce professionnel' };

export const specialSentences: Readonly<Record<(BookletAct | WwAct | FleetAct | BlankAct | NumberAct)['kind'], (p: Payload) => { title: string; details: readonly string[]; strong?: boolean }>> = {
  'numbers.reserved': (p) => ({ title: 'Numéros réservés', details: [typeof p['first'] === 'number' && typeof p['last'] === 'number' ? `${p['first']} à ${p['last']}` : '', text(p, 'until') ? `Jusqu’au ${formatShortDate(text(p, 'until'))}` : ''] }),
  'numbers.returned': (p) => ({ title: 'Numéros réservés rendus à tous', details: [text(p, 'by') === 'end' ? 'À la fin prévue' : 'Par un agent'] }),
  'blanks.received': (p) => ({ title: 'Titres vierges reçus', details: [serials(p), text(p, 'delivery')] }),
  'blanks.moved': (p) => ({ title: 'Titres vierges envoyés à un autre site', details: [serials(p), text(p, 'to')] }),
  'blanks.used': (p) => ({ title: 'Titre imprimé sur un papier numéroté', details: [typeof p['serial'] === 'number' ? `Série ${p['serial']}` : '', text(p, 'title')] }),
  'blanks.printed': (p) => ({ title: 'Titres imprimés sur papiers numérotés', details: typeof p['first'] === 'number' && Array.isArray(p['titles']) ? [`${p['titles'].length > 1 ? `Séries ${p['first']} à ${p['first'] + p['titles'].length - 1}` : `Série ${p['first']}`}`, text(p, 'job')] : [] }),
  'blanks.spoiled': (p) => ({ title: 'Titres vierges au rebut', details: [serials(p), text(p, 'reason')] }),
  'blanks.destroyed': (p) => ({ title: 'Titres vierges détruits', details: [serials(p), text(p, 'report')], strong: true }),
  'fleet.asked': (p) => ({ title: 'Mise à jour d’une flotte demandée', details: [Array.isArray(p['vehicles']) ? `${p['vehicles'].length} véhicules` : ''] }),
  'fleet.row': (p) => ({ title: text(p, 'outcome') === 'left' ? 'Véhicule de la flotte laissé tel quel' : 'Véhicule de la flotte mis à jour', details: Array.isArray(p['codes']) ? p['codes'].map(String) : [] }),
  'w.granted': (p) => ({ title: `Carnet W remis${text(p, 'booklet') ? `, n° ${text(p, 'booklet')}` : ''}`, details: [...(Array.isArray(p['numbers']) ? [p['numbers'].map((one) => territory.formatPlate(String(one))).join(', ')] : []), ...until(p)], strong: true }),
  'w.renewed': (p) => ({ title: 'Carnet W renouvelé', details: until(p), strong: true }),
  'w.out': (p) => ({ title: `Sortie sous ${territory.formatPlate(text(p, 'number'))}`, details: [text(p, 'named'), text(p, 'until') ? `Jusqu’au ${formatDateTime(new Date(text(p, 'until')))}` : ''] }),
  'w.back': () => ({ title: 'Retour déclaré d’un numéro W', details: [] }),
  'ww.issued': (p) => ({ title: `Certificat provisoire ${territory.formatPlate(text(p, 'number'))}`, details: until(p), strong: true }),
};
