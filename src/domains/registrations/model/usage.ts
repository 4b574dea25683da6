import { z } from 'zod';
import type { Usage } from './acts.ts';

export const usages: Record<Usage, string> = {
  private: 'Usage privé', taxi: 'Taxi', ambulance: 'Ambulance ou VSL', school: 'Auto-école', collection: 'Collection', 'passenger-transport': 'Transport en commun de personnes',
  'goods-transport': 'Transport de marchandises', rental: 'Location', 'public-service': 'Service public',
};
/** What the vehicle is for: it drives the inspections and some conditions. */
export const usage = z.enum(Object.keys(usages) as [Usage, ...Usage[]]).meta({ label: 'Usage du véhicule', options: usages, letter: 'Z' });
