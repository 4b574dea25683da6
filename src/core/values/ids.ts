import { v5, v7 } from 'uuid';

/** The root of every deterministic id of this system. Never change it: ids already written would move. */
const NAMESPACE = 'c7d4b2a6-5a0e-5f0b-9c55-3f1e6b6a9d10';

/** @returns a new id (UUID v7): ordered by time, so that indexes stay tight. */
export function uuid(): string {
  return v7();
}

/**
 * @returns the id that is always the same for the same parts (UUID v5), e.g. `deterministicId('import', file, row)`:
 * loading the same row twice meets the same id. ('a', 'bc') and ('ab', 'c') differ.
 */
export function deterministicId(...parts: [string, ...(string | number)[]]): string {
  return v5(JSON.stringify(parts.map(String)), NAMESPACE);
}

/** @returns true for the text of an id, in lower case as we write them: what the database takes as one. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text);
}

/**
 * @returns the request id of an act made for something else ('act:reaction', 'batch:line'): running it again is the
 * same request. Parts keep their order; a ':' inside a part is escaped.
 */
export function requestId(...parts: [string, ...(string | number)[]]): string {
  return parts.map((part) => String(part).replaceAll('%', '%25').replaceAll(':', '%3A')).join(':');
}
