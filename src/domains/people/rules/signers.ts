import type { LawDate } from '../../../core/values/time.ts';
import type { Power, PowerKind } from '../model/power.ts';
import type { KnownPerson } from '../model/situation.ts';
import { powerToSign, type MissingPower } from './sign.ts';

/** What the register knows of some persons, of whoever stands for them, and of the powers between them. A fact. */
export type Signing = { readonly people: Readonly<Record<string, KnownPerson>>; readonly powers: readonly Power[] };

/** Somebody who signs for a person: themselves, by a power, or as one of several owners. */
export type Signer = { readonly personId: string; readonly as: 'self' | PowerKind; readonly of: string };
export type WhoSigns = { readonly signers: readonly Signer[] } | { readonly missing: MissingPower };

/** `prefer`: whoever acts, when they have the power, signs rather than another who has it too. `called`: the words for the person. */
export type Asking = { readonly on: LawDate; readonly act: string; readonly called: string; readonly prefer?: string | null };

/**
 * Exactly who must sign for a person that day: the person, the person and their curator, a representative, every heir or
 * owner (each by whoever has the power for them); or the power that is missing. Someone unknown to the register signs for
 * themselves: unknown is never « no ».
 */
export function whoSigns(personId: string, signing: Signing, asking: Asking): WhoSigns {
  return search(personId, signing, asking, []);
}

function search(personId: string, signing: Signing, asking: Asking, above: readonly string[]): WhoSigns {
  const person = signing.people[personId];
  if (!person) return { signers: [{ personId, as: 'self', of: personId }] };
  const owners = ownersOf(person, signing, asking);
  const may = candidates(person, signing, asking.prefer, owners);
  for (const signer of may) {
    const power = powerToSign(person, signer, signing.powers, asking.on, { act: asking.act, called: asking.called });
    if (!power.ok || power.as === 'member' || power.as === 'heir') continue;
    const helpers = power.together.map((id): Signer => ({ personId: id, as: 'curatelle', of: personId }));
    return { signers: [{ personId: signer.id, as: power.as, of: personId }, ...(power.as === 'self' ? helpers : [])] };
  }
  if (owners.length && !above.includes(personId)) return together(owners, signing, { ...asking, called: person.person.kind === 'indivision' ? 'un indivisaire' : 'un héritier' }, [...above, personId]);
  const alone = powerToSign(person, person, signing.powers, asking.on, { act: asking.act, called: asking.called });
  return alone.ok ? { signers: [{ personId, as: 'self', of: personId }] } : { missing: alone.missing };
}

/** Whoever owns with others: the members of an indivision, the heirs of a dead person. */
function ownersOf(person: KnownPerson, { powers }: Signing, { on }: Asking): string[] {
  const standing = ({ from, to }: { from: LawDate; to: LawDate | null }) => from <= on && (to === null || on < to);
  const members = person.situations.flatMap((one) => (one.kind === 'members' && standing(one) ? one.personIds : []));
  const dead = person.situations.some(({ kind }) => kind === 'deceased');
  const heirs = dead ? powers.filter((power) => power.grantor === person.id && power.kind === 'heir' && standing(power)).map(({ holder }) => holder) : [];
  return [...new Set([...members, ...heirs])];
}

function candidates(person: KnownPerson, { people, powers }: Signing, prefer: string | null | undefined, owners: readonly string[]): KnownPerson[] {
  const holders = powers.filter(({ grantor }) => grantor === person.id).map(({ holder }) => holder);
  const order = [...new Set([...(prefer ? [prefer] : []), person.id, ...holders])];
  return order.filter((id) => !owners.includes(id) || holders.includes(id)).flatMap((id) => people[id] ?? []);
}

/** All of them, each by whoever has the power for them: one power that is missing stops the whole. */
function together(owners: readonly string[], signing: Signing, asking: Asking, above: readonly string[]): WhoSigns {
  const signers: Signer[] = [];
  for (const owner of owners) {
    const found = search(owner, signing, asking, above);
    if ('missing' in found) return found;
    signers.push(...found.signers);
  }
  return { signers: signers.filter(({ personId }, index) => signers.findIndex((one) => one.personId === personId) === index) };
}

/** Everybody whom these persons' powers of that day name, and themselves: whoever is none of them is a stranger. A power that has ended makes nobody known. */
export function isInvolved(personId: string, ids: readonly string[], signing: Signing, on: LawDate): boolean {
  const all = withOwners(ids, signing);
  return all.includes(personId) || signing.powers.some(({ grantor, holder, from, to }) => holder === personId && all.includes(grantor) && from <= on && (to === null || on < to));
}

/** The first day on which a stranger no longer had a power that these persons had given them; null when they never had one. */
export function endOfPower(personId: string, ids: readonly string[], signing: Signing, on: LawDate): LawDate | null {
  const all = withOwners(ids, signing);
  const ends = signing.powers.flatMap(({ grantor, holder, to }) => (holder === personId && all.includes(grantor) && to !== null && to <= on ? [to] : []));
  return ends.toSorted().at(-1) ?? null;
}

const withOwners = (ids: readonly string[], { people }: Signing): string[] => [...ids, ...ids.flatMap((id) => people[id]?.situations.flatMap((one) => (one.kind === 'members' ? one.personIds : [])) ?? [])];
