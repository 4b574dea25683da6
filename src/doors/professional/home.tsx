import type { App } from '../../app.ts';
import { loadStates } from '../../core/act/store.ts';
import { page, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatDate, formatShortDate } from '../../core/values/time.ts';
import { accountOf, asOf, batchesOf, decisionsAbout, dossiersOf, endsSoon, liveAccreditation, partnerKinds, quotaOf, standsWords, usedByDemarche, type Accreditation, type AccreditationState } from '../../domains/partners/index.ts';
import { companyNamed } from '../../domains/people/index.ts';
import { territory } from '../../territory/index.ts';
import { Banner, Button, ButtonGroup, Card, DateTimeFr, Inset, MoneyF, Tag } from '../../ui/index.ts';
import { BatchTable } from './batch-page.tsx';
import { Decisions } from './decisions.tsx';
import { Dossiers } from './dossiers.tsx';
import { HOME, mayAct, openTo, partnerOf, seesMoney, show, users, type Partner } from './site.ts';
import { countOf } from './vehicles-store.ts';

/** The company's home: what stops it, what waits, what is left of the day, its last batches, its account. */
export function homeRoute(app: App): RouteLine {
  return { method: 'GET', path: HOME, who: users, handler: async (ctx) => page(await home(ctx, app)) };
}

async function home(ctx: Ctx, app: App): Promise<string> {
  const { world } = app;
  const me = partnerOf(ctx);
  const today = world.today(world.clock());
  const standing = await liveAccreditation(world.read, me.companyId, me.partnerKind, world.clock());
  const [waiting, decisions, used, batches, account, vehicles, company, state] = await Promise.all([
    dossiersOf(world.read, me.companyId, { states: ['to_complete', 'to_pay'], limit: 10 }), decisionsAbout(world.read, me.companyId), usedByDemarche(world.read, me.companyId, today), batchesOf(world.read, me.companyId, 4), accountOf(world.read, me.companyId), countOf(world, me.companyId), companyNamed(world.read, me.companyId),
    standing ? loadStates(world.read, world.facets, [{ kind: 'accreditation', id: standing.id }]).then((states) => asOf(states.get(standing.id)?.['accreditation'] as AccreditationState, world.clock().toISOString())) : undefined,
  ]);
  const open = openTo(app, me, standing).filter((d) => d.subject.view.kind !== 'accreditation');
  // A bank, a bailiff, customs and a pound come to order or lift a measure: that first.
  const measures = open.filter(({ presence, subject }) => presence === 'authority' && subject.view.kind === 'vehicle');
  // An account that was never used is not low: a bank or a pound seldom pays.
  const unused = account.balance === 0 && account.reserved === 0;
  const going = standing?.status === 'active' && today <= standing.convention.to;
  const insures = me.partnerKind === 'insurer';
  const low = account.credit === 0 && account.available < territory.parameter('partnerLowBalance', today).value;
  return show(ctx, app, { title: 'Professionnels', children: (
    <>
      <h1 class="govuk-heading-l">{company?.name ?? 'Votre entreprise'}</h1>
      <Standing standing={standing} state={state} today={today} renewal={renewalOf(app, me)} titleOf={(id) => world.catalogue.get(id)?.title ?? id} />
      {mayAct(me) && going ? <ButtonGroup>
        {measures.map(({ id, title }, index) => <Button kind={index ? 'secondary' : 'primary'} href={`${HOME}/demarches/${id}`}>{title}</Button>)}
        {insures ? <Button href={`${HOME}/assurances/fichier`}>Envoyer des contrats</Button> : null}
        {insures ? <Button kind="secondary" href={`${HOME}/assurances`}>Voir mes contrats</Button> : null}
        <Button kind={insures || measures.length ? 'secondary' : 'primary'} href={`${HOME}/lots/nouveau`}>Envoyer un lot</Button><Button kind="secondary" href={`${HOME}/demarches`}>Une démarche</Button>
      </ButtonGroup> : null}
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <h2 class="govuk-heading-m">Ce qui vous attend</h2>
          <Decisions app={app} rows={decisions} />
          {waiting.length ? <Dossiers app={app} rows={waiting} /> : decisions.length ? null : <p class="govuk-body">Rien : aucun dossier n’attend de pièce ni de paiement.</p>}
          <h2 class="govuk-heading-m">Derniers lots</h2>
          {batches.length ? <BatchTable app={app} rows={batches} /> : <p class="govuk-body">Aucun lot encore.</p>}
        </div>
        <div class="govuk-grid-column-one-third">
          {seesMoney(me) || mayAct(me) ? <Card title="Compte">
            <p class="govuk-body">Disponible : <strong><MoneyF amount={account.available} /></strong>{account.reserved ? <>, réservé : <MoneyF amount={account.reserved} /></> : null}</p>
            {low ? <p class="govuk-body">{unused ? 'Rien n’y est versé : un virement sert aux démarches payantes.' : <><Tag kind="warning">solde bas</Tag> Faites un virement avant vos prochaines démarches.</>}</p> : null}
            {seesMoney(me) ? <Button kind="secondary" href={`${HOME}/compte`}>Voir le compte</Button> : null}
          </Card> : null}
          {vehicles ? <Card title="Véhicules"><p class="govuk-body"><strong>{vehicles}</strong> au nom de l’entreprise, stock compris.</p><Button kind="secondary" href={`${HOME}/vehicules`}>Voir les véhicules</Button></Card> : null}
          {going ? <Card title="Aujourd’hui">
            <Quotas open={open} used={used} convention={standing.convention} />
          </Card> : null}
        </div>
      </div>
    </>
  ) });
}

