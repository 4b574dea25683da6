import { stateAt } from '../../../core/act/read.ts';
import type { RecordedAct } from '../../../core/act/types.ts';
import type { TitleOrder } from '../../../core/demarche/index.ts';
import { formatDateTime } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { FOOTER, issuerOf, type PaperTemplate } from '../../documents/index.ts';
import type { AppointmentState } from '../model/appointment.ts';
import { appointmentFacet } from '../store.ts';
import { arrivalPath } from '../when.ts';
import { motiveTitle } from '../words.ts';

/** What a person takes home from the counter: when, where, what to bring, and the number that opens it without an account. */
export const convocation: PaperTemplate = {
  version: 2,
  vouches: (_tx, _facets, order) => Promise.resolve({ kind: 'RDV', content: order.data }),
  draw: async (env, paper) => {
    const known = (await stateAt(env.sql, env.facets, { kind: 'appointment', id: paper.subject_id }, { knownAt: paper.ordered_at.toISOString() }))?.[appointmentFacet.name] as AppointmentState | undefined;
    if (!known?.place) throw new Error('a convocation without a place');
    const { place, contact, motive, number } = known;
    const what = territory.motiveLines.find(({ id }) => id === motive);
    return {
      kind: 'attestation', language: 'fr-FR', title: 'Rendez-vous', subtitle: motiveTitle(motive), issuedAt: paper.ordered_at.toISOString(), issuer: issuerOf(null), footer: FOOTER,
      body: [
        { type: 'fields', columns: 2, fields: [
          { label: 'Le', value: formatDateTime(new Date(place.start)) }, { label: 'Où', value: territory.placeName(place.office) },
          { label: 'Personne attendue', value: contact?.name ?? '' }, { label: 'Numéro du rendez-vous', value: number ?? '' },
          ...(contact?.about ? [{ label: 'Véhicule', value: contact.about }] : [])] },
        { type: 'list', title: 'À apporter', items: [...(what?.bring ?? [])] },
        { type: 'notice', tone: 'info', title: 'Vous ne pouvez plus venir ?', text: 'Dites-le au plus tôt, sur le site avec le numéro et le contact donné, ou à un guichet : la place servira à quelqu’un.' },
      ],
      ...(number ? { opens: { text: new URL(arrivalPath(place.office, number), env.checkUrl).href, caption: 'En arrivant : photographiez ce code, ou donnez le numéro à la borne, pour dire que vous êtes là. Vous serez appelé à votre heure.' } } : {}),
    };
  },
};

/** Ordered where an agent booked or moved it: whoever has an account or a phone has it already. */
export function convocations(acts: readonly RecordedAct[]): TitleOrder[] {
  return acts.filter(({ author }) => author.kind === 'dossier' && author.agentId !== undefined).flatMap(({ id, subjects }) => subjects.slice(0, 1).map((subject) => ({
    template: 'convocation', number: `RV${id.replaceAll('-', '').slice(-10).toUpperCase()}`, subject: { kind: subject.kind, id: subject.id }, data: { actId: id },
  })));
}
