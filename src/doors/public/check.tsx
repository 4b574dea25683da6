import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { checkTitle, type TitleCheck, type TitleStanding } from '../../domains/documents/index.ts';
import { Banner, Button, DateFr, Field, SummaryList } from '../../ui/index.ts';
import { show } from './site.ts';

const WORDS: Readonly<Record<TitleStanding, string>> = {
  valid: 'Ce titre est en cours de validité.', sold: 'Véhicule cédé : l’ancien titre vaut encore quelques jours.', delivered: 'Ce document a bien été délivré.',
  replaced: 'Ce titre a été remplacé, retiré ou annulé.', suspended: 'Ce titre est suspendu.', destroyed: 'Ce titre est détruit.', expired: 'Ce titre a expiré.',
  unknown: 'Aucun titre ne porte ce numéro.', forged: 'Ce code n’a pas été signé par nous, ou il est incomplet.',
};

/** Is this title good? Validity, make and model: never a person, never a plate that was not given. */
export function checkRoute(app: App): RouteLine {
  return { method: 'GET', path: '/verifier', who: 'public', perMinute: 30, handler: async (ctx) => {
    const typed = String(ctx.query['code'] ?? '').trim().slice(0, 600);
    const found = typed ? await checkTitle(app.pools.read, app.keys, typed, app.world.clock()) : undefined;
    return page(show(ctx, app, { title: 'Vérifier un titre', children: (
      <>
        <h1 class="govuk-heading-l">Vérifier un titre</h1>
        {found ? <Answer found={found} /> : null}
        <p class="govuk-body">Scannez le code imprimé sur le titre, ou recopiez son numéro. La réponse dit s’il est valable, la marque et le modèle, et rien de son titulaire.</p>
        <form method="get" action="/verifier">
          <Field spec={{ path: 'code', control: 'text', label: 'Code ou numéro du titre', hint: 'Par exemple T000000012. Le code scanné commence par SITT1.', required: true }} values={{ code: typed }} />
          <Button>Vérifier</Button>
        </form>
      </>
    ) }));
  } };
}

function Answer({ found: { valid, status, makeModel, issuedOn, validUntil } }: { found: TitleCheck }) {
  const facts = [
    ...(makeModel ? [{ label: 'Marque et modèle', value: makeModel }] : []),
    ...(issuedOn ? [{ label: 'Délivré le', value: <DateFr date={issuedOn} /> }] : []),
    ...(validUntil ? [{ label: 'Valable jusqu’au', value: <DateFr date={validUntil} /> }] : []),
  ];
  return <><Banner kind={valid ? 'success' : 'warning'} title={valid ? 'Titre valable' : 'Titre non valable'}>{WORDS[status]}</Banner>{facts.length ? <SummaryList rows={facts} /> : null}</>;
}
