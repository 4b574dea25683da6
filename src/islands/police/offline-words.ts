/** What is said of an answer: never an accusation, never a clean bill. */
import type { Answer } from './bundle.ts';
import type { TitleCode } from './title-code.ts';

export type Said = { answer: Answer | 'no-lists' | 'forged' | 'unknown-key' | 'expired'; code?: TitleCode; dataAt: string | null };

const zone = 'Pacific/Noumea';
const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('fr-FR', { timeZone: zone, ...options });
export const countryDay = (at: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);
const shortDay = (iso: string): string => iso.split('-').reverse().join('/');

/** « 04:00 » today, « 04:00 le 26/11 » another day. */
export function clock(iso: string): string {
  const at = new Date(iso);
  const time = part({ hour: '2-digit', minute: '2-digit' }).format(at);
  return countryDay(at) === countryDay(new Date()) ? time : `${time} le ${part({ day: '2-digit', month: '2-digit' }).format(at)}`;
}

/** @param now milliseconds */
export function ageOf(iso: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(iso)) / 60_000));
  return minutes < 60 ? `il y a ${minutes} min` : `il y a ${Math.floor(minutes / 60)} h`;
}

export function words({ answer, code, dataAt }: Said): { light: 'amber' | 'unknown'; title: string; lines: string[] } {
  const lists = dataAt ? `Données de ${clock(dataAt)}.` : '';
  const authentic = code ? `Code signé par le registre : titre n° ${code.number}${code.plate ? `, plaque ${code.plate}` : ''}, délivré le ${shortDay(code.issuedOn)}. Comparez avec le véhicule.` : '';
  const said = (light: 'amber' | 'unknown', title: string, ...lines: string[]) => ({ light, title, lines: [...lines, authentic, lists].filter(Boolean) });
  switch (answer) {
    case 'vehicle-listed': return said('amber', 'À vérifier par radio', 'Ce numéro peut être dans une liste : vol, immobilisation, fourrière, numéro W qui ne vaut plus. Ce n’est pas une accusation : un numéro sur 256 répond ainsi par hasard. Faites confirmer avant toute mesure.');
    case 'title-listed': return said('amber', 'Titre à vérifier par radio', 'Ce titre peut être remplacé, annulé ou suspendu. Un titre sur 256 répond ainsi par hasard : faites confirmer.');
    case 'expired': return said('amber', 'Titre à vérifier par radio', `Ce titre valait jusqu’au ${shortDay(code?.validUntil ?? '')}.`);
    case 'forged': return said('amber', 'Code non reconnu', 'Ce code n’a pas été signé par le registre, ou il est abîmé : lisez le numéro du titre et tapez-le.');
    case 'unknown-key': return said('unknown', 'Code signé par une clé que cet appareil ne connaît pas', 'Elle peut être nouvelle : tapez le numéro du titre, et vérifiez par radio en cas de doute.');
    case 'no-lists': return said('unknown', 'Rien ne peut être dit', 'Cet appareil n’a pas de listes utilisables : demandez par radio.');
    case 'not-listed': return said('unknown', `Absent des listes de ${dataAt ? clock(dataAt) : ''}`, 'Un vol ou une mesure de depuis cette heure n’y est pas. Assurance, contrôle technique et titulaire ne se vérifient pas sans réseau.');
  }
}
