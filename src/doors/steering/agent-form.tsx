import type { AgentRole } from '../../core/access/actor.ts';
import type { Place } from '../../core/access/account-facet.ts';
import type { Form as Typed } from '../../core/http/index.ts';
import { territory } from '../../territory/index.ts';
import type { FieldSpec, FormError } from '../../ui/index.ts';

/** The roles in words, each with what it opens. */
export const ROLES: Readonly<Record<AgentRole, string>> = {
  clerk: 'Guichet : recevoir, saisir, remettre', 'examining-clerk': 'Instruction : examiner et décider, sous délégation',
  supervisor: 'Responsable du guichet unique', cashier: 'Caisse', inspector: 'Inspection technique', 'partner-manager': 'Professionnels agréés',
  'referential-admin': 'Administration des comptes et du référentiel', auditor: 'Contrôle : tout lire, ne rien faire', director: 'Direction',
  helper: 'Aide nommée à la mairie : saisir ce que d’autres ont signé',
};
export const AUTHORITIES: Readonly<Record<string, string>> = { police: 'Police nationale', gendarmerie: 'Gendarmerie nationale', customs: 'Douane', treasury: 'Trésor public' };

const options = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** Name and place of an agent, as they are asked for. */
export const agentFields = (): FieldSpec[] => [
  { path: 'name', control: 'text', label: 'Prénom et nom', required: true, autocomplete: 'off' },
  { path: 'kind', control: 'radios', label: 'Où cette personne travaille', required: true, options: [{ value: 'office', label: 'Dans l’administration' }, { value: 'authority', label: 'Dans une autorité : police, gendarmerie, douane, Trésor' }] },
  { path: 'office', control: 'select', label: 'Bureau', options: [...territory.offices.map(({ id, name }) => ({ value: id, label: name })), ...territory.communes.map(({ insee, name }) => ({ value: `mairie-${insee}`, label: `Mairie, ${name}` }))], shown: [{ path: 'kind', values: ['office'] }] },
  { path: 'roles', control: 'checkboxes', label: 'Rôles', hint: 'Le moins possible. Une aide de mairie n’a aucun autre rôle.', options: options(ROLES), shown: [{ path: 'kind', values: ['office'] }] },
  { path: 'authority', control: 'select', label: 'Autorité', options: options(AUTHORITIES), shown: [{ path: 'kind', values: ['authority'] }] },
  { path: 'unit', control: 'text', label: 'Unité', shown: [{ path: 'kind', values: ['authority'] }] },
];

export const emailField: FieldSpec = { path: 'email', control: 'email', label: 'Adresse de courriel', hint: 'Professionnelle et à elle seule : c’est son nom de connexion.', required: true, autocomplete: 'off' };

/** @returns the name and place that were typed, or what is wrong with them */
export function readAgent(form: Typed): { name: string; place: Place } | { errors: FormError[] } {
  const name = text(form['name']).slice(0, 120);
  const errors: FormError[] = name ? [] : [{ path: 'name', message: 'Indiquez le prénom et le nom.' }];
  const place = form['kind'] === 'authority' ? readAuthority(form, errors) : readOffice(form, errors);
  return errors.length || !place ? { errors } : { name, place };
}

function readOffice(form: Typed, errors: FormError[]): Place | undefined {
  const office = text(form['office']);
  const roles = [form['roles'] ?? []].flat().filter((role): role is AgentRole => Object.hasOwn(ROLES, role));
  if (form['kind'] !== 'office') errors.push({ path: 'kind', message: 'Dites où cette personne travaille.' });
  else if (!territory.office(office)) errors.push({ path: 'office', message: 'Choisissez le bureau.' });
  if (form['kind'] === 'office' && !roles.length) errors.push({ path: 'roles', message: 'Choisissez au moins un rôle.' });
  if (roles.includes('helper') && roles.length > 1) errors.push({ path: 'roles', message: 'Une aide de mairie n’a aucun autre rôle.' });
  return { office, roles };
}

function readAuthority(form: Typed, errors: FormError[]): Place {
  const [authority, unit] = [text(form['authority']), text(form['unit']).slice(0, 120)];
  if (!Object.hasOwn(AUTHORITIES, authority)) errors.push({ path: 'authority', message: 'Choisissez l’autorité.' });
  if (!unit) errors.push({ path: 'unit', message: 'Indiquez l’unité.' });
  return { authority, unit };
}

/** @returns the address, or undefined when it is none */
export function readEmail(form: Typed): string | undefined {
  const email = text(form['email']).toLowerCase();
  return email.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : undefined;
}

export const text = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value.trim() : '');
