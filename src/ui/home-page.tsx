import { DoorGrid, type DoorCardProps } from './door-card.tsx';
import { Icon } from './icon.tsx';
import type { PageProps } from './page.tsx';
import { renderPage } from './page.tsx';

export type HomePageProps = Pick<PageProps, 'demo' | 'user' | 'csrf' | 'flash' | 'nav'> & {
  doors: readonly DoorCardProps[];
  /** What most people come for, in their words. */
  errands?: readonly { href: string; title: string }[] | undefined;
};

/** The front of the house: what people come for, then its doors. */
export function renderHomePage({ doors, errands = [], ...page }: HomePageProps): string {
  return renderPage({
    ...page,
    title: 'Véhicules, permis et transports',
    door: { id: 'public', name: 'Accueil', home: '/' },
    width: 'wide',
    hero: <Hero errands={errands} />,
    children: (
      <>
        <h2 class="govuk-heading-m">{page.demo ? 'Entrer par une porte' : 'Les portes du service'}</h2>
        {page.demo ? <p class="govuk-body">Dans cette démonstration, un nom suffit pour entrer : personne n’existe, rien ne compte. Ce que le service écrit aux gens se lit dans <a class="govuk-link" href="/demonstration/messages">les messages de la démonstration</a>.</p> : null}
        <DoorGrid doors={doors} />
      </>
    ),
  });
}

function Hero({ errands }: { errands: NonNullable<HomePageProps['errands']> }) {
  return (
    <div class="sitt-hero">
      <div class="sitt-container">
        <h1 class="sitt-hero__title">Vos démarches de la{'\u00a0'}route, du début à la{'\u00a0'}fin</h1>
        <p class="sitt-hero__lede">En ligne ou au guichet, avec ou sans téléphone : la même démarche, les mêmes règles, et toujours la raison.</p>
        {errands.length ? <ul class="sitt-errands">{errands.map(({ href, title }) => <li><a class="sitt-errand" href={href}><span>{title}</span><Icon name="arrow" /></a></li>)}</ul> : null}
        <a class="sitt-hero__all" href="/demarches">Toutes les démarches</a>
      </div>
    </div>
  );
}
