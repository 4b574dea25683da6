import { z } from 'zod';
import { clerk, identified, supervisor, type Actor } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { accept, blocked, blocker, creates, demarche, step, type Blocker, type Demarche, type SubjectView } from '../../../core/demarche/index.ts';
import { humanCode, parseHumanCode } from '../../../core/values/human-code.ts';
import { addDays, instantOf, lawDate } from '../../../core/values/time.ts';
import { priorityIds, territory } from '../../../territory/index.ts';
import type { AppointmentAct } from '../model/appointment.ts';
import { drawRef, type DrawAct, type DrawState } from '../model/draw.ts';
import { contactBlocks, isNamed, LAW, limitBlocks } from '../rules/asking.ts';
import { liveCount } from '../store.ts';
import { drawFacet, isAsked, locateDraw, requestKey } from '../store-draw.ts';
import { appointmentView, holderOf, nameOf, visitor } from '../views.ts';
import { aboutField, contactField, dayField, motiveField, officeField, timeField } from './fields.ts';
import { confirmBy, contactOf } from './prendre.ts';

const DRAW = 'rendez-vous-tirage';

export const drawView: SubjectView<{ draw: DrawState }> = { kind: 'draw', facets: { draw: drawFacet }, locate: locateDraw, label: () => 'Tirage de places', question: 'Identifiant du tirage' };

/** Requests are taken from now to the closing; the places are those of the agenda between two days. */
export const ouvrirTirage = demarche({
  id: 'ouvrir-tirage-rendez-vous', title: 'Ouvrir un tirage de places', family: 'rendez-vous',
  summary: 'Des places trop rares sont demandées pendant une période annoncée, puis tirées au sort devant tous.',
  law: [DRAW], who: [supervisor], presence: 'person', applicant: 'optional', subject: creates(drawView, () => null), facts: {},
  input: z.object({
    motive: motiveField, office: officeField, closes: dayField('Dernier jour des demandes').meta({ exampleDays: 3 }), closesTime: timeField('Jusqu’à', '17:00'),
    from: dayField('Premier jour des places').meta({ exampleDays: 10 }), to: dayField('Dernier jour des places').meta({ exampleDays: 20 }),
  }),
  steps: [step('places', 'Les places', ['motive', 'office', 'from', 'to']), step('demandes', 'Les demandes', ['closes', 'closesTime'])],
  blocks: () => [], pieces: () => [], signatures: () => [], fees: () => [], pay: 'never', review: () => 'automatic', issues: () => [],
  decide: ({ input: given, subject, now, today }) => {
    const found: Blocker[] = [];
    const wrong = (code: string, message: string, path: string) => found.push(blocker(code, message, DRAW, 'le responsable', 'corriger', path));
    const closesAt = instantOf(given.closes, given.closesTime).toISOString();
    const drawsAt = new Date(Date.parse(closesAt) + territory.parameter('appointmentDrawCheckHours', today).value * 3_600_000).toISOString();
    if (territory.motive(given.motive, today)?.mode !== 'fair') wrong('motif-ouvert', 'Les places de ce motif se prennent librement.', 'motive');
    if (closesAt <= now) wrong('cloture-passee', 'La clôture est passée.', 'closes');
    if (given.to < given.from) wrong('dates-inversees', 'Le dernier jour est avant le premier.', 'to');
    if (drawsAt >= instantOf(given.from, '00:00').toISOString()) wrong('tirage-trop-tard', 'Les places commencent avant que le tirage soit fait et annoncé.', 'from');
    if (given.to > addDays(given.closes, territory.parameter('appointmentHorizonDays', today).value)) wrong('places-trop-loin', 'Ces places sont trop loin de la clôture : plus on attend, moins les gens viennent.', 'to');
    if (found.length) return blocked(found);
    return accept([act<DrawAct>({ kind: 'draw.opened', subjects: [subject], payload: { motive: given.motive, office: given.office, closesAt, drawsAt, from: given.from, to: given.to, share: territory.parameter('appointmentPriorityShare', today).value } })]);
  },
});

/** What stands above and knows vehicles: ids of those that a plate or a chassis number names, and what part somebody has in one. */
export type AboveAppointments = {
  readonly locateVehicle?: (tx: Sql | Tx, text: string) => Promise<string[]>;
  readonly partIn?: (tx: Sql | Tx, vehicleId: string, who: { actor: Actor; today: string; certificate: string | undefined }) => Promise<{ holds: boolean; certificate: boolean }>;
};

const input = z.object({
  draw: z.uuid('Indiquez l’identifiant du tirage.').meta({ label: 'Tirage', hint: 'Il est dans l’adresse de sa page.', examples: ['00000000-0000-4000-8000-000000000000'] }),
  about: aboutField,
  certificate: z.string().trim().max(20).optional().meta({ label: 'Numéro du certificat d’immatriculation', hint: 'Si le véhicule n’est pas au nom de votre compte. Il commence par T, en haut du certificat.', width: 20, examples: ['T000000012'] }),
  priority: z.enum(priorityIds).meta({ label: 'Priorité', options: Object.fromEntries(territory.priorities('2026-11-23').map(({ id, label, proof }) => [id, proof ? `${label} : ${proof.toLowerCase()}, à montrer le jour` : label])) }),
  from: lawDate.optional().meta({ label: 'Pas avant le', control: 'date' }), to: lawDate.optional().meta({ label: 'Pas après le', control: 'date' }),
  contact: contactField.optional(),
});

