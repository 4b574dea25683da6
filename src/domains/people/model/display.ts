import { formatPartialDate } from '../../../core/values/partial-date.ts';
import { territory } from '../../../territory/index.ts';
import type { Address, AddressAbroad } from './address.ts';
import type { Person } from './person.ts';

/**
 * @returns the name as it is written on screens and papers: « EXEMPLE Iléna, Marie », « EXEMPLE Iléna (usage :
 * MODÈLE) », the legal name of an organisation. Never an empty text.
 */
export function displayName(person: Person): string {
  if (person.kind !== 'natural') return person.legalName;
  const family = person.familyName?.toLocaleUpperCase('fr');
  const usage = person.usageName ? `(usage\u00a0: ${person.usageName.toLocaleUpperCase('fr')})` : undefined;
  return [family, person.givenNames, usage].filter(Boolean).join(' ');
}

/** @returns the name with what tells homonyms apart: birth and place, or RIDET. For clerks only. */
export function describePerson(person: Person): string {
  const name = displayName(person);
  if (person.kind === 'natural') {
    const born = bornWords(person.birthDate.precision, formatPartialDate(person.birthDate));
    return `${name}, ${born}${person.birthPlace ? ` à ${person.birthPlace}` : ''}`;
  }
  return 'ridet' in person && person.ridet ? `${name}, RIDET ${formatRidet(person.ridet)}` : name;
}

/** @returns « 0 133 041 » or « 0 133 041.001 », as RIDET extracts write it. */
export function formatRidet(ridet: string): string {
  const digits = `${ridet.slice(0, 1)}\u00a0${ridet.slice(1, 4)}\u00a0${ridet.slice(4, 7)}`;
  return ridet.length > 7 ? `${digits}.${ridet.slice(7)}` : digits;
}

/** @returns the lines of the place where a person lives; the last is the commune, never a postcode. */
export function residenceLines(address: Address): readonly string[] {
  return [address.place, address.complement, communeName(address.commune)].filter((line) => line !== undefined);
}

/** @returns the lines under the name on an envelope: the post box or « chez … » first when there is one. */
export function addressLines(address: Address | AddressAbroad): readonly string[] {
  if ('country' in address) return [...address.lines.split(/\r?\n/).map((line) => line.trim()).filter(Boolean), address.country];
  const { postal } = address;
  const usual = territory.postcodesOf(address.commune)[0] ?? '';
  const code = postal?.postcode ?? usual;
  const place = postal?.box ? [] : [address.place, address.complement];
  const careOf = postal?.careOf && `Chez ${postal.careOf}`;
  const town = postal?.town ?? communeName(address.commune);
  return [careOf, ...place, postal?.box && boxLine(postal.box), `${code} ${town}`.trim()].filter((line) => line !== undefined);
}

function boxLine(box: string): string {
  return /^\d/.test(box) ? `BP ${box}` : box;
}

function communeName(insee: string): string {
  return territory.commune(insee)?.name ?? insee;
}

function bornWords(precision: string, date: string): string {
  if (precision === 'day') return `naissance le ${date}`;
  return precision === 'about' ? `naissance ${date}` : `naissance en ${date}`;
}
