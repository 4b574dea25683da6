/** Where the built files of the interface are found; told once at start, read by every page. */
let place: { base: string; names: Readonly<Record<string, string>> } = { base: '/public', names: {} };

/**
 * Tells the pages where their stylesheet and drawings are.
 * @param names the content of manifest.json: plain name → hashed name
 * @param base the path they are served under, without a closing slash
 */
export function usePublicFiles(names: Readonly<Record<string, string>>, base = '/public'): void {
  place = { base, names };
}

/** @returns the address of a built file by its plain name, such as 'sitt.css' or 'fonts/x.woff2'. */
export function publicFile(name: string): string {
  return `${place.base}/${place.names[name] ?? name}`;
}
