/** What the errands of this domain ask, in words. */
import { z } from 'zod';
import { lawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';

const sites = { ...Object.fromEntries(territory.offices.filter(({ kind }) => kind === 'inspection').map(({ id, name }) => [id, name])), tour: 'En tournée' };
export const siteName = (id: string): string => (sites as Readonly<Record<string, string>>)[id] ?? id;
/** Where the vehicle is shown: a CCTV, or a tour. */
export const site = z.enum(Object.keys(sites) as [string, ...string[]]).meta({ label: 'Centre', options: sites });

export const odometer = z.int('Indiquez un nombre entier de kilomètres.').min(0, 'Un nombre ne peut pas être négatif.').max(3_000_000, 'Relisez le compteur.').optional()
  .meta({ label: 'Compteur', unit: 'km', width: 10, hint: 'Laissez vide s’il n’y en a pas, ou s’il est illisible.' });

const percent = (label: string, examples?: readonly string[]) => z.number('Indiquez un nombre.').min(0, 'Entre 0 et 100.').max(100, 'Entre 0 et 100.').optional().meta({ label, unit: '%', width: 5, ...(examples ? { examples } : {}) });
export const brakes = z.object({
  service: percent('Frein de service'), parking: percent('Frein de stationnement'), imbalance: percent('Déséquilibre, au plus'),
}).meta({ label: 'Freinage mesuré', hint: 'Force rapportée au poids.' });

const ticked = (label: string) => z.boolean().optional().meta({ label });
/** One box a point of the catalogue, organ by organ: what was seen is ticked. */
export const defects = z.object(Object.fromEntries(Object.entries(Object.groupBy(territory.defectPoints, ({ organ }) => organ)).map(([organ, points = []]) => [
  organ, z.object(Object.fromEntries(points.map(({ point, label, severity }) => [point, ticked(`${label} (${territory.severityWords[severity]})`)]))).optional().meta({ label: points[0]?.organLabel ?? organ }),
])));
/** @returns the codes of the ticked points, « brakes.wear » */
export const tickedCodes = (given: unknown): string[] => Object.entries((given ?? {}) as Record<string, Record<string, boolean> | undefined>)
  .flatMap(([organ, points]) => Object.entries(points ?? {}).filter(([, on]) => on).map(([point]) => `${organ}.${point}`));

export const day = (label: string) => lawDate.meta({ label, control: 'date' });
export const remarks = z.string().trim().max(500).optional().meta({ label: 'Observations', control: 'textarea' });
