import type { ComponentChildren } from 'preact';

export type ButtonProps = {
  kind?: 'primary' | 'secondary' | 'warning' | 'link' | undefined;
  /** With it: a link that looks like a button (goes somewhere). Without: submits its form. */
  href?: string | undefined;
  name?: string | undefined;
  value?: string | undefined;
  /** Sends the same form to another address ('save as draft', 'check only'). */
  formaction?: string | undefined;
  /** Keyboard shortcut, shown on the button and handled by the enhancement script: 'F8', 'Alt+N'. */
  shortcut?: string | undefined;
  disabled?: boolean | undefined;
  children: ComponentChildren;
};

/** An action. One primary button a screen. */
export function Button({ kind = 'primary', href, shortcut, children, ...rest }: ButtonProps) {
  const className = kind === 'link' ? 'sitt-linkbutton' : `govuk-button${kind === 'primary' ? '' : ` govuk-button--${kind}`}`;
  const content = <>{children}{shortcut ? <>{' '}<kbd>{shortcut}</kbd></> : null}</>;
  if (href) return <a class={className} href={href} data-key={shortcut} draggable={false}>{content}</a>;
  return <button class={className} type="submit" data-key={shortcut} {...rest}>{content}</button>;
}

/** Actions of one screen, side by side. */
export function ButtonGroup({ children }: { children: ComponentChildren }) {
  return <div class="govuk-button-group">{children}</div>;
}
