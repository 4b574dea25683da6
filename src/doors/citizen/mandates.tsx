import { citizens, page, type RouteLine } from '../../core/http/index.ts';
import { Button, ButtonGroup, SummaryList } from '../../ui/index.ts';
import { forCitizens } from '../../ui/demarche/index.ts';
import { citizenOf, show, type CitizenApp } from './site.ts';
import { myMandates, type MyMandate } from './store.ts';

/** For whom I sign, and who signs for me: each mandate can be ended from here, by either side. */
export function mandatesRoute(app: CitizenApp): RouteLine {
  const { world } = app;
  return { method: 'GET', path: '/usager/mandats', who: citizens, purpose: 'consultation de mes mandats', handler: async (ctx) => {
    const all = await ctx.disclose(await myMandates(world, citizenOf(ctx)));
    const about = [...world.catalogue.values()].filter((d) => d.subject.view.kind === 'power' && forCitizens(d));
    const ends = about.find(({ subject }) => subject.mode === 'existing');
    const rows = (side: MyMandate['side']) => all.filter((one) => one.side === side).map((one) => ({ label: one.other, value: (
      <>
        {one.words}
        {one.revocable && ends ? <p class="govuk-!-margin-bottom-0"><a class="govuk-link" href={`/usager/demarches/${ends.id}?sujet=${one.id}`}>{side === 'given' ? 'Y mettre fin' : 'Y renoncer'}<span class="govuk-visually-hidden"> : mandat {side === 'given' ? 'donné à' : 'reçu de'} {one.other}</span></a></p>
          : <p class="govuk-hint govuk-!-margin-bottom-0">Ce pouvoir vient de la loi, d’un juge ou d’un organisme : il prend fin au guichet, sur la foi d’un papier.</p>}
      </>
    ) }));
    const [given, received] = [rows('given'), rows('received')];
    return page(show(ctx, app, { title: 'Mes mandats', crumbs: [{ label: 'Profil', href: '/usager/profil' }, { label: 'Mes mandats' }], children: (
      <>
        <h1 class="govuk-heading-l">Mes mandats</h1>
        <h2 class="govuk-heading-m">Qui signe pour moi</h2>
        {given.length ? <SummaryList rows={given} /> : <p class="govuk-body">Vous seulement. Vous pouvez charger quelqu’un de vos démarches, pour celles que vous choisissez, et jusqu’au jour que vous dites.</p>}
        <ButtonGroup>{about.filter(({ subject }) => subject.mode === 'creates').map((d) => <Button kind="secondary" href={`/usager/demarches/${d.id}`}>{d.title}</Button>)}</ButtonGroup>
        <h2 class="govuk-heading-m">Pour qui je signe</h2>
        {received.length ? <SummaryList rows={received} /> : <p class="govuk-body">Personne ne vous a donné mandat, et le registre ne connaît aucun pouvoir à votre nom.</p>}
      </>
    ) }));
  } };
}
