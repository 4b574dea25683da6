import { DoorGrid, type DoorCardProps } from './door-card.tsx';
import type { PageProps } from './page.tsx';
import { renderPage } from './page.tsx';

export type HomePageProps = Pick<PageProps, 'demo' | 'user' | 'csrf' | 'flash' | 'nav'> & { doors: readonly DoorCardProps[] };

/** The front of the house: what it is for, and its doors. */
export function renderHomePage({ doors, ...page }: HomePageProps): string {
  return renderPage({
    ...page,
    title: 'Véhicules, permis et transports',
    door: { id: 'public', name: 'Accueil', home: '/' },
    width: 'wide',
    hero: <Hero />,
    children: <DoorGrid doors={doors} />,
  });
}

function Hero() {
  return (
    <div class="sitt-hero">
      <div class="sitt-container">
        <h1 class="sitt-hero__title">Vos démarches de la{'\u00a0'}route, du début à la{'\u00a0'}fin</h1>
        <p class="sitt-hero__lede">Certificat d’immatriculation, vente d’un véhicule, changement d’adresse : en ligne, au guichet ou à la borne, la même démarche et les mêmes règles.</p>
        <a class="govuk-button" href="/demarches">Voir toutes les démarches</a>
      </div>
    </div>
  );
}
