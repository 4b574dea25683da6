/** What the page hands to its board, and the arithmetic of its squares, as wide as the agenda's own step. Times are « 07:45 », as the hall's clock shows them. */
export type BoardShift = { id: string; agent: string; place: string | null; from: string; to: string };
/** `step`: minutes of a square. */
export type BoardData = { writes: boolean; step: number; agents: readonly { id: string; name: string }[]; places: readonly { id: string; name: string }[]; shifts: readonly BoardShift[] };

export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
export const clockOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Squares from seven to sixteen, and as far as the day's lines go: minutes at which each begins. */
export function squares({ shifts, step }: BoardData): number[] {
  const from = Math.floor(Math.min(7 * 60, ...shifts.map((one) => minutesOf(one.from))) / 60) * 60;
  const to = Math.ceil(Math.max(16 * 60, ...shifts.map((one) => minutesOf(one.to))) / 60) * 60;
  return Array.from({ length: (to - from) / step }, (_, index) => from + index * step);
}

/** The lines of an agent that touch a square, an absence first: it says more. */
export function shiftsAt({ shifts, step }: BoardData, agent: string, start: number): BoardShift[] {
  return shifts.filter((one) => one.agent === agent && minutesOf(one.from) < start + step && minutesOf(one.to) > start)
    .sort((a, b) => Number(a.place !== null) - Number(b.place !== null));
}

/** From the beginning of one square to the end of the other, in order. */
export function spanOf(starts: readonly number[], step: number, a: number, b: number): { from: string; to: string } {
  return { from: clockOf(starts[Math.min(a, b)] ?? 0), to: clockOf((starts[Math.max(a, b)] ?? 0) + step) };
}
