import { z } from 'zod';
import { accredited, clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, creates, demarche, step, type Blocker, type SubjectView } from '../../../core/demarche/index.ts';
import { territory } from '../../../territory/index.ts';
import { feeOf } from '../../payments/index.ts';
import { address, movePerson, partyBlocks, partyFacts, partyInput, partySignatures, partySigning, personRef, type PartySide } from '../../people/index.ts';
import type { FleetAct, FleetChange, FleetState } from '../model/fleet.ts';
import { fleetFacet, fleetOf, type FleetVehicle } from '../store-fleet.ts';

const COMPANY: PartySide = { key: 'titulaire', role: 'holder', called: 'l’entreprise', path: 'company', own: true };
const view: SubjectView<{ fleet: FleetState }> = { kind: 'fleet', facets: { fleet: fleetFacet }, locate: () => Promise.resolve([]), label: ({ fleet }) => `Flotte de ${fleet.vehicles.length} véhicules`, question: 'Demande de flotte' };
const most = (today: string) => territory.parameter('fleetMost', today).value;

/** An address, or a merger, for every vehicle of a company: one request, one act a vehicle (reactions/fleet.ts). */
export const mettreAJourFlotte = demarche({
  id: 'mettre-a-jour-flotte', title: 'Mettre à jour tous les véhicules d’une entreprise', family: 'professionnel',
  summary: 'L’entreprise a déménagé, ou une autre l’a absorbée : une demande pour toute sa flotte, un résultat par véhicule.',
  law: ['changement-obligatoire', 'adresse-gratuite'], who: [accredited, clerk], presence: 'remote', subject: creates(view, () => null),
  touches: ({ actor, input }) => [
    ...(actor.kind === 'partner' ? [personRef(actor.companyId)] : input?.company?.who === 'known' && input.company.personId ? [personRef(input.company.personId)] : []),
    ...(input?.change?.kind === 'merger' && input.change.into ? [personRef(input.change.into)] : []),
  ],
  facts: {
    party: (tx, { input, actor, on }) => partyFacts(tx, input?.company, actor, on),
    signing: (tx, { input, actor }) => partySigning(tx, input?.company, actor),
    into: (tx, { input, actor, on }) => (input?.change?.kind === 'merger' ? partyFacts(tx, { who: 'known', personId: input.change.into }, actor, on) : null),
    fleet: async (tx, { input, actor, today }) => { const id = (await partyFacts(tx, input?.company, actor))?.id; return id ? fleetOf(tx, id, most(today)) : []; },
  },
  input: z.object({
    company: partyInput.meta({ label: 'L’entreprise' }),
    change: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('address').meta({ options: { address: 'Nouvelle adresse', merger: 'Absorbée par une autre entreprise' } }), address }).meta({ label: 'Nouvelle adresse' }),
      z.object({ kind: z.literal('merger'), into: z.uuid('Choisissez l’entreprise.').meta({ label: 'Entreprise qui reprend la flotte', hint: 'Identifiant trouvé par la recherche.' }) }).meta({ label: 'Absorbée par une autre entreprise' }),
    ]).meta({ label: 'Ce qui change' }),
    vehicles: z.int('Indiquez un nombre entier.').min(0).optional().meta({ label: 'Nombre de véhicules', hint: 'Laissez vide : la liste vous est montrée d’abord. Puis confirmez son nombre.', width: 5, examples: ['1'] }),
  }),
  steps: [step('flotte', 'La flotte', ['company', 'change']), step('liste', 'La liste', ['vehicles'])],
  awaits: () => ['vehicles'],
  blocks: () => [],
  pieces: ({ input }) => (input.change.kind === 'merger' ? [{ kind: 'fusion', label: 'Traité de fusion et extrait du registre du commerce', text: 'changement-obligatoire', original: true }] : []),
  signatures: ({ actor, on, facts, input }) => partySignatures({ party: input.company, known: facts.party, signing: facts.signing }, COMPANY, { actor, on, act: 'titre' }),
  fees: ({ today, input, facts }) => (input.change.kind === 'address' ? [feeOf('address-change', today)] : facts.fleet.length ? [feeOf('name-change', today)] : []),
  pay: 'before-decision', review: ({ input }) => (input.change.kind === 'merger' ? 'clerk' : 'automatic'),
  decide: ({ input, facts, subject, actor, today, on }) => {
    const { party, into, fleet } = facts;
    const found: Blocker[] = [...partyBlocks({ party: input.company, known: party, signing: facts.signing }, COMPANY, { actor, on, act: 'titre' })];
    if (!party?.id || party.kind === 'natural') found.push(blocker('pas-une-entreprise', 'Cette démarche est faite pour une entreprise que le registre connaît.', 'changement-obligatoire', 'le guichet unique', 'l’inscrire au registre d’abord', 'company.who'));
    if (input.change.kind === 'merger' && (!into?.id || into.kind === 'natural' || into.id === party?.id)) found.push(blocker('repreneur-inconnu', 'L’entreprise qui reprend la flotte n’est pas connue du registre, ou est la même.', 'changement-obligatoire', 'le guichet unique', 'l’inscrire au registre d’abord', 'change.into'));
    // Whose fleet it is comes first: what another company holds is told to nobody.
    if (found.length || !party?.id) return blocked(found);
    const listed = listBlocks(fleet, input.vehicles, today);
    if (listed.length) return blocked(listed);
    const change: FleetChange = input.change.kind === 'address' ? { kind: 'address', commune: input.change.address.commune } : { kind: 'merger', into: input.change.into, commune: into?.commune ?? null };
    return accept([
      ...(input.change.kind === 'address' ? [movePerson(party.id, input.change.address)] : []),
      act<FleetAct>({ kind: 'fleet.asked', subjects: [subject], payload: { companyId: party.id, change, vehicles: fleet.map(({ id }) => id) } }),
    ]);
  },
  issues: () => [],
});

/** The list is shown before anything is done, at every door: whoever asks confirms how many there are. */
function listBlocks(fleet: readonly FleetVehicle[], confirmed: number | undefined, today: string): Blocker[] {
  const law = 'changement-obligatoire';
  if (!fleet.length) return [blocker('flotte-vide', 'Cette entreprise n’est titulaire d’aucun véhicule.', law, 'l’entreprise', 'rien n’est à faire', 'company.who')];
  if (fleet.length > most(today)) return [blocker('flotte-grande', `Une demande change au plus ${most(today)} véhicules.`, law, 'le guichet unique', 'demander au guichet unique', 'company.who')];
  const plates = fleet.map(({ plate }) => (plate ? territory.formatPlate(plate) : 'sans numéro')).join(', ');
  return confirmed === fleet.length ? [] : [blocker('liste-a-confirmer', `${fleet.length} véhicule${fleet.length > 1 ? 's' : ''} : ${plates}.`, law, 'l’entreprise', `relire la liste, puis confirmer le nombre : ${fleet.length}`, 'vehicles')];
}
