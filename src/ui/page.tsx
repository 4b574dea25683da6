import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Banner, type BannerKind } from './banner.tsx';
import { Crumbs, type Crumb } from './crumbs.tsx';
import { Footer } from './footer.tsx';
import { DoorBar, Masthead, type Door, type NavItem, type User } from './masthead.tsx';
import { publicFile } from './public-files.ts';
import { frenchSpaces } from './typography.ts';

export type PageProps = {
  title: string;
  door: Door;
  user?: User | undefined;
  nav?: readonly NavItem[] | undefined;
  /** True in a demonstration register: every page and every print says so. */
  demo: boolean;
  flash?: readonly { kind: BannerKind; text: string }[] | undefined;
  crumbs?: readonly Crumb[] | undefined;
  /** 'reading': forms and texts (default) · 'wide': lists and files · 'full': work screens of agents. */
  width?: 'reading' | 'wide' | 'full' | undefined;
  /** True when a form comes back with errors: said first in the title. */
  hasErrors?: boolean | undefined;
  /** Token of the log-out form. */
  csrf?: string | undefined;
  /** Address of the manifest of a page that can be installed. */
  manifest?: string | undefined;
  /** Islands of this page, by their plain names; each has its size budget. */
  scripts?: readonly string[] | undefined;
  /** Stylesheets of this page alone, by their plain names. */
  styles?: readonly string[] | undefined;
  /** Stands over the whole width, before the content. */
  hero?: VNode | undefined;
  children: ComponentChildren;
};

/** A whole HTML page, doctype included. No inline style or script: it holds under a strict CSP. */
export function renderPage(props: PageProps): string {
  return `<!doctype html>${frenchSpaces(renderToString(<Page {...props} />))}`;
}

/** A piece of a page, for an answer to a live search. */
export function renderFragment(children: VNode): string {
  return frenchSpaces(renderToString(children));
}

function Page(props: PageProps) {
  const { title, door, user, nav = [], demo, flash = [], crumbs = [], width = 'reading', csrf, hero, children } = props;
  return (
    <html lang="fr">
      <Head title={`${props.hasErrors ? 'Erreur : ' : ''}${title}, ${door.name} (SITT)`} manifest={props.manifest} scripts={props.scripts} styles={props.styles} />
      <body class={`sitt sitt--${door.id} sitt-width--${width}`}>
        <a class="govuk-skip-link" href="#contenu">Aller au contenu</a>
        <Masthead user={user} csrf={csrf} demo={demo} />
        <DoorBar door={door} nav={nav} />
        <main class={`sitt-main${hero ? ' sitt-main--home' : ''}`} id="contenu" tabIndex={-1}>
          {hero}
          <div class="sitt-container">
            <Crumbs crumbs={crumbs} />
            <div class="sitt-main__body">
              {flash.map(({ kind, text }) => <Banner kind={kind}>{text}</Banner>)}
              {children}
            </div>
          </div>
        </main>
        <Footer demo={demo} />
      </body>
    </html>
  );
}

function Head({ title, manifest, scripts = [], styles = [] }: { title: string } & Pick<PageProps, 'manifest' | 'scripts' | 'styles'>) {
  return (
    <head>
      <meta charSet="utf-8" />
      <title>{title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="theme-color" content="#0b3c49" />
      <meta name="format-detection" content="telephone=no" />
      <link rel="preload" href={publicFile('fonts/source-sans-3-latin-400-normal.woff2')} as="font" type="font/woff2" crossOrigin="anonymous" />
      <link rel="stylesheet" href={publicFile('sitt.css')} />
      {styles.map((name) => <link rel="stylesheet" href={publicFile(name)} />)}
      <link rel="icon" href={publicFile('favicon.svg')} type="image/svg+xml" />
      {manifest ? <link rel="manifest" href={manifest} /> : null}
      <script defer src={publicFile('enhance.js')} />
      {scripts.map((name) => <script defer src={publicFile(name)} />)}
    </head>
  );
}
