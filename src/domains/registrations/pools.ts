import type { PoolRule } from '../../core/act/pools.ts';
import { inspectionPools } from '../inspections/index.ts';
import { territory } from '../../territory/index.ts';

/** The numbers of New Caledonia: plates in sequence for the life of a vehicle, titles never reused. */
export function poolRules(today: string): PoolRule[] {
  return [
    { pool: 'plaque-nc', first: territory.parameter('firstNumberToIssue', today).value as number, last: lastOf('nc', today), write: (position) => `${position}NC` },
    { pool: 'titre', first: 1, write: (position) => `T${String(position).padStart(9, '0')}` },
    ...(['dealer', 'trade'] as const).map((id) => ({ pool: `plaque-${id}`, first: 1, last: lastOf(id, today), write: (position: number) => `${position}${territory.seriesOf(id, today).suffix}` })),
    ...inspectionPools,
  ];
}

/** The widest number of a series. */
const lastOf = (id: 'nc' | 'dealer' | 'trade', today: string): number => 10 ** territory.seriesOf(id, today).digits - 1;
