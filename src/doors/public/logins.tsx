import type { Actor } from '../../core/access/actor.ts';
import type { CitizenLoginView } from '../../core/access/citizen-login.ts';
import type { ProviderView } from '../../core/access/local-provider.ts';
import type { LoginView } from '../../core/access/login-routes.ts';
import type { FaultView } from '../../core/http/index.ts';
import { blockerViews } from '../../ui/demarche/index.ts';
import { cite } from './site.ts';
import { Banner, Button, DemoIdentities, ErrorSummary, Field, Form, renderErrorPage, renderPage, Warning, type Door, type User } from '../../ui/index.ts';

const doorOf: Record<LoginView['kind'], Door> = {
  agent: { id: 'counter', name: 'Guichet', home: '/guichet' },
  authority: { id: 'police', name: 'Police et autorités', home: '/police' },
  partner: { id: 'professional', name: 'Professionnels', home: '/professionnel' },
};
const citizenDoor: Door = { id: 'citizen', name: 'Usagers', home: '/usager' };

/** The log-in of agents and authorities; in a demo, one click instead of a password. */
export const renderLogin = (demo: boolean) => (view: LoginView): string => renderPage({
  title: 'Se connecter', door: doorOf[view.kind], demo, hasErrors: Boolean(view.error), flash: view.flash,
  children: (
    <>
      {view.error ? <ErrorSummary errors={[{ path: 'email', message: view.error }]} /> : null}
      <h1 class="govuk-heading-l">Se connecter</h1>
      {view.demo.length ? (
        <section class="sitt-identities--wide">
          <h2 class="govuk-heading-m" id="identites">Identités de démonstration</h2>
          <DemoIdentities csrf={view.csrf} labelledBy="identites" entries={view.demo.map(({ id, actor }) => {
            const [name = 'Démonstration', ...role] = 'name' in actor ? actor.name.split(', ') : [];
            return { label: name, hint: actor.kind === 'authority' ? actor.unit : role.join(', '), action: view.demoAction, fields: { retour: view.returnTo, identite: id } };
          })} />
          <h2 class="govuk-heading-m">Ou par mot de passe</h2>
        </section>
      ) : null}
      <Form action={view.action} csrf={view.csrf} requestId="">
        <input type="hidden" name="retour" value={view.returnTo} />
        <Field spec={{ path: 'email', control: 'email', label: 'Adresse de courriel', required: true, autocomplete: 'username' }} values={{ email: view.email }} />
        <Field spec={{ path: 'password', control: 'password', label: 'Mot de passe', required: true, autocomplete: 'current-password' }} values={{}} />
        <Field spec={{ path: 'code', control: 'text', label: 'Code à six chiffres', hint: 'Affiché par votre application d’authentification.', required: true, width: 10, autocomplete: 'one-time-code' }} values={{}} />
        <Button>Se connecter</Button>
      </Form>
    </>
  ),
});

/** The page before leaving for the identity provider. */
export const renderCitizenLogin = (demo: boolean) => (view: CitizenLoginView): string => renderPage({
  title: 'S’identifier', door: citizenDoor, demo, hasErrors: Boolean(view.error),
  children: (
    <>
      {view.error ? <ErrorSummary errors={[{ path: 'identite', message: view.error }]} /> : null}
      <h1 class="govuk-heading-l">S’identifier</h1>
      {view.kept ? <Banner kind="information" title="Votre session était terminée">Ce que vous aviez saisi est gardé : identifiez-vous, et vous le retrouverez.</Banner> : null}
      <p class="govuk-body">Votre identité est vérifiée une fois par {view.providerName}. SITT ne voit jamais votre mot de passe.</p>
      <p><a class="govuk-button" id="identite" href={view.href}>Continuer avec {view.providerName}</a></p>
      {view.demo ? <Warning>Démonstration : vous choisirez une personne inventée, sans mot de passe.</Warning> : null}
    </>
  ),
});

/** A real installation that has no identity provider yet: not a breakdown, and nothing to try again. */
export const renderNotOpen = (): string => renderPage({
  title: 'Espace en ligne pas encore ouvert', door: citizenDoor, demo: false, width: 'reading',
  children: (
    <>
      <h1 class="govuk-heading-l">L’espace en ligne n’est pas encore ouvert</h1>
      <p class="sitt-lede">Toutes les démarches se font au guichet, avec les mêmes règles et les mêmes papiers.</p>
      <p class="govuk-body"><a class="govuk-link" href="/demarches">Voir ce qu’il faut apporter, démarche par démarche</a></p>
      <p class="govuk-body"><a class="govuk-link" href="/">Aller à l’accueil</a></p>
    </>
  ),
});

/** The demonstration's identity provider: one is whom one likes. */
export function renderProvider(view: ProviderView): string {
  return renderPage({
    title: view.title, door: citizenDoor, demo: true,
    children: (
      <>
        <h1 class="govuk-heading-l">Qui êtes-vous ?</h1>
        <Warning>{view.warning}</Warning>
        <div class="sitt-identities--wide"><DemoIdentities csrf={view.csrf} entries={view.people.map(({ sub, givenNames, familyName, story }) => ({ label: `${givenNames} ${familyName}`, hint: story, action: view.action, fields: { sub } }))} /></div>
      </>
    ),
  });
}

type Home = (actor: Actor) => string;

/** Where whoever is logged in works, and how they leave. */
function standing({ actor, csrf }: FaultView, agentHome: Home): { door: Door; user: User; csrf: string } | null {
  switch (actor.kind) {
    case 'agent': return { door: agentHome(actor) === '/pilotage' ? { id: 'steering', name: 'Pilotage', home: '/pilotage' } : doorOf.agent, user: { name: actor.name, logoutHref: '/guichet/deconnexion' }, csrf: csrf() };
    case 'authority': return { door: doorOf.authority, user: { name: actor.name, role: actor.unit, logoutHref: '/police/deconnexion' }, csrf: csrf() };
    case 'partner': return { door: doorOf.partner, user: { name: actor.name, logoutHref: '/professionnel/deconnexion' }, csrf: csrf() };
    case 'citizen': return { door: citizenDoor, user: { name: actor.name, logoutHref: '/usager/deconnexion' }, csrf: csrf() };
    default: return null;
  }
}

/** An answer that is not what was asked. Whoever is refused a page is led back to their own door, or leaves. */
export function renderFault({ csrf, ...view }: FaultView, demo: boolean, agentHome: Home): string {
  const known = view.status === 403 ? standing({ ...view, csrf }, agentHome) : null;
  const door: Door = view.path.startsWith('/guichet') ? doorOf.agent : view.path.startsWith('/police') ? doorOf.authority : view.path.startsWith('/professionnel') ? doorOf.partner : view.path.startsWith('/usager') ? citizenDoor : { id: 'public', name: 'Accueil', home: '/' };
  return renderErrorPage({ ...view, door, demo, ...known, blockers: blockerViews(view.blockers, cite) });
}
