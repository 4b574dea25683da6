import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { DateTimeFr, Inset, SummaryList, Table, Warning } from '../../ui/index.ts';
import { show, steeringAgents } from './site.tsx';
import { sealState, type SealState } from './store.ts';

/** Whether the journal is sealed, and how anybody with the machine checks it: never a green light that the server gives itself. */
export function verificationRoute(app: App): RouteLine {
  return { method: 'GET', path: '/pilotage/verification', who: steeringAgents, handler: async (ctx) =>
    page(show(ctx, app, { title: 'Vérification du registre', children: <Verification state={await sealState(app.pools.report)} /> })) };
}

function Verification({ state }: { state: SealState }) {
  const [last] = state.last;
  return (
    <>
      <h1 class="govuk-heading-l">Vérification du registre</h1>
      <p class="sitt-lede">Un scellé est une empreinte signée de tous les actes écrits depuis le précédent. Il est aussi gardé hors de la base.</p>
      {last ? (
        <SummaryList rows={[
          { label: 'Dernier scellé', value: <>n° {last.position}, le <DateTimeFr at={last.sealedAt} /></> },
          { label: 'Actes scellés', value: `${state.sealedActs}, en ${state.sealed} scellé${state.sealed > 1 ? 's' : ''}` },
          { label: 'Actes depuis', value: `${state.unsealed}, à sceller avant la fin de l’heure` },
          { label: 'Clé de signature', value: <code>{last.kid}</code> },
        ]} />
      ) : <Warning>Aucun scellé n’a encore été fait. {state.unsealed} actes attendent ; le premier scellé vient avec la prochaine heure ronde, ou à l’arrêt du serveur.</Warning>}
      <h2 class="govuk-heading-m">Lancer la vérification</h2>
      <p class="govuk-body">Sur la machine de SITT, dans son dossier, serveur arrêté ou en marche :</p>
      <pre class="sitt-code"><code>npm run verify</code></pre>
      <p class="govuk-body">Elle relit tout le registre et compare : chaque acte à son empreinte, chaque chaîne, chaque scellé et sa copie hors de la base, les suites de numéros, le grand livre, et l’état présent à ce que donnent les actes. Elle nomme ce qui a été changé, dit aussi ce qu’elle ne peut pas voir, et se termine en erreur quand quelque chose ne va pas.</p>
      <Inset>La vérification ne se lance pas d’ici : un serveur qui se déclare juste lui-même ne prouve rien. Les clés publiques sont <a class="govuk-link" href="/.well-known/sitt-keys.json">publiées</a>.</Inset>
      {state.last.length > 1 ? <Table caption="Derniers scellés" rows={state.last} columns={[
        { label: 'Numéro', cell: ({ position }) => position }, { label: 'Fait le', cell: ({ sealedAt }) => <DateTimeFr at={sealedAt} /> },
        { label: 'Actes', numeric: true, cell: ({ acts }) => <span class="sitt-num">{acts}</span> },
      ]} /> : null}
    </>
  );
}
