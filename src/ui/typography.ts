const TOKEN = /(<(?:script|style|textarea|pre|code|option)\b[\s\S]*?<\/(?:script|style|textarea|pre|code|option)>|<!--[\s\S]*?-->|<(?:"[^"]*"|[^">])*>)/gi;

/**
 * French typography of a finished page: no line ever begins with « : », « ? » or « F ». Only spaces between visible
 * words change, into no-break ones; attributes, typed text and code stay as they are.
 * Imprimerie nationale: narrow space before ; ! ?, full one before : and within « ».
 */
export function frenchSpaces(html: string): string {
  return html.split(TOKEN).map((part, index) => (index % 2 === 1 ? part : spaced(part))).join('');
}

/** The same for one sentence, written by a browser program. */
export function spaced(text: string): string {
  return text
    .replace(/ ([;!?])(?=\s|$)/g, '\u202f$1')
    .replace(/ (:|»)/g, '\u00a0$1')
    .replace(/« /g, '«\u00a0')
    .replace(/\b([nN]°|art\.|[RL]\.) (?=\d)/g, '$1\u00a0')
    .replace(/\b(\d{1,3}) (?=\d{3}\b)/g, '$1\u00a0')
    .replace(/\b(\d{1,2}|1er) (?=(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b)/g, '$1\u00a0')
    .replace(/(\d) (?=(?:F|kg|kW|cm³|CV|%|h|km|NC)(?![\p{L}\d]))/gu, '$1\u00a0');
}
