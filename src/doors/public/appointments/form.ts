/** One text of a form or an address: the last, when a name came twice. */
export const textOf = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value : value?.at(-1) ?? '').trim().slice(0, 300);
