import { agentWith, type Capacity } from '../../core/access/actor.ts';
import { existing, type SubjectView } from '../../core/demarche/index.ts';
import { makeAndModel, vehicleFacet } from '../vehicles/index.ts';
import type { ApprovalState } from './model/approval.ts';
import type { Above, Inspected } from './model/standing.ts';
import { approvalFacet, inspectionFacet, locateApproval } from './store.ts';

export const approvalView: SubjectView<{ approval: ApprovalState }> = {
  kind: 'approval', facets: { approval: approvalFacet }, locate: locateApproval,
  label: ({ approval }) => [approval.technical['D.1'], approval.technical['D.3'], approval.file].filter(Boolean).join(' '), question: 'Numéro du dossier d’homologation, du procès-verbal ou du châssis',
};
export const knownApproval = existing(approvalView);

/** A vehicle of the register, found as registrations find it. */
export const inspectedVehicle = ({ facet, locate }: Above) => existing<Inspected>({
  kind: 'vehicle', facets: { vehicle: vehicleFacet, inspection: inspectionFacet, registration: facet as never }, locate,
  label: ({ vehicle }) => makeAndModel(vehicle), question: 'Numéro d’immatriculation, de série (VIN) ou de certificat',
});

/** Whoever inspects at a CCTV or on a tour. */
export const inspector = agentWith('inspector', 'un inspecteur du CCTV', 'inspector');

const partner = (name: string, label: string, ...kinds: string[]): Capacity => ({ name, label, holds: ({ actor }) => actor.kind === 'partner' && kinds.includes(actor.partnerKind) });
/** A user of an approved centre: their controls (World.controls) are asked first, as for any professional. */
export const approvedCentre = partner('partner:inspection-centre', 'un centre de contrôle agréé', 'inspection-centre');
/** Whoever brings a type into the country for its maker. */
export const importer = partner('partner:importer', 'un importateur ou un concessionnaire accrédité', 'importer', 'dealer');
