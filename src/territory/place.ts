/**
 * The few facts of a country that the core itself stands on (no import here, so that anyone may read it).
 * New Caledonia left daylight saving time in 1997: UTC+11 all year, but the zone also knows the past.
 */
export const place = {
  code: 'NC',
  name: 'Nouvelle-Calédonie',
  timeZone: 'Pacific/Noumea',
  currency: { code: 'XPF', sign: 'F' },
  phonePrefix: '+687',
} as const;
