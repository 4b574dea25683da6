/** Letters that Unicode does not decompose into a base letter and an accent. */
const ligatures: Record<string, string> = {
  œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE', ß: 'ss', ẞ: 'SS', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ł: 'l', Ł: 'L',
  ŋ: 'ng', Ŋ: 'NG', ð: 'd', Ð: 'D', þ: 'th', Þ: 'TH', ı: 'i',
  '’': "'", '‘': "'", ʼ: "'", 'ʻ': "'", '«': '"', '»': '"', '“': '"', '”': '"', '–': '-', '—': '-', '−': '-', '…': '...', '€': 'EUR',
};
const unfolded = new RegExp(`[${Object.keys(ligatures).join('')}]`, 'gu');

/** @returns the text in plain ASCII, case kept: « Koné » → 'Kone'. What has no ASCII likeness becomes '?'. */
export function ascii(text: string): string {
  return text
    .replace(unfolded, (sign) => ligatures[sign] ?? '?')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s/gu, ' ')
    .replace(/[^\x20-\x7e]/gu, '?');
}

/**
 * The form under which two texts count as the same for search and comparison: no accent, lower case, punctuation as
 * one space. « L'Île-des-Pins » → 'l ile des pins'. Not for display. Letters outside Latin are kept.
 */
export function fold(text: string): string {
  return text
    .replace(unfolded, (sign) => ligatures[sign] ?? sign)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** @returns the text as one word for an address or a file name: « Koné, Nord » → 'kone-nord'. */
export function slug(text: string): string {
  return ascii(fold(text)).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

/** A text as `like` finds it and nothing else: its own percent signs, underscores and backslashes are letters. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
