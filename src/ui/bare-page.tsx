import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { DemoStrip } from './masthead.tsx';
import { publicFile } from './public-files.ts';
import { frenchSpaces } from './typography.ts';

export type BarePageProps = {
  title: string;
  /** Classes of the body. */
  kind: string;
  demo: boolean;
  /** Built files beside the common ones: 'queue.css', 'queue.js'. */
  styles?: readonly string[] | undefined;
  scripts?: readonly string[] | undefined;
  /** Seconds after which the page is asked again where no script does it better. */
  refresh?: number | undefined;
  /** Seconds after which a screen that nobody touches goes back there, with script. */
  idle?: { seconds: number; to: string } | undefined;
  children: ComponentChildren;
};

/** A page without masthead nor menu: a screen on a wall, a kiosk, a slip of paper. It holds under the same strict CSP. */
export function renderBarePage(props: BarePageProps): string {
  return `<!doctype html>${frenchSpaces(renderToString(<BarePage {...props} />))}`;
}

function BarePage({ title, kind, demo, styles = [], scripts = [], refresh, idle, children }: BarePageProps) {
  return (
    <html lang="fr">
      <head>
        <meta charSet="utf-8" />
        <title>{`${title} (SITT)`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        {refresh ? <noscript><meta http-equiv="refresh" content={String(refresh)} /></noscript> : null}
        <link rel="stylesheet" href={publicFile('sitt.css')} />
        {styles.map((name) => <link rel="stylesheet" href={publicFile(name)} />)}
        <link rel="icon" href={publicFile('favicon.svg')} type="image/svg+xml" />
        {scripts.map((name) => <script defer src={publicFile(name)} />)}
      </head>
      <body class={kind} data-idle={idle?.seconds} data-idle-to={idle?.to}>
        {demo ? <header><DemoStrip /></header> : null}
        {children}
      </body>
    </html>
  );
}
