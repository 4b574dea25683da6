/** O, I and Q too: no VIN has them, and they are what a hand puts for 0 and 1. */
const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Old numbers bear letters that no VIN has; those that are as long are compared all the same. */
const LONG = /^[A-Z0-9]{17}$/;
/** From here on a VIN is a serial number: two cars of one delivery differ there. */
const SERIAL = 11;

/** Every number that is this one or differs from it by one sign; the number alone where it is shorter. */
export function nearNumbers(chassis: string): string[] {
  if (!LONG.test(chassis)) return [chassis];
  return [chassis, ...[...chassis].flatMap((own, at) => [...SIGNS].flatMap((sign) => (sign === own ? [] : [chassis.slice(0, at) + sign + chassis.slice(at + 1)])))];
}

/** True when two numbers that differ by one sign are neighbours of one delivery: the sign is in the serial number, and the vehicle is new. */
export function sameDelivery(one: string, other: string, used: boolean): boolean {
  const at = [...one].findIndex((sign, index) => sign !== other[index]);
  return !used && LONG.test(one) && at >= SERIAL;
}
