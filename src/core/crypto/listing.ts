/**
 * A list of names that answers « is this one in it? » and cannot be read: each name is a place on a line, drawn by a keyed
 * hash; the places are written as gaps. A name that is in the list is always found; one that is not is found once in
 * `SPARSE` times. The same code runs on the server, which writes, and on the phone, which reads: nothing of Node here.
 */

/** One name in so many that are not in the list answers as if it were: what a reader of the whole list cannot tell from the true ones. */
export const SPARSE = 256;
/** Bytes of the keyed hash that draw a place. */
export const MAC_BYTES = 6;

/** @returns how many places a list of so many names has. @throws RangeError beyond what four bytes count */
export function rangeOf(names: number): number {
  const range = Math.max(1, names) * SPARSE;
  if (range >= 2 ** 32) throw new RangeError(`${names} names in a listing`);
  return range;
}

/** @returns the place that a keyed hash draws, below `range` */
export function placeOf(mac: Uint8Array, range: number): number {
  let value = 0;
  for (let at = 0; at < MAC_BYTES; at += 1) value = value * 256 + (mac[at] ?? 0);
  return value % range;
}

/** Writes places as gaps of one to five bytes: about 1.6 bytes a name. @param places sorted here, any order in */
export function encodePlaces(places: Uint32Array): Uint8Array {
  const sorted = places.slice().sort();
  const bytes = new Uint8Array(sorted.length * 5);
  let length = 0;
  let before = 0;
  for (const place of sorted) {
    let gap = place - before;
    before = place;
    for (; gap >= 128; gap = Math.floor(gap / 128)) bytes[length++] = (gap % 128) | 128;
    bytes[length++] = gap;
  }
  return bytes.slice(0, length);
}

/** @param count how many places there are. @throws RangeError when the bytes hold another number */
export function decodePlaces(bytes: Uint8Array, count: number): Uint32Array {
  const places = new Uint32Array(count);
  let [read, before, gap, unit] = [0, 0, 0, 1];
  for (const byte of bytes) {
    gap += (byte & 127) * unit;
    unit *= 128;
    if (byte >= 128) continue;
    before += gap;
    if (read >= count) throw new RangeError('a listing holds more than it says');
    places[read++] = before;
    [gap, unit] = [0, 1];
  }
  if (read !== count || unit !== 1) throw new RangeError('a listing holds less than it says');
  return places;
}

/** Whether a place is taken. @param places sorted, as `decodePlaces` gives them */
export function isTaken(places: Uint32Array, place: number): boolean {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] as number) < place) low = middle + 1;
    else high = middle;
  }
  return places[low] === place;
}
