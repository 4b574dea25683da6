import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import { Tag } from './tag.tsx';

export type BlockerView = {
  code: string;
  /** The fact, in one sentence, about this vehicle or this person. */
  message: string;
  /** The text it rests on; `toConfirm` when the text itself was not seen. */
  law: { reference: string; title?: string | undefined; href?: string | undefined; toConfirm?: boolean | undefined };
  clearedBy: { who: string; how: string; href?: string | undefined; action?: string | undefined };
  /** True when the reader can clear it alone, here. */
  yours?: boolean | undefined;
};

export type BlockerPanelProps = {
  blockers: readonly BlockerView[];
  /** What cannot be done: « la vente de ce véhicule ». */
  what?: string | undefined;
  /** Said in place of the usual « nothing was recorded ». */
  lede?: ComponentChildren;
  level?: 1 | 2 | 3 | undefined;
};

/** Everything that stands in the way, at once: what, by which text, who clears it and how. Never a bare « refusé ». */
export function BlockerPanel({ blockers, what, lede, level = 2 }: BlockerPanelProps) {
  if (blockers.length === 0) return <NothingBlocks what={what} level={level} />;
  const Heading = `h${level}` as const;
  const one = blockers.length === 1;
  return (
    <section class="sitt-blockers" aria-labelledby="bloque" tabIndex={-1} data-focus>
      <div class="sitt-blockers__head">
        <span class="sitt-blockers__count" aria-hidden="true">{blockers.length}</span>
        <div>
          <Heading class="sitt-blockers__title" id="bloque">{one ? 'Un point bloque' : `${blockers.length} points bloquent`} {what ?? 'cette démarche'}</Heading>
          <p class="sitt-blockers__lede">{lede ?? `Rien n’a été refusé ni encaissé. ${one ? 'Une fois ce point levé' : 'Une fois ces points levés'}, la démarche reprend là où elle en est.`}</p>
        </div>
      </div>
      <ol class="sitt-blockers__list">{blockers.map((blocker) => <BlockerItem blocker={blocker} level={level} />)}</ol>
    </section>
  );
}

function BlockerItem({ blocker: { code, message, law, clearedBy, yours }, level }: { blocker: BlockerView; level: 1 | 2 | 3 }) {
  const Heading = `h${level + 1}` as 'h2' | 'h3' | 'h4';
  return (
    <li class="sitt-blocker">
      <Heading class="sitt-blocker__what">{message}</Heading>
      <dl class="sitt-blocker__facts">
        <dt>Qui peut le lever</dt><dd><strong>{clearedBy.who}</strong>{yours ? <>{' '}<Tag kind="success">à votre portée</Tag></> : null}</dd>
        <dt>Comment</dt><dd>{clearedBy.how}</dd>
        <dt>Texte</dt><dd>{law.title ? `${law.title}, ` : ''}{law.href ? <a class="govuk-link" href={law.href}>{law.reference}</a> : law.reference}{law.toConfirm ? <>{' '}<Tag kind="warning">à confirmer</Tag></> : null}</dd>
      </dl>
      <p class="sitt-blocker__foot">
        {clearedBy.href ? <a class="govuk-link sitt-blocker__go" href={clearedBy.href}>{clearedBy.action ?? 'Lever ce point'}</a> : null}
        <span class="sitt-blocker__code">Code {code}</span>
      </p>
    </li>
  );
}

function NothingBlocks({ what, level }: { what: string | undefined; level: 1 | 2 | 3 }) {
  const Heading = `h${level}` as const;
  return (
    <section class="sitt-blockers sitt-blockers--clear">
      <div class="sitt-blockers__head">
        <span class="sitt-blockers__count"><Icon name="check" /></span>
        <div>
          <Heading class="sitt-blockers__title">Rien ne bloque {what ?? 'cette démarche'}</Heading>
          <p class="sitt-blockers__lede">La situation est relue au moment de la décision.</p>
        </div>
      </div>
    </section>
  );
}
