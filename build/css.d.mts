/** Builds the public files of the user interface into `out`: plain name → hashed name. */
export function buildPublic(out?: string): Promise<Record<string, string>>;
