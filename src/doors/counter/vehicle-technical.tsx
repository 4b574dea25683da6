import { decodeLegacyMonth, familyIn, fieldsFor, plausibility, technicalOf, technicalValue, type VehicleState } from '../../domains/vehicles/index.ts';
import type { LawDate } from '../../core/values/time.ts';
import { Card, Details, SummaryList, Tag } from '../../ui/index.ts';

/** What the register knows of the thing, each value as it was read, with what a careful agent would say of it beside. */
export function Technical({ vehicle, today }: { vehicle: VehicleState; today: LawDate }) {
  const data = technicalOf(vehicle);
  const fields = fieldsFor(familyIn(vehicle));
  // A value that is there is shown, even where the family gives it no meaning: old files hold such.
  const known = [...fields, ...fieldsFor(undefined).filter((field) => !fields.includes(field))].filter(({ key }) => data[key] !== undefined);
  const unknown = fields.filter(({ key }) => data[key] === undefined).length;
  const remarks = Map.groupBy(plausibility(data, today), ({ field }) => field);
  const value = (field: (typeof known)[number]) => {
    const said = remarks.get(field.key) ?? [];
    return <>{technicalValue(data, field)}{said.map(({ sentence }) => <><br /><Tag kind="warning">À vérifier</Tag> <span class="sitt-optional">{sentence}</span></>)}</>;
  };
  return <><SummaryList rows={known.map((field) => ({ label: field.label, letter: field.letter, value: value(field) }))} />{unknown ? <p class="govuk-body-s">{unknown === 1 ? 'Une autre rubrique est inconnue' : `${unknown} autres rubriques sont inconnues`} du registre.</p> : null}</>;
}

const SHOWN = 5;

/** Operations of the old or foreign register, in its own order and codes. They are no acts of here, and nothing follows from them. */
export function LegacyOperations({ vehicle }: { vehicle: VehicleState }) {
  const all = [...vehicle.legacy].sort((a, b) => a.order - b.order);
  if (!all.length) return null;
  const row = ({ order, month, code, cancelled }: VehicleState['legacy'][number]) => ({
    label: `N° ${order}`, value: <>{code} {cancelled ? <Tag kind="neutral">Annulée à la source</Tag> : null}<span class="sitt-optional"><br />{month ? decodeLegacyMonth(month) : 'date inconnue'}</span></>,
  });
  return (
    <Card title="Opérations reprises">
      <p class="govuk-body-s">{[...new Set(all.map(({ source }) => source.charAt(0).toUpperCase() + source.slice(1)))].join(' ; ')}. Codes et rangs de la source ; ce ne sont pas des actes d’ici.</p>
      <SummaryList rows={all.slice(0, SHOWN).map(row)} />
      {all.length > SHOWN ? <Details summary={`Les ${all.length - SHOWN} suivantes`}><SummaryList rows={all.slice(SHOWN).map(row)} /></Details> : null}
    </Card>
  );
}
