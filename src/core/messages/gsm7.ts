import { ascii } from '../values/text.ts';

// The default alphabet of text messages (3GPP TS 23.038, §6.2.1): é è à ù ò are in it, ê ç â ï œ are not.
const BASIC = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '^{}\\[~]|€';
const basic = new Set(BASIC);
const extended = new Set(EXTENDED);

/** One message: a sign outside the alphabet would cut it to 70 signs, or double its price. */
export const SMS_LENGTH = 160;

/** @returns the text with only signs of the alphabet: « reçue à Koné » → 'recue à Kone'. Thin and unbreakable spaces become spaces. */
export function gsm7(text: string): string {
  return [...text.normalize('NFC')].map((sign) => basic.has(sign) || extended.has(sign) ? sign : ascii(sign)).join('');
}

/** @returns the number of septets that the text takes: the signs of the second table count twice. */
export function smsLength(text: string): number {
  return [...text].reduce((sum, sign) => sum + (extended.has(sign) ? 2 : 1), 0);
}

export function isGsm7(text: string): boolean {
  return [...text].every((sign) => basic.has(sign) || extended.has(sign));
}
