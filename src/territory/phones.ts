import { z } from 'zod';
import { place } from './place.ts';

/**
 * Reads a phone number as typed: six local digits ('74.12.34') or an international one ('+33 6 …', '00687 …').
 * @returns its E.164 form, '+687741234'; undefined when it is not a number
 */
export function normalizePhone(text: string): string | undefined {
  const bare = text.replace(/[\s.\-()/\u00a0\u202f]/g, '').replace(/^00/, '+');
  if (/^[2-9]\d{5}$/.test(bare)) return `${place.phonePrefix}${bare}`;
  if (bare.startsWith(place.phonePrefix)) return /^\+687[2-9]\d{5}$/.test(bare) ? bare : undefined;
  return /^\+[1-9]\d{6,14}$/.test(bare) ? bare : undefined;
}

/** @returns « 74 12 34 » for a local number, the international form for another. */
export function formatPhone(e164: string): string {
  const local = e164.startsWith(place.phonePrefix) ? e164.slice(place.phonePrefix.length) : undefined;
  return local?.replace(/(\d{2})(?=\d)/g, '$1\u00a0') ?? e164;
}

/** @returns true when a text message can reach it. Local fixed lines begin with 2, 3 or 4 (to confirm with the operator). */
export function takesTextMessages(e164: string): boolean {
  return !/^\+687[234]/.test(e164);
}

/** Schema of a phone number: accepts what people type, gives the E.164 form. */
export const phone = /* @__PURE__ */ (() => z
  .string()
  .overwrite((typed) => normalizePhone(typed) ?? typed)
  .refine((number) => normalizePhone(number) === number, 'Indiquez un numéro à six chiffres (74 12 34) ou international (+33 6 12 34 56 78).'))();
