import { loadStates } from '../../../core/act/store.ts';
import { findAct } from '../../../core/jobs/index.ts';
import type { Block, Field, Paper } from '../../../core/paper/index.ts';
import { formatDate, formatShortDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { asJson, FOOTER, issuerOf, signatureOf, type DrawEnv, type PaperRow, type PaperTemplate } from '../../documents/index.ts';
import { chassisOf, makeAndModel } from '../../vehicles/index.ts';
import { siteName } from '../model/fields.ts';
import { readingAt, type Brakes, type Correction, type Visit } from '../model/inspection.ts';
import type { Above, Inspected } from '../model/standing.ts';
import { kilometres } from '../rules/odometer.ts';
import { pointsOf } from '../rules/visit.ts';
import { correctedWords, readingWords, visitKindWords, visitVerdictWords } from '../words.ts';
import { apart, knownAt } from './read.ts';

const brakeWords: Record<keyof Brakes, string> = { service: 'Frein de service', parking: 'Frein de stationnement', imbalance: 'Déséquilibre' };
const percent = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

/** The PV of a visit: what was measured and seen, the verdict, and the next day (X.1). Its code vouches for the verdict. */
export const visitPaper = (above: Above): PaperTemplate => ({
  version: 1,
  vouches: async (tx, facets, order) => {
    const { vehicle, inspection, registration } = (await loadStates(tx, facets, [{ kind: 'vehicle', id: order.subject_id }])).get(order.subject_id) as unknown as Inspected;
    const { plate } = above.standing(registration);
    const visit = inspection.visits.find(({ number }) => number === order.number);
    return { kind: 'PVV', ...(plate ? { plate } : {}), content: asJson({ act: order.act_id, chassis: chassisOf(vehicle), on: visit?.on, verdict: visit?.verdict, until: visit?.until, nextOn: visit?.nextOn, defects: visit?.defects }) };
  },
  draw: async (env, paper): Promise<Paper> => {
    const known = await knownAt<Inspected>(env, paper, 'vehicle');
    const visit = known.inspection.visits.find(({ number }) => number === paper.number) as Visit & { at: string };
    const { plate } = above.standing(known.registration);
    const reading = readingAt(known.inspection, visit);
    const correction = await correctionOf(env, paper);
    const notes = await apart(env, paper, 'remarks') ?? correction?.remarks;
    const site = territory.office(visit.site) ? visit.site : null;
    const signature = await signatureOf(env, paper, site);
    return {
      kind: 'attestation', language: 'fr-FR', title: 'Procès-verbal de visite technique', subtitle: correction ? `${visitKindWords[visit.kind]}, rectifiée` : visitKindWords[visit.kind], issuedAt: paper.ordered_at.toISOString(),
      issuer: issuerOf(site), footer: FOOTER,
      ...(plate ? { hero: { look: 'plate' as const, text: territory.formatPlate(plate), code: 'A', label: 'Numéro d’immatriculation', beside: verdictFields(visit) } } : {}),
      body: [
        { type: 'fields', title: 'Véhicule', columns: 4, fields: [
          { code: 'D.1', label: 'Marque et modèle', value: makeAndModel(known.vehicle), span: 2 }, { code: 'E', label: 'Numéro de série (VIN)', value: chassisOf(known.vehicle) ?? 'inconnu', span: 2 },
          { label: 'Visité le', value: formatShortDate(visit.on) }, { label: 'Centre', value: visit.companyId ? 'Centre de contrôle agréé' : siteName(visit.site), span: 2 }, { label: 'Contrôleur', value: await inspectorOf(env, paper, visit) },
          { label: 'Compteur', value: reading ? kilometres(reading.km) : 'non relevé' }, ...(reading ? [{ label: `Relevé ${readingWords[reading.verdict].toLowerCase()}`, value: reading.reason, span: 3 }] : [])] },
        ...(plate ? [] : [{ type: 'fields' as const, columns: 3, fields: verdictFields(visit) }]),
        ...brakeBlock(visit.brakes), ...defectBlock(visit),
        ...(notes ? [{ type: 'text' as const, title: 'Observations', paragraphs: [notes] }] : []),
        ...(correction ? [{ type: 'text' as const, title: 'Rectification', paragraphs: [correction.said] }] : []),
        { type: 'notice', tone: visit.verdict === 'refused' ? 'warning' : 'info', text: meaning(visit) },
      ],
      ...(signature ? { signature } : {}),
    };
  },
});

/** A corrected visit says which PV it replaces and why; what was observed then still stands. */
async function correctionOf(env: DrawEnv, paper: PaperRow): Promise<{ said: string; remarks: string | undefined } | null> {
  const act = paper.act_id ? await findAct(env.sql, paper.act_id) : undefined;
  if (act?.kind !== 'inspection.corrected') return null;
  const { what, replaces } = act.payload as unknown as Correction;
  const reason = typeof act.private['reason'] === 'string' ? ` Motif : ${act.private['reason']}` : '';
  const first = act.cites[0] ? await findAct(env.sql, act.cites[0]) : undefined;
  return { said: `Remplace le procès-verbal n° ${replaces ?? ''}. Corrigé : ${correctedWords[what].toLowerCase()}.${reason}`, remarks: typeof first?.private['remarks'] === 'string' ? first.private['remarks'] : undefined };
}

function verdictFields({ verdict, until, nextOn }: Visit): Field[] {
  return [
    { label: 'Verdict', value: visitVerdictWords[verdict] },
    ...(until ? [{ label: verdict === 'deferred' ? 'En sursis jusqu’au' : 'À représenter avant le', value: formatShortDate(until) }] : []),
    ...(nextOn ? [{ code: 'X.1', label: 'Prochaine visite', value: formatShortDate(nextOn) }] : []),
  ];
}

const brakeBlock = (brakes: Brakes): Block[] => {
  const fields = (Object.keys(brakeWords) as (keyof Brakes)[]).flatMap((key) => (brakes[key] === undefined ? [] : [{ label: brakeWords[key], value: `${percent.format(brakes[key])}\u00a0%` }]));
  return fields.length ? [{ type: 'fields', title: 'Freinage mesuré', columns: 3, fields }] : [];
};

function defectBlock({ defects, on }: Visit): Block[] {
  const points = pointsOf(defects, on);
  if (!points.length) return [{ type: 'text', title: 'Défauts', paragraphs: ['Aucun défaut constaté.'] }];
  return [{ type: 'table', title: 'Défauts', columns: [{ label: 'Organe', share: 2 }, { label: 'Point', share: 4 }, { label: 'Gravité' }], rows: points.map(({ organLabel, label, severity }) => [organLabel, label, territory.severityWords[severity]]) }];
}

async function inspectorOf(env: DrawEnv, paper: PaperRow, { companyId, inspector }: Visit): Promise<string> {
  if (companyId) return `agrément ${inspector}`;
  const act = paper.act_id ? await findAct(env.sql, paper.act_id) : undefined;
  const [agent] = await env.sql<{ name: string }[]>`select name from agent where id = ${inspector}`;
  return agent?.name ?? act?.signatory?.name ?? '';
}

function meaning({ kind, verdict, until, nextOn }: Visit): string {
  if (kind === 'sale') return 'Ce contrôle informe l’acheteur : il n’oblige pas à réparer.';
  if (verdict === 'refused') return `Le véhicule ne doit pas circuler avant d’être réparé${until ? `, puis présenté à la contre-visite avant le ${formatDate(until)}` : ''}.`;
  if (verdict === 'deferred') return `Le véhicule peut circuler jusqu’au ${formatDate(until ?? '')}, réparé et présenté à nouveau d’ici là.`;
  return nextOn ? `Le véhicule peut circuler. Prochaine visite avant le ${formatDate(nextOn)}.` : 'Le véhicule peut circuler.';
}

