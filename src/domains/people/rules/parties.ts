/** What a démarche says of who signs: its parties, and a blocker for each power that is missing. One rule for every door. */
import type { Actor } from '../../../core/access/actor.ts';
import { blocker, type Blocker, type Party } from '../../../core/demarche/index.ts';
import { addDays, formatDate, type LawDate } from '../../../core/values/time.ts';
import { powerKinds, type ActFamily } from '../model/power.ts';
import { endOfPower, isInvolved, whoSigns, type Signer, type Signing } from './signers.ts';

/**
 * Those whose right an errand touches. `called` never holds a name: it is said before any right to read one is proven.
 * `need`: 'all' of them sign (a sale by co-holders), or 'one' is enough (an attestation). `own`: only they, or whoever
 * stands for them, may ask; a lessee or a new co-holder is named by another.
 */
export type Side = { readonly ids: readonly string[]; readonly key: string; readonly role: string; readonly called: (id: string) => string; readonly need: 'all' | 'one'; readonly own: boolean };
/** `on`: the day on which the powers must stand. `onPaper`: whoever asks brings the paper that those of the side signed, and stands for none of them. An agent always does. */
export type Asked = { readonly actor: Actor; readonly on: LawDate; readonly act: ActFamily; readonly onPaper?: boolean };

/** Exactly who must sign. What an agent keys is signed on paper by the same persons: they are named, nothing more is awaited. */
export function partiesOf(side: Side, signing: Signing, asked: Asked): Party[] {
  const { actor } = asked;
  const parties = turn(side, signing, asked).flatMap(({ id, found }) => ('missing' in found ? [] : found.signers.map((signer) => partyOf(side, id, signer))));
  // The account of a professional stands for the company: it signs by sending.
  if (actor.kind === 'partner' && !asked.onPaper) return parties.filter(({ personId }) => personId !== actor.companyId);
  return actor.kind === 'citizen' ? parties : parties.map((party) => ({ ...party, personId: null, paper: true }));
}

/** A blocker for each power that nobody has shown. To a stranger: only that they are one, and nothing of the persons. */
export function powerBlocks(side: Side, signing: Signing, asked: Asked, path: string | null = null): Blocker[] {
  const me = asked.onPaper ? null : personOf(asked.actor);
  if (side.own && me && side.ids.length && !isInvolved(me, side.ids, signing, asked.on)) {
    const ended = endOfPower(me, side.ids, signing, asked.on);
    return [ended ? endedPower(ended, path) : stranger(path)];
  }
  const missing = turn(side, signing, asked).flatMap(({ found }) => ('missing' in found ? [found.missing] : []));
  return missing.map(({ code, sentence, law, clearedBy }) => blocker(code, sentence, law, clearedBy.who, clearedBy.how, path, clearingErrand(code)));
}

/** The errand that brings the power that is missing, by the code of the blocker; any other is recorded at a counter, on its proof. */
export const clearingErrand = (code: string): string => CLEARING[code] ?? 'enregistrer-pouvoir';
const CLEARING: Readonly<Record<string, string>> = { 'mandat-manquant': 'donner-mandat', 'pouvoir-manquant': 'donner-mandat', 'age-a-etablir': 'enregistrer-situation' };

/** Whoever is there for themselves or for a company: an agent keys for others. */
export function personOf(actor: Actor): string | null {
  return actor.kind === 'citizen' ? actor.personId : actor.kind === 'partner' ? actor.companyId : null;
}

/** Whoever acted for the person once reads since when they no longer do: nothing is prepared in somebody's name without their say. */
const endedPower = (since: LawDate, path: string | null): Blocker => blocker(
  'pouvoir-fini', `Le mandat ou le pouvoir que cette personne vous avait donné valait jusqu’au ${formatDate(addDays(since, -1))}.`, 'representation', 'la personne pour qui vous agissez',
  'lui demander un nouveau mandat, ou la laisser faire elle-même', path, clearingErrand('pouvoir-manquant'),
);

const stranger = (path: string | null): Blocker => blocker(
  'pouvoir-manquant', 'Le registre ne vous connaît ni comme titulaire, ni comme représentant.', 'representation', 'le titulaire, ou la personne qui le représente',
  'se connecter avec son propre compte, donner un mandat, ou faire enregistrer un pouvoir au guichet, avec sa preuve', path, clearingErrand('pouvoir-manquant'),
);

type Turn = { id: string; found: ReturnType<typeof whoSigns> };

/** For each who must sign, by whom. Where one is enough: whoever the actor stands for, else the first who can. */
function turn(side: Side, signing: Signing, { actor, on, act, onPaper }: Asked): Turn[] {
  const me = onPaper ? null : personOf(actor);
  // The account of a professional is its company: for itself it signs by sending, whoever represents it elsewhere.
  const itself = actor.kind === 'partner' && !onPaper && side.ids.includes(actor.companyId);
  if (itself && side.need !== 'all') return [];
  const all = side.ids.filter((id) => !itself || id !== me).map((id): Turn => ({ id, found: whoSigns(id, signing, { on, act, called: side.called(id), prefer: me }) }));
  if (side.need === 'all' || all.length < 2) return all;
  const mine = all.find(({ id, found }) => id === me || ('signers' in found && found.signers.some(({ personId }) => personId === me)));
  const first = mine ?? all.find(({ found }) => 'signers' in found) ?? all[0];
  return first ? [first] : [];
}

function partyOf({ key, role, called }: Side, id: string, { personId, as, of }: Signer): Party {
  const self = as === 'self' && of === id;
  const name = called(id);
  const label = self ? capital(name) : as === 'curatelle' ? `Le curateur, avec ${name}` : as === 'self' ? `Un propriétaire en commun, pour ${name}` : `${powerKinds[as].label}, pour ${name}`;
  return { key: self ? `${key}:${id}` : `${key}:${id}:${personId}`, label, personId, role };
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('fr') + text.slice(1);
