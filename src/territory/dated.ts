import type { LawDate } from '../core/values/time.ts';
import type { TextId } from './texts.ts';

/**
 * A fact of law with its period [from, to): `from` null when its beginning is not known or it always was so,
 * `to` null while it stands. `toConfirm` marks a placeholder: shown as such everywhere, never as law.
 */
export type Dated = {
  readonly from: LawDate | null;
  readonly to: LawDate | null;
  readonly text: TextId;
  readonly toConfirm: boolean;
  /** Who wrote the line into the register: an office, not a person. */
  readonly author: string;
};

/** @returns true when the line stands on that day. */
export function standsOn(line: Pick<Dated, 'from' | 'to'>, on: LawDate): boolean {
  return (line.from === null || line.from <= on) && (line.to === null || on < line.to);
}

/** @returns the pairs of lines whose periods overlap: always a mistake for lines of one name. */
export function overlaps<L extends Pick<Dated, 'from' | 'to'>>(lines: readonly L[]): (readonly [L, L])[] {
  return lines.flatMap((a, i) =>
    lines.slice(i + 1).flatMap((b) => {
      const apart = (a.to !== null && b.from !== null && a.to <= b.from) || (b.to !== null && a.from !== null && b.to <= a.from);
      return apart ? [] : [[a, b] as const];
    }),
  );
}

/** The defaults of a line: what SITT's first authors wrote, standing since always. */
export function line(text: TextId, extra: Partial<Omit<Dated, 'text'>> = {}): Dated {
  return { from: null, to: null, toConfirm: false, author: 'SITT, première version', ...extra, text };
}

/** A placeholder: a plausible value whose text was not seen. */
export function placeholder(text: TextId, extra: Partial<Omit<Dated, 'text' | 'toConfirm'>> = {}): Dated {
  return line(text, { ...extra, toConfirm: true });
}
