import type { Block, Paper } from '../../../core/paper/index.ts';
import { history, type HistoryEntry } from '../../../core/act/read.ts';
import { formatDate, formatShortDate, today } from '../../../core/values/time.ts';
import { FOOTER, issuerOf, type DrawEnv, type PaperRow, type PaperTemplate } from '../../documents/index.ts';
import { current } from '../../../core/act/periods.ts';
import { kilometres, odometerVerdict, readingWords, sourceWords, type InspectionState } from '../../inspections/index.ts';
import { technicalOf } from '../../vehicles/index.ts';
import { formatPartialDate } from '../../../core/values/partial-date.ts';
import type { HoldType } from '../model/acts.ts';
import { holdsOn, lifeOf, titleOf } from '../model/state.ts';
import { holdRules, visibleTo } from '../rules/blocks.ts';
import type { Registered } from '../views.ts';
import { actSentence, authorityWords, lifeWords } from '../words.ts';
import { personAt, shortDay, vehicleAt, vehicleFields, vouchVehicle } from './read.ts';

type Body = (env: DrawEnv, paper: PaperRow, known: Registered) => Promise<Block[]>;

const attests = (kind: string, title: string, notes: readonly string[], body: Body): PaperTemplate => ({
  version: 1,
  vouches: (tx, facets, order) => vouchVehicle(kind, tx, facets, order),
  draw: async (env, paper): Promise<Paper> => {
    const known = await vehicleAt(env, paper);
    return {
      kind: 'attestation', language: 'fr-FR', title, subtitle: `État du registre au ${formatDate(today(paper.ordered_at))}`, issuedAt: paper.ordered_at.toISOString(), issuer: issuerOf(null), footer: FOOTER, notes,
      body: [{ type: 'fields', title: 'Véhicule', columns: 3, fields: vehicleFields(known) }, ...(await body(env, paper, known))],
    };
  },
});

/** What the register knows that stops a transfer. « Gage connu de SITT », never « non gagé ». A hidden hold is not printed. */
export const situation = attests('SIT', 'Certificat de situation administrative',
  ['Ce certificat dit l’état de ce registre à sa date ; il ne dit rien des gages inscrits ailleurs, ni de ce qui sera inscrit ensuite.'],
  async (_env, paper, { registration }) => {
    const holds = holdsOn(registration, paper.ordered_at.toISOString());
    const shown = holds.filter((hold) => visibleTo('paper', hold));
    if (!holds.length) return [{ type: 'notice', tone: 'info', text: 'Ce registre ne porte à ce jour aucune mesure connue qui s’oppose au transfert de ce véhicule.' }];
    return [
      ...(shown.length ? [{ type: 'table' as const, title: 'Mesures inscrites', columns: [{ label: 'Nature', share: 2 }, { label: 'Autorité', share: 2 }, { label: 'Depuis', align: 'right' as const }],
        rows: shown.map((hold) => [holdRules[hold.type].label, authorityWords(hold.authority), shortDay(hold.from)]) }] : []),
      ...(shown.length < holds.length ? [{ type: 'notice' as const, tone: 'warning' as const, text: 'Ce dossier doit être vérifié par le guichet unique avant tout transfert.' }] : []),
    ];
  });

/** The vehicle is registered, since when, to whom. */
export const registered = attests('ATT', 'Attestation d’immatriculation', ['Cette attestation ne remplace pas le certificat d’immatriculation.'], async (env, paper, { vehicle, registration }) => {
  const holders = await Promise.all(current(registration.holders).map((one) => personAt(env, one.personId, paper.ordered_at)));
  const { B } = technicalOf(vehicle);
  const life = lifeOf(registration);
  return [{ type: 'fields', title: 'Immatriculation', columns: 2, fields: [
    { code: 'C.1', label: 'Au nom de', value: holders.map((one) => one.name).join('\n') }, { label: 'Situation', value: life ? lifeWords[life] : '' },
    { code: 'B', label: 'Première mise en circulation', value: B ? formatPartialDate(B) : 'inconnue' }, { label: 'Certificat en cours', value: titleOf(registration)?.number ?? '' }] }];
});

/** What was done to the vehicle, act by act: no person is in it. */
export const story = attests('HIS', 'Historique du véhicule', ['Les noms des titulaires successifs ne figurent pas sur ce document.'], async (env, paper, known) => {
  const entries = await history(env.sql, env.facets, { kind: 'vehicle', id: paper.subject_id });
  const secret = secretHolds(entries);
  const then = entries.filter(({ act }) => act.recordedAt <= paper.ordered_at.toISOString() && !secret.has((act.payload as { holdId?: string }).holdId ?? ''));
  return [...odometerBlock(known.inspection), { type: 'table', title: 'Actes', columns: [{ label: 'Date' }, { label: 'Acte', share: 4 }], rows: then.map(({ act }) => {
    const { title, details } = actSentence(act);
    const date = formatShortDate(today(new Date(act.effectiveAt)));
    return [date, details.length ? { text: title, small: details.join(' · ') } : title];
  }) }];
});

/** The odometer's ledger (km), with what the register makes of it: a buyer reads it before the sale. */
function odometerBlock({ readings }: InspectionState): Block[] {
  if (!readings.length) return [];
  return [{
    type: 'table', title: `Compteur : ${readingWords[odometerVerdict(readings)].toLowerCase()}`, columns: [{ label: 'Date' }, { label: 'Relevé', align: 'right' }, { label: 'Source', share: 2 }, { label: 'Avis', share: 4 }],
    rows: readings.map(({ on, km, source, verdict, reason }) => [formatShortDate(on), kilometres(km), sourceWords[source], { text: readingWords[verdict], small: reason }]),
  }];
}

/** Holds that a paper says nothing of, neither their setting nor their end. */
function secretHolds(entries: readonly HistoryEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ act }) => {
    const { holdId, type, authority } = act.payload as { holdId?: string; type?: HoldType; authority?: string };
    return act.kind === 'registration.hold-set' && holdId && type && !visibleTo('paper', { type, authority: authority ?? '' }) ? [holdId] : [];
  }));
}
