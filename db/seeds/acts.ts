/** How a story of the demo country becomes acts of its register. */
import { fromPool } from '../../src/core/act/draws.ts';
import { act, type ActDraft, type SubjectRef } from '../../src/core/act/types.ts';
import { humanCode, parseHumanCode } from '../../src/core/values/human-code.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import type { RegistrationAct } from '../../src/domains/registrations/index.ts';
import { vehicleRef, type VehicleAct } from '../../src/domains/vehicles/index.ts';
import type { SeedVehicle } from './stories.ts';

/** A vehicle enters the register with its certificate and its holds; then what its story adds. */
export function vehicleActs(one: SeedVehicle): ActDraft[] {
  const id = deterministicId('demo-vehicle', one.key);
  const vehicle = { ...vehicleRef(id), fresh: true as const };
  return [
    act<VehicleAct>({ kind: 'vehicle.described', subjects: [vehicle], effectiveAt: one.since, payload: { chassis: one.chassis, technical: one.technical, approval: { number: `PV-DEMO-${one.key}`, kind: 'type', on: null } } }),
    act<RegistrationAct>({
      kind: 'registration.registered', subjects: [vehicle], effectiveAt: one.since,
      // A number of its own, however many vehicles one transaction brings in.
      payload: { plate: one.plate ?? fromPool('plaque-nc', one.key), series: 'nc', titleNumber: fromPool('titre', one.key), form: 'digital', holders: one.holders, commune: one.commune, usage: one.usage, origin: 'legacy' },
    }),
    ...(one.holds ?? []).map((hold, index) => act<RegistrationAct>({ kind: 'registration.hold-set', subjects: [vehicle], payload: { holdId: deterministicId('demo-hold', one.key, index), ...hold } })),
    ...(one.then?.(vehicle) ?? []),
  ];
}

/** The number of a demo case: the same at each start. */
export const codeOf = (kind: string, index: number): string => humanCode(8, Buffer.from(deterministicId('demo-number', kind, index).replaceAll('-', ''), 'hex'));

/** What a power, a situation and an accreditation are found by. */
export const numbersIn = (acts: readonly ActDraft[]) => acts.filter(({ kind }) => kind === 'power.recorded' || kind === 'situation.recorded' || kind === 'accreditation.granted')
  .map(({ subjects, payload }) => ({ subject: subjects[0] as SubjectRef, key: parseHumanCode((payload as { number: string }).number) as string }));
