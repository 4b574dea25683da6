import type { ComponentChildren } from 'preact';

export type TagKind = 'neutral' | 'info' | 'success' | 'warning' | 'danger' | 'strong';

/** A state in a word or two. Colour repeats what the word says, never replaces it. */
export function Tag({ kind = 'neutral', children }: { kind?: TagKind | undefined; children: ComponentChildren }) {
  return <strong class={`sitt-tag sitt-tag--${kind}`}>{children}</strong>;
}
