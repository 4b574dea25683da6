import type { Demarche } from '../../core/demarche/index.ts';
import type { PoolRule } from '../../core/act/pools.ts';
import type { PaperTemplates } from '../documents/index.ts';
import { corrigerVisite } from './demarches/corriger-visite.ts';
import { demanderHomologationIsolee, demanderHomologationType } from './demarches/demander-homologation.ts';
import { enregistrerVisite } from './demarches/enregistrer-visite.ts';
import { delivrerHomologation, enregistrerVisiteHomologation, instruireHomologation } from './demarches/instruire-homologation.ts';
import type { Above } from './model/standing.ts';
import { approvalPaper, refusalPaper } from './papers/homologation.ts';
import { visitPaper } from './papers/visit.ts';

/** Everything that inspections promise, in the order of the catalogue. */
export const inspectionDemarches = (above: Above): readonly Demarche[] => [
  demanderHomologationIsolee, demanderHomologationType, instruireHomologation, enregistrerVisiteHomologation, delivrerHomologation, enregistrerVisite(above), corrigerVisite(above),
];

export const inspectionPapers = (above: Above): PaperTemplates => ({ 'pv-homologation': approvalPaper, 'refus-homologation': refusalPaper, 'pv-visite': visitPaper(above) });

/** PV numbers of homologation: in sequence, never given twice. */
export const inspectionPools: readonly PoolRule[] = [{ pool: 'pv-homologation', first: 1, write: (position) => `PVH${String(position).padStart(7, '0')}` }];
