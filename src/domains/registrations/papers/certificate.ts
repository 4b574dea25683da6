import type { Field, Paper } from '../../../core/paper/index.ts';
import { formatShortDate, today, type LawDate } from '../../../core/values/time.ts';
import { formatShortPartialDate } from '../../../core/values/partial-date.ts';
import { territory } from '../../../territory/index.ts';
import { FOOTER, issuerOf, officeOf, signatureOf, type DrawEnv, type PaperRow, type PaperTemplate } from '../../documents/index.ts';
import { chassisOf, familyIn, fieldsFor, technicalOf, technicalValue, type TechnicalField } from '../../vehicles/index.ts';
import { usages } from '../model/usage.ts';
import { communeIn, holdersOf, plateOf, principalOf, seriesIn, usageOf } from '../model/state.ts';
import { inspectionOf } from '../rules/inspection.ts';
import type { Registered } from '../views.ts';
import { roleWords } from '../words.ts';
import { personAt, shortDay, vehicleAt, vouchVehicle } from './read.ts';

/** The certificate of registration, with its harmonised letters (directive 1999/37/CE). */
export const certificate: PaperTemplate = {
  version: 1,
  vouches: (tx, facets, order) => vouchVehicle('CI', tx, facets, order),
  draw: async (env, paper): Promise<Paper> => {
    const known = await vehicleAt(env, paper);
    const office = await officeOf(env, paper);
    const signature = await signatureOf(env, paper, office);
    return {
      kind: 'certificate', language: 'fr-FR', title: 'Certificat d’immatriculation', subtitle: seriesLabel(known), issuedAt: paper.ordered_at.toISOString(),
      issuer: issuerOf(office), footer: FOOTER, hero: heroOf(known, paper),
      body: [
        { type: 'fields', title: 'Titulaire', columns: 4, fields: await holderFields(env, paper, known) },
        { type: 'fields', title: 'Véhicule', columns: 4, fields: identityFields(known) },
        { type: 'fields', title: 'Caractéristiques techniques', columns: 4, fields: figureFields(known) },
        { type: 'fields', title: 'Mentions', columns: 4, fields: [
          ...nextVisit(known, today(paper.ordered_at)),
          { code: 'Z.1', label: 'Usage', value: usages[usageOf(known.registration)] }, { code: 'Z.2', label: 'Commune de la redevance', value: communeName(known) },
          { code: 'Z.3', label: 'Réception', value: known.vehicle.approval ? known.vehicle.approval.number : '', span: 2 }] },
      ],
      ...(signature ? { signature } : {}),
      notes: ['Le certificat ne prouve pas la propriété du véhicule. Le code signé prouve l’origine et le contenu de ce titre ; la page de vérification dit s’il est toujours valable.'],
    };
  },
};

/** X.1: only where a visit is due, and its day is known. */
function nextVisit(known: Registered, on: LawDate): Field[] {
  const { due } = inspectionOf(known, on);
  return due ? [{ code: 'X.1', label: 'Prochaine visite technique', value: `avant le ${formatShortDate(due)}`, span: 4 }] : [];
}

function heroOf({ vehicle, registration }: Registered, paper: PaperRow): NonNullable<Paper['hero']> {
  const { B } = technicalOf(vehicle);
  return {
    look: 'plate', text: territory.formatPlate(plateOf(registration) ?? ''), code: 'A', label: 'Numéro d’immatriculation',
    beside: [{ code: 'B', label: 'Première mise en circulation', value: B ? formatShortPartialDate(B) : 'inconnue' }, { code: 'I', label: 'Date du certificat', value: shortDay(paper.ordered_at) }],
  };
}

async function holderFields(env: DrawEnv, paper: PaperRow, { registration }: Registered): Promise<Field[]> {
  const main = principalOf(registration);
  const others = holdersOf(registration).filter((one) => one.personId !== main?.personId);
  const named = await Promise.all([main, ...others].flatMap((one) => (one ? [one] : [])).map(async (one) => ({ ...one, ...(await personAt(env, one.personId, paper.ordered_at)) })));
  const [first, ...rest] = named;
  return [
    { code: 'C.1', label: 'Titulaire', value: first?.name ?? '', span: 3 }, { code: 'C.4', label: 'Qualité', value: first ? roleWords[first.role] : '' },
    ...rest.map((one, rank): Field => ({ code: `C.4.${rank + 1}`, label: roleWords[one.role], value: one.name, span: 2 })),
    { code: 'C.3', label: 'Adresse', value: first?.lines.join('\n') ?? '', span: rest.length % 2 === 1 ? 2 : 4 },
  ];
}

const IDENTITY = new Set(['D.1', 'D.2', 'D.2.1', 'D.3', 'J', 'J.1', 'J.2', 'J.3', 'K', 'R']);
/** Printed even when unknown, as a dash; the others only when known, so that the title holds on one page. */
const ALWAYS = new Set(['D.1', 'D.2', 'D.3', 'J.1', 'J.3', 'R', 'F.2', 'G.1', 'P.1', 'P.2', 'P.3', 'P.6', 'S.1']);
const WIDE = new Set(['D.2', 'J.1', 'J.3', 'D.3']);

function identityFields(known: Registered): Field[] {
  const fields = fieldsOf(known).filter((field) => IDENTITY.has(field.key));
  const cells = fields.map((field) => cell(known, field));
  const at = cells.findIndex(({ code }) => code?.startsWith('J'));
  return [...cells.slice(0, at), { code: 'E', label: 'Numéro d’identification (VIN)', value: chassisOf(known.vehicle) ?? 'inconnu', span: 2 }, ...cells.slice(at)];
}

const figureFields = (known: Registered): Field[] => fieldsOf(known).filter((field) => !IDENTITY.has(field.key) && field.key !== 'B').map((field) => cell(known, field));
const fieldsOf = ({ vehicle }: Registered): readonly TechnicalField[] =>
  fieldsFor(familyIn(vehicle)).filter(({ key }) => ALWAYS.has(key) || technicalOf(vehicle)[key] !== undefined);

/** An unknown value is a dash, never 0. */
function cell({ vehicle }: Registered, field: TechnicalField): Field {
  const data = technicalOf(vehicle);
  const value = data[field.key] === undefined ? '' : technicalValue(data, field);
  return { code: field.letter, label: field.label, value, ...(WIDE.has(field.key) ? { span: 2 } : {}) };
}

const communeName = ({ registration }: Registered): string => territory.commune(communeIn(registration) ?? '')?.name ?? '';

function seriesLabel({ registration }: Registered): string {
  const id = seriesIn(registration);
  const series = id ? Object.values(territory.series).find((one) => one.id === id) : undefined;
  return series ? series.label : '';
}
