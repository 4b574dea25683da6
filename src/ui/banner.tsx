import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export type BannerKind = 'success' | 'information' | 'warning' | 'error';
const ICONS: Readonly<Record<BannerKind, IconName>> = { success: 'check', information: 'info', warning: 'alert', error: 'alert' };

/** What has just happened, or what one must know before going on. Success and error are announced. */
export function Banner({ kind, title, children }: { kind: BannerKind; title?: string | undefined; children: ComponentChildren }) {
  const said = kind === 'success' ? 'status' : kind === 'error' ? 'alert' : undefined;
  return (
    <div class={`sitt-flash sitt-flash--${kind}`} role={said}>
      <Icon name={ICONS[kind]} />
      <div>
        {title ? <p class="sitt-flash__title">{title}</p> : null}
        <div class="sitt-flash__body">{children}</div>
      </div>
    </div>
  );
}
