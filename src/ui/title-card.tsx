import type { ComponentChildren } from 'preact';
import { PlateBadge } from './plate.tsx';
import { Tag, type TagKind } from './tag.tsx';

export type TitleCardProps = {
  /** « Certificat d'immatriculation ». */
  kind: string;
  number: string;
  status: { label: string; kind: TagKind };
  plate?: string | undefined;
  /** Of the vehicle or of the holder. */
  name: string;
  facts: readonly { label: string; value: ComponentChildren }[];
  actions?: readonly { href: string; label: string }[] | undefined;
  /** Replaced, withdrawn or cancelled: shown, but never as valid. */
  dead?: boolean | undefined;
  level?: 2 | 3;
};

/** A title as a paper on the screen: what it is, its number, whether it is valid. */
export function TitleCard({ kind, number, status, plate, name, facts, actions = [], dead, level = 2 }: TitleCardProps) {
  const Heading = `h${level}` as const;
  return (
    <article class={`sitt-title${dead ? ' sitt-title--void' : ''}`}>
      <div class="sitt-title__head"><Heading class="sitt-title__kind">{kind}</Heading><span class="sitt-title__number">n° {number}</span></div>
      <div class="sitt-title__body">
        <div>
          {plate ? <PlateBadge plate={plate} withdrawn={dead ?? false} /> : null}
          <p class="sitt-title__name">{name}</p>
          <dl class="sitt-title__facts">{facts.map(({ label, value }) => <><dt>{label}</dt><dd>{value}</dd></>)}</dl>
        </div>
        <div class="sitt-title__side">
          <Tag kind={status.kind}>{status.label}</Tag>
          {actions.map(({ href, label }) => <a class="govuk-link" href={href}>{label}<span class="govuk-visually-hidden"> : {kind} {number}</span></a>)}
        </div>
      </div>
    </article>
  );
}
