import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

export type Stage = {
  name: string;
  state: 'done' | 'now' | 'todo' | 'stopped';
  /** When it was passed, or what one waits for, and who must act. */
  note?: ComponentChildren;
};

const WORDS: Readonly<Record<Stage['state'], string>> = { done: 'fait', now: 'en cours', todo: 'à venir', stopped: 'arrêté' };

/** Where a démarche really stands: passed, here, ahead. Never a comfortable percentage. */
export function StageTracker({ stages, label = 'Avancement de la démarche' }: { stages: readonly Stage[]; label?: string }) {
  return (
    <ol class="sitt-stages" aria-label={label}>
      {stages.map(({ name, state, note }) => (
        <li class={`sitt-stage sitt-stage--${state}`} aria-current={state === 'now' || state === 'stopped' ? 'step' : undefined}>
          <span class="sitt-stage__dot" aria-hidden="true">{state === 'done' ? <Icon name="check" /> : state === 'stopped' ? <Icon name="stop" /> : null}</span>
          <span class="sitt-stage__name">{name}<span class="govuk-visually-hidden"> ({WORDS[state]})</span></span>
          {note ? <span class="sitt-stage__when">{note}</span> : null}
        </li>
      ))}
    </ol>
  );
}