/**
 * A request for a scarce place: one for each vehicle, however often and however early, by who has a part in it: a holder,
 * whom a holder gave a power, whoever has its certificate in hand. At the counter the agent reads the certificate.
 */
export const demander = ({ locateVehicle, partIn }: AboveAppointments): Demarche => demarche({
  id: 'demander-rendez-vous', title: 'Demander une place tirée au sort', family: 'rendez-vous', page: '/rendez-vous/tirages',
  summary: 'Les places sont trop rares pour tous : demandez la vôtre pendant la période annoncée. Le tirage se vérifie par chacun.',
  law: [LAW, DRAW], who: [identified, clerk, visitor], presence: 'remote', applicant: 'optional', subject: creates(appointmentView, () => null),
  touches: ({ input: given }) => (given?.draw ? [drawRef(given.draw)] : []),
  facts: {
    live: (tx, { input: given, actor, applicant, now }) => liveCount(tx, { holder: holderOf(actor, applicant), contact: given?.contact }, now),
    // A missing provider knows no vehicle: then the number itself is what the request is about.
    vehicle: async (tx, { input: given, actor, today }) => {
      const found = given?.about && locateVehicle ? await locateVehicle(tx, given.about) : [];
      const key = given?.draw && given.about ? requestKey(given.draw, found[0] ?? given.about) : null;
      const part = found[0] && partIn && actor.kind !== 'agent' ? await partIn(tx, found[0], { actor, today, certificate: given?.certificate }) : { holds: true, certificate: false };
      return { known: !locateVehicle || found.length > 0, part, key, asked: given?.draw && key ? await isAsked(tx, given.draw, key) : false };
    },
    number: () => ({ own: humanCode(8), ticket: humanCode(8) }),
    named: nameOf,
  },
  input,
  steps: [step('demande', 'Votre demande', ['draw', 'about', 'certificate', 'priority']), step('jours', 'Vos jours', ['from', 'to']), step('contact', 'Pour vous prévenir', ['contact'])],
  awaits: ({ actor, facts }) => [...(isNamed(actor, facts.named) ? [] : ['contact.name']), ...(facts.vehicle.part.holds ? [] : ['certificate'])],
  blocks: () => [], pieces: () => [], signatures: () => [], fees: () => [], pay: 'never', review: () => 'automatic', issues: () => [],
  decide: ({ input: given, get, facts, actor, applicant, subject, now, today }) => {
    const draw = get(drawFacet, given.draw);
    const found: Blocker[] = [...limitBlocks(actor, facts.live, today), ...contactBlocks(actor, given.contact ?? {}, facts.named)];
    const say = (code: string, message: string, how: string, path: string) => found.push(blocker(code, message, DRAW, 'vous', how, path));
    if (draw.status !== 'open' || !draw.motive || !draw.office || !draw.from || !draw.to) say('tirage-ferme', 'Les demandes de ce tirage ne sont pas ouvertes.', 'choisir un tirage ouvert', 'draw');
    else if ((draw.closesAt ?? '') <= now) say('tirage-clos', 'Les demandes sont closes.', 'attendre le prochain tirage', 'draw');
    if (!facts.vehicle.known && actor.kind !== 'agent') say('vehicule-inconnu', 'Aucun véhicule du registre ne porte ce numéro.', 'vérifier le numéro ; un véhicule sans numéro d’ici est demandé au guichet', 'about');
    const { holds, certificate } = facts.vehicle.part;
    if (facts.vehicle.known && !holds && !certificate) {
      say('vehicule-d-autrui', given.certificate ? 'Ce numéro n’est pas celui du certificat en cours de ce véhicule.' : 'Ce véhicule n’est pas au nom de ce compte : la demande est faite par son titulaire, par qui a son pouvoir, ou certificat en main.', 'donner le numéro du certificat d’immatriculation, se connecter au compte du titulaire, ou passer au guichet avec le certificat', 'certificate');
      // A stranger does not learn whether somebody asked for it.
    } else if (facts.vehicle.asked) say('deja-demande', 'Une demande existe déjà pour ce véhicule : en faire une autre ne changerait rien.', 'attendre le tirage ; si ce n’est pas vous, le dire au guichet avec le certificat', 'about');
    const wish = { from: given.from ?? draw.from ?? today, to: given.to ?? draw.to ?? today };
    if (wish.to < wish.from || (draw.to && wish.from > draw.to) || (draw.from && wish.to < draw.from)) say('jours-impossibles', 'Aucune place n’est prévue dans ces jours.', 'élargir les jours', 'from');
    if (found.length || !draw.motive || !draw.office || !draw.closesAt) return blocked(found);
    // Whoever asks at the last minute confirms before the list is closed, or is not on it.
    const confirmation = confirmBy(actor, now, today);
    const contact = contactOf(actor, given, facts.named);
    return accept([act<AppointmentAct>({
      kind: 'appointment.requested', subjects: [subject], private: [{ ...contact, content: { ...(contact.content as Record<string, string>), key: facts.vehicle.key } }],
      payload: { number: facts.number.own, motive: draw.motive, office: draw.office, holder: holderOf(actor, applicant), draw: given.draw, ticket: facts.number.ticket, priority: given.priority, wish, confirmBy: confirmation && confirmation > draw.closesAt ? draw.closesAt : confirmation },
    })], [{ subject, key: parseHumanCode(facts.number.own) as string }]);
  },
});
