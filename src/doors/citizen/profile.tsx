import { seal } from '../../core/access/sealed.ts';
import { loadStates } from '../../core/act/store.ts';
import { citizens, page, type RouteLine } from '../../core/http/index.ts';
import { listMessages } from '../../core/messages/index.ts';
import { addressLines, channels, describePerson, residenceLines } from '../../domains/people/index.ts';
import { personFacet, type PersonState } from '../../domains/people/index.ts';
import { Button, EmptyState, MessageCard, SummaryList, Tag } from '../../ui/index.ts';
import { forCitizens } from '../../ui/demarche/index.ts';
import { mandatesRoute } from './mandates.tsx';
import { citizenOf, show, type CitizenApp } from './site.ts';

const MINE = 'consultation de mon propre dossier';

/** Who I am for the register, and what it wrote to me. */
export function profileRoutes(app: CitizenApp): RouteLine[] {
  const { world } = app;
  return [
    mandatesRoute(app),
    { method: 'GET', path: '/usager/profil', who: citizens, purpose: MINE, handler: async (ctx) => {
      const me = citizenOf(ctx);
      const state = (await loadStates(world.read, world.facets, [{ kind: 'person', id: me.personId }])).get(me.personId)?.[personFacet.name] as PersonState | undefined;
      const known = await ctx.disclose(seal(state, { personIds: [me.personId], kind: 'identité' }));
      const open = <T extends { to: string | null }>(periods: readonly T[] | undefined) => periods?.find(({ to }) => to === null);
      const address = open(known?.addresses)?.address;
      const contact = open(known?.contacts)?.contact;
      return page(show(ctx, app, { title: 'Mon profil', children: (
        <>
          <h1 class="govuk-heading-l">Mon profil</h1>
          <h2 class="govuk-heading-m">Qui vous êtes</h2>
          <SummaryList rows={[
            { label: 'Votre compte', value: <>{me.name}{' '}<Tag kind={me.assurance === 'verified' ? 'success' : 'warning'}>{me.assurance === 'verified' ? 'identité vérifiée' : 'identité à vérifier au guichet'}</Tag></> },
            { label: 'Au registre', value: known?.identity ? describePerson(known.identity) : 'Le registre ne vous connaît pas encore.' },
            ...(known?.pastNames.length ? [{ label: 'Anciens noms', value: known.pastNames.map(({ name }) => name).join(', ') }] : []),
          ]} />
          <p class="govuk-body">Une erreur d’état civil se corrige au guichet, avec l’acte ; l’ancien nom reste dans l’histoire de vos véhicules.</p>
          <h2 class="govuk-heading-m">Où vous habitez</h2>
          <SummaryList rows={[
            { label: 'Résidence', value: address ? lines(residenceLines(address)) : '' },
            { label: 'Adresse des lettres', value: address ? lines(addressLines(address)) : '' },
          ]} />
          <p class="govuk-body">La commune de résidence fixe la redevance de votre véhicule et figure sur son certificat. Vous avez déménagé ? Ouvrez <a class="govuk-link" href="/usager/vehicules">votre véhicule</a> et changez l’adresse de son certificat : c’est gratuit.</p>
          <h2 class="govuk-heading-m">Comment vous prévenir</h2>
          <SummaryList rows={[
            { label: 'Moyen choisi', value: contact ? channels[contact.preferred] : 'Par lettre, à défaut d’un autre moyen' },
            { label: 'Téléphone', value: contact?.phone ?? '' }, { label: 'Courriel', value: contact?.email ?? '' },
            { label: 'Langue des lettres', value: <>Français<p class="govuk-hint govuk-!-margin-bottom-0">Les courriers ne sont pas encore écrits dans les autres langues du pays ; au guichet, on peut vous les lire.</p></> },
          ]} />
          <ContactDemarches app={app} />
          <h2 class="govuk-heading-m">Qui signe pour vous</h2>
          <p class="govuk-body"><a class="govuk-link" href="/usager/mandats">Les mandats que vous avez donnés et reçus</a></p>
          <h2 class="govuk-heading-m">Vos données</h2>
          <p class="govuk-body"><a class="govuk-link" href="/usager/consultations">Qui a lu mon dossier, et pourquoi</a></p>
        </>
      ) }));
    } },
    { method: 'GET', path: '/usager/messages', who: citizens, purpose: MINE, handler: async (ctx) => {
      const me = citizenOf(ctx);
      const { messages } = app;
      const rows = messages ? await ctx.disclose(seal(await listMessages(world.read, { personId: me.personId, limit: 50 }), { personIds: [me.personId], kind: 'messages' })) : [];
      return page(show(ctx, app, { title: 'Mes messages', children: (
        <>
          <h1 class="govuk-heading-l">Mes messages</h1>
          {messages && rows.length ? (
            <><p class="govuk-body">Tout ce que le service vous a écrit, quel que soit le moyen. Nous ne demandons jamais de mot de passe ni de numéro de carte.</p>{rows.map((row) => <MessageCard row={row} messages={messages} />)}</>
          ) : <EmptyState title="Aucun message"><p class="govuk-body">Tout ce que le service vous écrit se retrouve ici, quel que soit le moyen : lettre, SMS ou courriel.</p></EmptyState>}
        </>
      ) }));
    } },
  ];
}

const lines = (texts: readonly string[]) => <>{texts.map((line) => <div>{line}</div>)}</>;

/** Whatever changes one's own entry in the register. */
function ContactDemarches({ app: { world } }: { app: CitizenApp }) {
  const own = [...world.catalogue.values()].filter((d) => d.subject.mode === 'existing' && d.subject.view.kind === 'person' && forCitizens(d));
  return <>{own.map((d) => <p><Button kind="secondary" href={`/usager/demarches/${d.id}`}>{d.title}</Button></p>)}</>;
}
