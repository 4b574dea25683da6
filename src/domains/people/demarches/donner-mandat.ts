import { z } from 'zod';
import { clerk, type Capacity } from '../../../core/access/actor.ts';
import { accept, blocked, blocker, creates, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import type { Actor } from '../../../core/access/actor.ts';
import { humanCode, parseHumanCode } from '../../../core/values/human-code.ts';
import { encodePartialDate, partialDate } from '../../../core/values/partial-date.ts';
import { addDays, lawDate } from '../../../core/values/time.ts';
import { personRef } from '../facet.ts';
import { actBoxes, actsTicked, type Power } from '../model/index.ts';
import { partiesOf, personOf, powerBlocks, type Side } from '../rules/parties.ts';
import { recordPower } from '../standing.ts';
import { loadSigning } from '../signing.ts';
import { findByPivot, findByRidet } from '../store.ts';
import { powerView } from '../views.ts';
import { misfits } from './enregistrer-pouvoir.ts';
import { someone } from './someone.ts';

const short = (label: string) => z.string().trim().min(1, 'Ne laissez pas ce champ vide.').max(100).meta({ label });

const input = z.object({
  principal: someone('Qui donne le mandat').optional().meta({ label: 'Qui donne le mandat', audience: 'agent' }),
  // Nobody searches the register from their account: they say exactly whom they mean.
  holder: z.discriminatedUnion('by', [
    z.object({
      by: z.literal('person').meta({ options: { person: 'À une personne', company: 'À une entreprise' } }),
      familyName: short('Nom de famille').optional().meta({ label: 'Nom de famille', hint: 'Laissez vide si la personne n’en a pas.' }), givenNames: short('Prénoms').optional().meta({ label: 'Prénoms', hint: 'Tous, dans l’ordre de l’état civil.' }),
      birthDate: partialDate.meta({ label: 'Date de naissance', hint: 'Comme sur sa pièce d’identité : elle écarte les homonymes.' }),
    }).meta({ label: 'À une personne' }),
    z.object({ by: z.literal('company'), ridet: z.string().overwrite((typed) => typed.replace(/[\s.\u00a0\u202f]/g, '')).regex(/^\d{7}(\d{3})?$/, 'Un RIDET a sept chiffres, ou dix avec le numéro d’établissement.').meta({ label: 'RIDET', width: 10, examples: ['0999999'] }) }).meta({ label: 'À une entreprise' }),
  ]).meta({ label: 'Vous donnez mandat' }),
  acts: actBoxes.refine((boxes) => actsTicked(boxes).length > 0, { message: 'Cochez au moins un acte.', path: ['cession'] }).meta({ label: 'Pour' }),
  from: lawDate.meta({ label: 'À partir du', control: 'date' }),
  to: lawDate.meta({ label: 'Jusqu’au', control: 'date', exampleDays: 365, hint: 'Ce jour compris. Vous pouvez y mettre fin avant.' }),
});
type Input = z.output<typeof input>;

/** Anyone whose identity is proven gives a mandate in their own name. */
const principal: Capacity = { name: 'principal', label: 'la personne elle-même, identité vérifiée', holds: ({ actor }) => actor.kind === 'citizen' && actor.assurance === 'verified' };

const principalId = (given: Partial<Input> | undefined, actor: Actor): string | null => personOf(actor) ?? (z.uuid().safeParse(given?.principal?.personId).success ? given?.principal?.personId ?? null : null);
const side = (id: string | null): Side => ({ ids: id ? [id] : [], key: 'mandant', role: 'principal', called: () => 'la personne qui donne le mandat', need: 'all', own: false });

/** A mandate, by the person: for some errands, from a day to a day. It can be taken back at any time. */
export const donnerMandat = demarche({
  id: 'donner-mandat', title: 'Donner mandat à quelqu’un', family: 'titulaire',
  summary: 'Vous chargez une personne ou une entreprise de vos démarches sur vos véhicules : vous dites lesquelles, et jusqu’à quand.',
  law: ['representation'],
  who: [principal, clerk], presence: 'remote', subject: creates(powerView, () => null),
  touches: ({ input: given, actor }) => { const id = principalId(given, actor); return id ? [personRef(id)] : []; },
  facts: {
    found: async (tx, { input: given, actor }) => {
      const holder = await holderOf(tx, given?.holder);
      return { holder: holder ?? null, signing: await loadSigning(tx, [principalId(given, actor), holder]) };
    },
    number: () => humanCode(8),
  },
  input,
  steps: [step('mandataire', 'À qui', ['principal', 'holder']), step('actes', 'Pour quoi, jusqu’à quand', ['acts', 'from', 'to'])],
  // Who is meant must answer exactly to what is written: whoever has both names is found by both.
  awaits: ({ input: given }) => (given.holder?.by === 'person' ? ['holder.familyName', 'holder.givenNames'] : []),
  blocks: () => [],
  pieces: ({ actor }) => (actor.kind === 'agent' ? [{ kind: 'mandat-signe', label: 'Mandat signé', text: 'representation', original: true, signed: true }] : []),
  signatures: ({ input: given, actor, facts, on }) => partiesOf(side(principalId(given, actor)), facts.found.signing, { actor, on, act: 'mutation' }),
  fees: () => [], pay: 'never',
  review: ({ actor }) => (actor.kind === 'agent' ? 'clerk' : 'automatic'),
  decide: ({ input: given, facts, actor, subject, today, on }) => {
    const grantor = principalId(given, actor);
    const { people } = facts.found.signing;
    const person = grantor ? people[grantor] : undefined;
    const holder = facts.found.holder ? people[facts.found.holder] : undefined;
    const found: Blocker[] = powerBlocks(side(grantor), facts.found.signing, { actor, on, act: 'mutation' });
    if (!person) found.push(blocker('mandant-inconnu', 'Le registre ne connaît pas la personne qui donne le mandat.', 'representation', 'le guichet unique', actor.kind === 'agent' ? 'choisir la personne, ou l’inscrire au registre' : 'passer au guichet avec une pièce d’identité', 'principal.personId'));
    if (!holder) found.push(blocker('mandataire-inconnu', 'Personne ne répond exactement à cette identité au registre.', 'representation', 'la personne que vous désignez', 'vérifier le nom, les prénoms et la date de naissance ; ou la faire inscrire au guichet', given.holder.by === 'company' ? 'holder.ridet' : 'holder.familyName'));
    if (person && holder && !found.length) found.push(...misfits(person, holder, 'mandate', today).map((one) => ({ ...one, path: given.holder.by === 'company' ? 'holder.ridet' : 'holder.familyName' })));
    if (given.from < today) found.push(blocker('mandat-passe', 'Un mandat ne commence pas avant le jour où il est donné.', 'representation', 'la personne qui donne le mandat', 'choisir aujourd’hui ou plus tard', 'from'));
    if (given.to < given.from) found.push(blocker('dates-inversees', 'Ce mandat finit avant de commencer.', 'representation', 'la personne qui donne le mandat', 'vérifier les dates', 'to'));
    if (found.length || !grantor || !facts.found.holder) return blocked(found);
    const power: Power = { kind: 'mandate', grantor, holder: facts.found.holder, acts: actsTicked(given.acts), from: given.from, to: addDays(given.to, 1), proof: { kind: 'Mandat donné au registre', date: today } };
    return accept([recordPower(subject.id, facts.number, power)], [{ subject, key: parseHumanCode(facts.number) as string }]);
  },
  issues: () => [],
});

async function holderOf(tx: Parameters<typeof findByPivot>[0], holder: Partial<Input['holder']> | undefined): Promise<string | undefined> {
  if (holder?.by === 'company') return holder.ridet ? findByRidet(tx, holder.ridet) : undefined;
  const born = partialDate.safeParse((holder as { birthDate?: unknown } | undefined)?.birthDate).data;
  return holder?.by === 'person' && born ? findByPivot(tx, { familyName: holder.familyName ?? '', givenNames: holder.givenNames ?? '', birthDate: encodePartialDate(born) }) : undefined;
}
