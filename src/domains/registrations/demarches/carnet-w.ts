/** W numbers: asked by a professional of the trade, for a year; each drive is declared before it begins. */
import { z } from 'zod';
import { clerk, type Capacity } from '../../../core/access/actor.ts';
import { fromCounter, fromPool } from '../../../core/act/draws.ts';
import { act, type ActDraft } from '../../../core/act/types.ts';
import { accept, blocked, blocker, creates, demarche, existing, step, type FeeLine, type SubjectView } from '../../../core/demarche/index.ts';
import { formatF } from '../../../core/values/money.ts';
import { addDays, addMonths, formatDate, instantOf, lawDate, today as dayOf, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { accreditationOf } from '../../partners/index.ts';
import { feeOf } from '../../payments/index.ts';
import { partyActs, partyBlocks, partyFacts, partyInput, partySignatures, partySigning, personRef, type PartySide } from '../../people/index.ts';
import { normalizeChassis } from '../../vehicles/index.ts';
import { outAt, type BookletAct, type BookletState, type WStands } from '../model/special.ts';
import { bookletBlocks, driveBlocks, wTradeBlocks } from '../rules/special.ts';
import { inStock } from '../rules/stock.ts';
import { holdersOf, lifeOf } from '../model/state.ts';
import { locateVehicle } from '../store.ts';
import { bookletFacet, locateBooklet } from '../store-special.ts';
import { registrationIn } from '../present.ts';

const text = 'series-particulieres';
export const bookletView: SubjectView<{ booklet: BookletState }> = {
  kind: 'w-booklet', facets: { booklet: bookletFacet }, locate: locateBooklet, label: ({ booklet }) => `Carnet W ${booklet.booklet ?? ''}`, question: 'Numéro du carnet, ou l’un de ses numéros W',
};
const booklet = existing(bookletView);

const trader: Capacity = { name: 'accredited', label: 'un professionnel accrédité du négoce de véhicules', holds: ({ actor }) => actor.kind === 'partner' };
/** A user of the company to which the booklet was given. */
const owner: Capacity = { name: 'booklet-owner', label: 'le professionnel à qui le carnet a été remis', holds: ({ actor, state }) => actor.kind === 'partner' && (state as { booklet: BookletState }).booklet.companyId === actor.companyId };

const HOLDER: PartySide = { key: 'professionnel', role: 'holder', called: 'le professionnel', path: 'holder', own: true };
/** The price of a year, for each number. */
const yearly = (count: number, on: LawDate): FeeLine => {
  const line = feeOf('dealer-number', on);
  return { ...line, label: `${line.label} × ${count}`, amount: line.amount * count, formula: `${count} × ${formatF(line.amount)}` };
};
const lastDay = (from: LawDate): LawDate => addDays(addMonths(from, territory.parameter('dealerStockMonths', from).value), -1);
const signed = { kind: 'demande-signee', label: 'Demande signée du professionnel', text, original: true, signed: true as const };

export const demanderCarnetW = demarche({
  id: 'demander-carnet-w', title: 'Demander des numéros W garage', family: 'professionnel',
  summary: 'Professionnel du négoce, vous déplacez des véhicules qui n’ont pas de certificat à votre nom : recevez un carnet de numéros W, pour un an.',
  law: [text, 'grille-tarifaire'], who: [trader, clerk], presence: 'remote', subject: creates(bookletView, () => null),
  touches: ({ actor, input }) => (actor.kind === 'partner' ? [personRef(actor.companyId)] : input?.holder?.who === 'known' && input.holder.personId ? [personRef(input.holder.personId)] : []),
  facts: {
    party: (tx, { input, actor, on }) => partyFacts(tx, input?.holder, actor, on),
    signing: (tx, { input, actor }) => partySigning(tx, input?.holder, actor),
    trades: async (tx, { input, actor, now }) => {
      const id = (await partyFacts(tx, input?.holder, actor))?.id;
      return id ? (await accreditationOf(tx, id, dayOf(new Date(now)), new Date(now))).map(({ kind }) => kind) : [];
    },
  },
  input: z.object({
    holder: partyInput.meta({ label: 'Le professionnel' }),
    count: z.int('Indiquez un nombre entier.').min(1, 'Au moins un numéro.').max(100).meta({ label: 'Combien de numéros', width: 3, examples: ['2'] }),
  }),
  steps: [step('carnet', 'Le carnet', ['holder', 'count'])],
  blocks: () => [], pieces: ({ actor }) => (actor.kind === 'agent' ? [signed] : []),
  signatures: ({ actor, on, facts, input }) => partySignatures({ party: input.holder, known: facts.party, signing: facts.signing }, HOLDER, { actor, on, act: 'vehicule' }),
  fees: ({ input, today }) => [yearly(input.count ?? 1, today)], pay: 'before-decision', review: () => 'clerk',
  decide: ({ input, facts, subject, actor, today, on, newId }) => {
    const party = partyActs(input.holder, facts.party, newId, 'holder');
    const most = territory.parameter('wNumbersMost', today).value;
    const found = [
      ...wTradeBlocks(facts.trades, today),
      ...(input.count > most ? [blocker('trop-de-numeros', `Un carnet porte au plus ${most} numéros.`, text, 'le professionnel', 'en demander moins', 'count')] : []),
      ...partyBlocks({ party: input.holder, known: facts.party, signing: facts.signing }, HOLDER, { actor, on, act: 'vehicule' }),
    ];
    if (found.length || !party) return blocked(found);
    const numbers = Array.from({ length: input.count }, (_, index) => fromPool('plaque-dealer', String(index + 1)));
    return accept([act<BookletAct>({ kind: 'w.granted', subjects: [subject], payload: { booklet: fromCounter(`CW-${today.slice(0, 4)}`), companyId: party.personId, numbers, from: today, to: lastDay(today) } })]);
  },
  issues: (acts) => acts.flatMap((one) => (one.kind === 'w.granted' ? [{ template: 'carnet-w', number: (one.payload as { booklet: string }).booklet, subject: one.subjects[0] as { kind: string; id: string }, data: { actId: one.id } }] : [])),
});

export const renouvelerCarnetW = demarche({
  id: 'renouveler-carnet-w', title: 'Renouveler un carnet W', family: 'professionnel', summary: 'Vos numéros W valent un an : renouvelez le carnet avant sa fin, pour les garder.',
  law: [text, 'grille-tarifaire'], who: [owner, clerk], presence: 'remote', subject: booklet,
  touches: ({ state }) => (state.booklet.companyId ? [personRef(state.booklet.companyId)] : []),
  facts: { trades: async (tx, { state, now }) => (state.booklet.companyId ? (await accreditationOf(tx, state.booklet.companyId, dayOf(new Date(now)), new Date(now))).map(({ kind }) => kind) : []) },
  input: z.object({}), steps: [step('carnet', 'Le carnet', [])],
  blocks: ({ state: { booklet: { to } }, facts, today }) => [
    ...wTradeBlocks(facts.trades, today).map((one) => ({ ...one, path: null })),
    ...(to && addDays(today, territory.parameter('wRenewDays', today).value) < to ? [blocker('renouvellement-tot', `Ce carnet vaut jusqu’au ${formatDate(to)} : il est trop tôt pour le renouveler.`, text, 'le professionnel', `le renouveler dans les ${territory.parameter('wRenewDays', today).value} jours avant sa fin`)] : []),
  ],
  pieces: ({ actor }) => (actor.kind === 'agent' ? [signed] : []), signatures: () => [],
  fees: ({ state, today }) => [yearly(state.booklet.numbers.length, today)], pay: 'before-decision', review: ({ actor }) => (actor.kind === 'agent' ? 'clerk' : 'automatic'),
  // A new year begins where the old one ends; one that had ended begins today.
  decide: ({ state: { booklet: { to } }, subject, today }) => accept([act<BookletAct>({ kind: 'w.renewed', subjects: [subject], payload: { to: lastDay(to && to >= today ? addDays(to, 1) : today) } })]),
  issues: () => [],
});

const time = z.string().regex(/^([01]?\d|2[0-3])[:hH][0-5]\d$/, 'Indiquez une heure, par exemple 14:30.');
type Known = { vehicleId: string | null; stands: WStands };

export const declarerSortieW = demarche({
  id: 'declarer-sortie-w', title: 'Déclarer une sortie sous un numéro W', family: 'professionnel', summary: 'Avant de prendre la route sous un W : quel numéro, quel véhicule, qui conduit, jusqu’à quand. La police le lit aussitôt.',
  law: [text], who: [owner, clerk], presence: 'remote', subject: booklet,
  facts: {
    vehicle: async (tx, { state, input }): Promise<Known | null> => {
      if (!input?.vehicle) return null;
      const [id] = await locateVehicle(tx, input.vehicle);
      if (!id) return { vehicleId: null, stands: 'new' };
      const registration = await registrationIn(tx, id);
      const own = holdersOf(registration).some(({ personId }) => personId === state.booklet.companyId);
      return { vehicleId: id, stands: own && inStock(registration) ? 'stock' : lifeOf(registration) === null ? 'new' : 'other' };
    },
  },
  input: z.object({
    number: z.string().trim().min(2, 'Donnez le numéro W.').max(12).overwrite((typed) => territory.normalizePlate(typed)).meta({ label: 'Numéro W', width: 10, examples: ['4W'] }),
    vehicle: z.string().trim().min(4, 'Donnez le numéro du véhicule.').max(30).meta({ label: 'Véhicule', hint: 'Son immatriculation, ou son numéro de série (VIN).', width: 20, examples: ['EX1DEMOSORTIE0001'] }),
    driver: z.string().trim().min(2, 'Donnez le nom du conducteur.').max(80).meta({ label: 'Qui conduit', examples: ['Teva Exemple'] }),
    on: lawDate.optional().meta({ label: 'Jour du départ', control: 'date', hint: 'Vide : maintenant.', examples: [''] }),
    at: time.optional().meta({ label: 'Heure du départ', width: 5, examples: [''] }),
    hours: z.int('Indiquez un nombre entier d’heures.').min(1, 'Au moins une heure.').max(1_000).meta({ label: 'Durée prévue', unit: 'h', width: 3, examples: ['4'] }),
  }),
  steps: [step('sortie', 'La sortie', ['number', 'vehicle', 'driver', 'on', 'at', 'hours'])],
  blocks: ({ state, today }) => bookletBlocks(state.booklet, today), pieces: () => [], signatures: () => [], fees: () => [], pay: 'never', review: () => 'automatic',
  decide: ({ state, input, facts, subject, now, today, newId }) => {
    const from = input.on || input.at ? instantOf(input.on ?? today, (input.at ?? '00:00').toLowerCase().replace('h', ':').padStart(5, '0')).toISOString() : now;
    const until = new Date(Date.parse(from) + input.hours * 3_600_000).toISOString();
    const found = driveBlocks(state.booklet, { number: input.number, from, until }, now, today, dayOf(new Date(until)));
    if (found.length || !facts.vehicle) return blocked(found);
    const named = facts.vehicle.vehicleId ? territory.normalizePlate(input.vehicle) : normalizeChassis(input.vehicle);
    return accept([act<BookletAct>({
      kind: 'w.out', subjects: [subject], payload: { id: newId('use'), number: input.number, ...facts.vehicle, named, from, until },
      private: [{ class: 'identity', name: 'driver', content: input.driver }],
    })]);
  },
  issues: () => [],
});

export const terminerSortieW = demarche({
  id: 'terminer-sortie-w', title: 'Déclarer le retour d’un numéro W', family: 'professionnel', summary: 'Le véhicule est rentré plus tôt que prévu : le numéro W redevient libre.',
  law: [text], who: [owner, clerk], presence: 'remote', subject: booklet, facts: {},
  input: z.object({ number: z.string().trim().min(2, 'Donnez le numéro W.').max(12).overwrite((typed) => territory.normalizePlate(typed)).meta({ label: 'Numéro W', width: 10, examples: ['5W'] }) }),
  steps: [step('retour', 'Le retour', ['number'])], blocks: () => [], pieces: () => [], signatures: () => [], fees: () => [], pay: 'never', review: () => 'automatic',
  decide: ({ state, input, subject, now }) => {
    const back = outAt(state.booklet, now).filter(({ number }) => number === input.number).map((one): ActDraft => act<BookletAct>({ kind: 'w.back', subjects: [subject], payload: { useId: one.id } }));
    return back.length ? accept(back) : blocked([blocker('pas-en-sortie', 'Ce numéro n’est pas en sortie.', text, 'le professionnel du carnet', 'rien n’est à faire', 'number')]);
  },
  issues: () => [],
});
