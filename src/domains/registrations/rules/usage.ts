import type { Piece, Unchecked } from '../../../core/demarche/index.ts';
import type { Usage } from '../model/acts.ts';
import { usages } from '../model/usage.ts';

const called = (usage: Usage): string => `${usages[usage].charAt(0).toLowerCase()}${usages[usage].slice(1)}`;

/** A use other than the private one has its paper, by whatever errand it comes onto a certificate. */
export const usagePieces = (usage: Usage | undefined): Piece[] => (!usage || usage === 'private' ? [] : [{ kind: 'autorisation', label: `Justificatif de l’usage : ${called(usage)}`, text: 'controle-periodique' }]);

/** No machine knows who may drive a taxi or teach: somebody reads that paper. */
export const usageUnchecked = (usage: Usage | undefined): Unchecked[] => (!usage || usage === 'private' ? [] : [{ code: 'usage-declare', because: `le justificatif de l’usage se lit (${called(usage)})` }]);
