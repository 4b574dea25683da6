/**
 * The draw, so that anyone can do it again with a pencil and a SHA-256 (docs/decisions/0022): a commitment to a secret is
 * published when requests open, the closed list and its digest before the draw, then the secret. bin/verify-draw.mjs
 * recomputes it all and shares no line with this file.
 */
import { createHmac } from 'node:crypto';
import { sha256 } from '../../core/crypto/index.ts';
import type { LawDate } from '../../core/values/time.ts';

/** A request on the closed list, by its ticket: nothing there names anybody. */
export type Entry = { ticket: string; priority: boolean; from: LawDate; to: LawDate };
/** A place to give: its day, for the wishes, and what tells it from the others. */
export type Prize = { day: LawDate; start: string; resource: string; place: number };
export type Drawn = { order: readonly string[]; given: Readonly<Record<string, number>> };

const hex = (text: string): string => sha256(Buffer.from(text, 'utf8')).toString('hex');

/** The secret of a draw: derived from the service's own, so that it stands in no table before it is published. */
export const secretOf = (service: string, drawId: string): string => createHmac('sha256', service).update(JSON.stringify(['sitt/draw/v1', drawId])).digest('hex');
export const commitmentTo = (secret: string): string => hex(secret);

/** The closed list as one text: the share of priorities, the requests by ticket, the places by time. */
export function listText(share: number, entries: readonly Entry[], prizes: readonly Prize[]): string {
  return [
    `priorites;${share}`,
    ...sorted(entries.map(({ ticket, priority, from, to }) => `demande;${ticket};${priority ? 1 : 0};${from};${to}`)),
    ...sorted(prizes.map(({ day, start, resource, place }) => `place;${start};${resource};${place};${day}`)),
  ].join('\n');
}
export const digestOf = (text: string): string => hex(text);
export const seedOf = (secret: string, digest: string): string => hex(`${secret}:${digest}`);
/** What orders a request: nobody can know it before the secret, nor change it after the list is closed. */
export const keyOf = (seed: string, ticket: string): string => hex(`${seed}:${ticket}`);

/**
 * Everybody in the order of their keys; then the first priorities, as many as their share of the places, go to the front.
 * Each takes the first place left within their days.
 * @param withdrawn tickets given up between the closing and the draw: they keep their rank and take nothing
 * @returns tickets in order, and for those who got one the index of the place among the places by time
 */
export function draw(seed: string, share: number, entries: readonly Entry[], prizes: readonly Prize[], withdrawn: readonly string[] = []): Drawn {
  const byKey = entries.map((one) => ({ ...one, key: keyOf(seed, one.ticket) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const first = new Set(byKey.filter(({ priority }) => priority).slice(0, Math.floor((prizes.length * share) / 100)).map(({ ticket }) => ticket));
  const order = [...byKey.filter(({ ticket }) => first.has(ticket)), ...byKey.filter(({ ticket }) => !first.has(ticket))];
  const places = inOrder(prizes);
  const taken = new Set<number>();
  const given: Record<string, number> = {};
  for (const { ticket, from, to } of order) {
    if (withdrawn.includes(ticket)) continue;
    const found = places.findIndex(({ day }, index) => !taken.has(index) && from <= day && day <= to);
    if (found < 0) continue;
    taken.add(found);
    given[ticket] = found;
  }
  return { order: order.map(({ ticket }) => ticket), given };
}

/** By time, then by resource, then by number. */
export const inOrder = <P extends Prize>(prizes: readonly P[]): P[] => prizes.toSorted((a, b) => (a.start === b.start ? (a.resource === b.resource ? a.place - b.place : a.resource < b.resource ? -1 : 1) : a.start < b.start ? -1 : 1));

const sorted = (lines: readonly string[]): string[] => lines.toSorted((a, b) => (a < b ? -1 : 1));
