import type { Ctx } from '../../core/http/index.ts';
import { companyRoles, roleIds, type CompanyRole } from '../../domains/partners/index.ts';
import { type FieldSpec, type FormError } from '../../ui/index.ts';
import { HOME, textOf } from './site.ts';

export const TEAM = `${HOME}/equipe`;
export const INVITE: readonly FieldSpec[] = [
  { path: 'nom', control: 'text', label: 'Nom', required: true, width: 30 }, { path: 'courriel', control: 'email', label: 'Courriel', required: true },
  { path: 'role', control: 'radios', label: 'Rôle', required: true, options: [
    { value: 'manager', label: companyRoles.manager, hint: 'Invite les autres, fait les démarches, voit le compte.' }, { value: 'operator', label: companyRoles.operator, hint: 'Fait les démarches et les lots.' },
    { value: 'reader', label: companyRoles.reader, hint: 'Lit les dossiers.' }, { value: 'accountant', label: companyRoles.accountant, hint: 'Voit le compte et les relevés.' },
  ] },
];
/** What the form of an invitation says. */
export function readInvite(form: Ctx['form']): { name: string; email: string; role: CompanyRole } | { errors: FormError[] } {
  const [name, email, role] = [textOf(form['nom']).slice(0, 100), textOf(form['courriel']).slice(0, 254), textOf(form['role'])];
  const errors = [
    ...(name.length < 2 ? [{ path: 'nom', message: 'Indiquez le nom de la personne.' }] : []), ...(/^\S+@\S+\.\S+$/.test(email) ? [] : [{ path: 'courriel', message: 'Indiquez une adresse de courriel.' }]),
    ...((roleIds as string[]).includes(role) ? [] : [{ path: 'role', message: 'Choisissez un rôle.' }]),
  ];
  return errors.length ? { errors } : { name, email, role: role as CompanyRole };
}

/** Where one goes on from a link or a key that is shown once. */
export const BACK = { href: TEAM, label: 'Continuer' };