/** Where a manager asks for another convention: the démarche about the accreditation that goes on from it. */
const renewalOf = (app: App, me: Partner): string | undefined => {
  const d = openTo(app, me, undefined).find(({ renews }) => renews);
  return d && `${HOME}/demarches/${d.id}`;
};

type Quota = { open: readonly { id: string; title: string }[]; used: ReadonlyMap<string, number>; convention: Parameters<typeof quotaOf>[0] };

/** What is left today of what was begun; the rest is whole, and said once. */
function Quotas({ open, used, convention }: Quota) {
  const begun = open.filter(({ id }) => used.get(id));
  const most = [...new Set(open.filter(({ id }) => !used.get(id)).map(({ id }) => quotaOf(convention, id)))].toSorted((a, b) => a - b);
  const bounds = most.length > 1 ? `${most[0]} à ${most.at(-1)}` : String(most[0] ?? 0);
  return (
    <>
      {begun.length ? <><p class="govuk-body">Ce qui reste de votre quota du jour :</p><ul class="govuk-list">{begun.map((d) => <li><strong>{Math.max(0, quotaOf(convention, d.id) - (used.get(d.id) ?? 0))}</strong> sur {quotaOf(convention, d.id)} : {d.title}</li>)}</ul></> : null}
      {most.length ? <p class="govuk-body govuk-!-margin-bottom-0">{begun.length ? 'Pour chaque autre démarche' : 'Rien encore. Pour chaque démarche'} : {bounds} par jour.</p> : null}
    </>
  );
}

/** Whether the company may act, and if not, why: a suspension is told with its reasons and until when one may answer. */
function Standing({ standing, state, today, renewal, titleOf }: { standing: Accreditation | undefined; state: AccreditationState | undefined; today: string; renewal: string | undefined; titleOf: (id: string) => string }) {
  if (!standing) return <Banner kind="warning" title="Aucune accréditation en cours"><p class="govuk-body govuk-!-margin-bottom-0">Vous pouvez lire vos dossiers ; aucune démarche n’est possible. Le représentant de l’entreprise peut en demander une.</p></Banner>;
  const stop = state?.suspensions.findLast(({ to }) => to === null);
  const { convention } = standing;
  const over = convention.to < today;
  const renew = renewal ? <Button href={renewal}>Demander le renouvellement</Button> : <p class="govuk-body govuk-!-margin-bottom-0">Le responsable de l’entreprise en demande le renouvellement.</p>;
  return (
    <>
      <p class="govuk-body">{partnerKinds[standing.kind]}, accréditation <span class="sitt-num">{standing.number}</span> <Tag kind={standing.status === 'active' && !over ? 'success' : 'danger'}>{over ? 'Échue' : standsWords(standing)}</Tag> du {formatShortDate(convention.from)} au {formatShortDate(convention.to)}.</p>
      {stop ? (
        <Banner kind="error" title={stop.provisionalUntil ? 'Votre accréditation est gelée à titre provisoire' : 'Votre accréditation est suspendue'}>
          <p class="govuk-body">Depuis le <DateTimeFr at={new Date(stop.from)} />, aucune démarche n’est possible, ni ici ni par vos clés. Raison : {stop.reason ?? 'effacée'} Fondement : {stop.text}.</p>
          {stop.provisionalUntil ? <p class="govuk-body">Sans suspension signée avant le <DateTimeFr at={new Date(stop.provisionalUntil)} />, vous agissez de nouveau.</p> : null}
          <p class="govuk-body govuk-!-margin-bottom-0">Vos observations sont attendues jusqu’au {formatDate(stop.hearingUntil)}, par écrit ou au guichet unique.</p>
        </Banner>
      ) : null}
      {convention.kept && !stop ? <p class="govuk-body">Vous gardez les papiers de : {convention.kept.acts.map(titleOf).join(', ')}{convention.kept.from > today ? `, à partir du ${formatDate(convention.kept.from)}` : ''}. Quand SITT connaît l’homologation du type, le contrat d’assurance et le titulaire, l’acte se fait sans attendre un agent ; une part est contrôlée ensuite.</p> : null}
      {state?.distrust ? (
        <Banner kind="warning" title="Un agent relit de nouveau vos papiers">
          <p class="govuk-body">Depuis le <DateTimeFr at={new Date(state.distrust.at)} />, par décision du gestionnaire des professionnels. Raison : {state.distrust.reason ?? 'effacée'} Fondement : {state.distrust.text}.</p>
          <p class="govuk-body govuk-!-margin-bottom-0">Vos observations sont attendues jusqu’au {formatDate(state.distrust.hearingUntil)}, par écrit ou au guichet unique. Vos démarches restent ouvertes.</p>
        </Banner>
      ) : null}
      {over ? <Banner kind="error" title={`Votre convention a pris fin le ${formatDate(convention.to)}`}><p class="govuk-body">Aucune démarche n’est possible depuis, ni ici ni par vos clés. Vous lisez toujours vos dossiers, vos lots et votre compte.</p>{renew}</Banner> : null}
      {!over && !stop && endsSoon(convention, today) ? <Inset><p class="govuk-body">Votre convention prend fin le {formatDate(convention.to)} : après ce jour, aucune démarche ne sera possible.</p>{renew}</Inset> : null}
    </>
  );
}
