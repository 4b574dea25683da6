import type { VNode } from 'preact';
import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { Inset } from '../../ui/index.ts';
import { cite, show } from './site.ts';

/** The pages that never change with the visitor: promises, and what is still unknown said as such. */
export function plainPages(app: App): RouteLine[] {
  return PAGES.map(({ path, title, body }) => ({ method: 'GET', path, who: 'public', handler: (ctx) => page(show(ctx, app, { title, children: <><h1 class="govuk-heading-l">{title}</h1>{body()}</> })) }));
}

const PAGES: readonly { path: string; title: string; body: () => VNode }[] = [
  { path: '/accessibilite', title: 'Accessibilité', body: () => (
    <>
      <p class="sitt-lede">Tout doit pouvoir se faire au clavier, avec un lecteur d’écran, sur un petit téléphone et sans script.</p>
      <p class="govuk-body">Nous visons le niveau AA des règles WCAG 2.2. Chaque modèle de page est contrôlé par un outil automatique (axe) à chaque changement, avec et sans script. Un outil ne voit pas tout : aucune évaluation par des personnes handicapées n’a encore été faite.</p>
      <h2 class="govuk-heading-m">Une page vous bloque ?</h2>
      <p class="govuk-body">Toute démarche en ligne se fait aussi au guichet, avec l’aide d’un agent, ou par une personne de votre choix. Dites au guichet quelle page vous bloque : elle sera corrigée.</p>
    </>
  ) },
  { path: '/donnees-personnelles', title: 'Données personnelles', body: () => (
    <>
      <p class="sitt-lede">Le registre sait qui détient quel véhicule. Il ne le dit pas à n’importe qui, et vous pouvez voir à qui il l’a dit.</p>
      <h2 class="govuk-heading-m">Ce que le registre garde</h2>
      <ul class="govuk-list govuk-list--bullet"><li>vos nom, prénoms, date et lieu de naissance, adresse et moyens de vous joindre ;</li><li>vos véhicules, leurs titres, les ventes et les oppositions ;</li><li>vos démarches et leurs pièces, le temps de les traiter puis de les conserver.</li></ul>
      <h2 class="govuk-heading-m">Qui les lit</h2>
      <p class="govuk-body">Chaque lecture est notée avant d’être faite, avec le service et la raison. Dans votre espace, la page « Qui a lu mon dossier » vous la montre. Certaines lectures de police n’y apparaissent qu’après un délai.</p>
      <h2 class="govuk-heading-m">Vos droits</h2>
      <p class="govuk-body">Vous pouvez voir vos données, faire corriger une erreur, et demander l’effacement de ce qui n’a plus à être gardé. L’histoire d’un véhicule reste, sans votre nom.</p>
      <p class="govuk-body">Texte : {cite('donnees').title}, {cite('donnees').reference}.</p>
      <Inset>Responsable du traitement, durées de conservation et adresse du délégué : à confirmer par l’administration avant toute mise en service.</Inset>
    </>
  ) },
  { path: '/mentions', title: 'Mentions légales', body: () => (
    <>
      <p class="govuk-body">SITT est un logiciel libre qui tient le registre des véhicules, des conducteurs et des transporteurs d’un petit pays. La Nouvelle-Calédonie est son premier pays.</p>
      <Inset>Éditeur, directeur de la publication et hébergeur : à confirmer par l’administration avant toute mise en service.</Inset>
      <p class="govuk-body">Les marques et modèles de véhicules appartiennent à leurs constructeurs. Les personnes et les véhicules d’un registre de démonstration sont inventés.</p>
      <p class="govuk-body">Police : Source Sans 3 (licence OFL). Composants : GOV.UK Frontend et MOJ Frontend (licence MIT), sous la marque propre de SITT.</p>
    </>
  ) },
];
