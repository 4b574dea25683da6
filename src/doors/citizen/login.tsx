import type { CitizenLoginView } from '../../core/access/citizen-login.ts';
import type { ProviderView } from '../../core/access/local-provider.ts';
import { Banner, Button, Card, Inset, renderPage } from '../../ui/index.ts';
import { DOOR } from './site.ts';

/** The page before leaving for the identity provider. */
export function renderCitizenLogin({ href, providerName, demo, error }: CitizenLoginView): string {
  return renderPage({ door: DOOR, demo, title: 'Se connecter', hasErrors: error !== undefined, children: (
    <>
      {error ? <Banner kind="error">{error}</Banner> : null}
      <h1 class="govuk-heading-l">Se connecter</h1>
      <p class="sitt-lede">Un seul compte pour vos véhicules et vos démarches : {providerName}.</p>
      <p class="govuk-body">Vous allez quitter cette page, vous identifier, puis revenir ici. Nous recevons vos nom, prénoms, date et lieu de naissance ; jamais votre mot de passe.</p>
      <Button href={href}>Continuer avec {providerName}</Button>
      <Inset>Pas de compte, pas de téléphone ? Tout peut se faire au guichet, avec une pièce d’identité.</Inset>
    </>
  ) });
}

/** The demonstration identity provider: one is whom one likes, and the page says so. */
export function renderIdentityChoice({ title, warning, people, action, csrf }: ProviderView): string {
  return renderPage({ door: { id: 'public', name: 'Identité de démonstration', home: '/' }, demo: true, title, children: (
    <>
      <h1 class="govuk-heading-l">Qui êtes-vous aujourd’hui ?</h1>
      <Banner kind="warning">{warning}</Banner>
      {people.map(({ sub, givenNames, familyName, story }) => (
        <Card title={`${givenNames} ${familyName}`}>
          <p class="govuk-body">{story.charAt(0).toUpperCase() + story.slice(1)}.</p>
          <form method="post" action={action}><input type="hidden" name="_csrf" value={csrf} /><input type="hidden" name="sub" value={sub} /><Button kind="secondary">Être {givenNames}</Button></form>
        </Card>
      ))}
    </>
  ) });
}
