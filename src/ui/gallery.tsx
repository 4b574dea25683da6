import { GalleryCasework } from './gallery-casework.tsx';
import { GalleryForms } from './gallery-forms.tsx';
import { renderErrorPage } from './error-page.tsx';
import { renderHomePage } from './home-page.tsx';
import { Field } from './field.tsx';
import { KioskQuestion } from './kiosk-question.tsx';
import { renderPage, type PageProps } from './page.tsx';
import { THREE_BLOCKERS } from './gallery-data.ts';

const COUNTER: Pick<PageProps, 'door' | 'nav' | 'user' | 'demo' | 'csrf'> = {
  door: { id: 'counter', name: 'Guichet', home: '/guichet' }, demo: true, csrf: 'token',
  user: { name: 'Wénéhoua Poédjaré-Exemple', role: 'agente, antenne de Koné', logoutHref: '/deconnexion' },
  nav: [{ href: '/guichet', label: 'Accueil', current: true }, { href: '/guichet/file', label: 'File en ligne' }, { href: '/guichet/deux', label: 'À deux personnes' }, { href: '/guichet/caisse', label: 'Caisse' }],
};

/** One page with every component in its states, long names and errors included: to be looked at and tested, never served to users. */
export function renderGallery(): string {
  return renderPage({
    ...COUNTER, title: 'Planche des composants', width: 'wide', hasErrors: true,
    crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: 'Véhicules', href: '/guichet/vehicules' }, { label: '412 345 NC' }],
    flash: [{ kind: 'success', text: 'Changement d’adresse enregistré. Le nouveau certificat est valable dès maintenant.' }],
    children: <><h1 class="govuk-heading-xl">Planche des composants</h1><GalleryForms /><GalleryCasework /></>,
  });
}

/** Whole pages of the gallery: name → HTML. */
export function renderGalleryPages(): Readonly<Record<string, string>> {
  return { gallery: renderGallery(), home: home(), kiosk: kiosk(), 'error-409': failed(409), 'error-404': failed(404), 'error-500': failed(500) };
}

function home(): string {
  const login = (label: string) => ({ label, action: '/demo', fields: { identity: label } });
  return renderHomePage({
    demo: true, csrf: 'token',
    doors: [
      { id: 'citizen', name: 'Usager', href: '/usager', text: 'Mes véhicules, mes démarches et qui a consulté mon dossier.', demo: [login('Entrer comme Marie-Hélène Exemple')] },
      { id: 'counter', name: 'Guichet', href: '/guichet', text: 'Recevoir, instruire, encaisser, délivrer.', demo: [login('Entrer comme agente de Koné')] },
      { id: 'professional', name: 'Professionnel', href: '/professionnel', text: 'Concessionnaires et loueurs : les démarches par lot.' },
      { id: 'police', name: 'Police et gendarmerie', href: '/police', text: 'Contrôler une plaque, un titre ; inscrire une opposition.' },
      { id: 'kiosk', name: 'Borne', href: '/borne', text: 'Une question par écran, à la mairie ou au guichet.' },
      { id: 'steering', name: 'Pilotage', text: 'Délais, recettes, paramètres à confirmer.' },
    ],
  });
}

function kiosk(): string {
  return renderPage({
    title: 'Comment est enregistrée votre adresse ?', demo: true, door: { id: 'kiosk', name: 'Borne', home: '/borne' },
    children: (
      <KioskQuestion action="/borne" csrf="token" requestId="gallery-kiosk" step={{ now: 2, total: 4 }} backHref="/borne/1" help="Besoin d’aide ? Appuyez sur le bouton rouge : une personne vient.">
        <Field asHeading values={{ 'address.kind': 'tribe' }} spec={{ path: 'address.kind', control: 'radios', label: 'Où habitez-vous ?', hint: 'Touchez votre réponse.', options: [{ value: 'street', label: 'Une rue, un numéro' }, { value: 'tribe', label: 'Une tribu' }, { value: 'lot', label: 'Un lot ou un lieu-dit' }] }} />
      </KioskQuestion>
    ),
  });
}

function failed(status: 404 | 409 | 500): string {
  const words = { 404: ['Page introuvable', 'Cette page n’existe pas, ou elle n’est pas à vous.'], 409: ['Impossible dans la situation actuelle', ''], 500: ['Une erreur est survenue', 'Le service n’a pas pu répondre.'] } as const;
  return renderErrorPage({
    demo: true, door: { id: 'citizen', name: 'Usager', home: '/usager' }, nav: [{ href: '/usager/vehicules', label: 'Mes véhicules' }, { href: '/usager/demarches', label: 'Mes démarches' }],
    status, title: words[status][0], detail: words[status][1], requestId: '01JDX4-7Q2M', ...(status === 409 ? { blockers: THREE_BLOCKERS } : {}),
  });
}
