/** Four new pick-ups of the demo's dealer, of an approved type, insured: what a first registration by machine needs. */
export const demoDelivery = [1, 2, 3, 4].map((n) => ({ chassis: `VSKDEMO000000010${n}`, contract: `AE-210${n}` }));
/** The PV of their type: the first that the demo's register gives out (db/seeds/inspections.ts). */
export const demoType = 'PVH0000001';
