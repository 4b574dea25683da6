/** Builds the public files of the user interface into `out`: plain name → hashed name. */
export function buildPublic(out?: string): Promise<Record<string, string>>;
/** Plain name of each island → its first source file. */
export const islands: Readonly<Record<string, string>>;
/** Bundles one island. @returns its text */
export function island(source: string): Promise<string>;
