import { readingsOf, type Reading } from '../../core/access/access-log.ts';
import { seal } from '../../core/access/sealed.ts';
import { citizens, page, type RouteLine } from '../../core/http/index.ts';
import { today } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { DateTimeFr, Details, EmptyState, Table, Tag } from '../../ui/index.ts';
import { citizenOf, show, type CitizenApp } from './site.ts';

const MOST = 100;

/** Who looked at my file, and why: each service, its reason and what it saw, and what to do about a reading one does not understand. */
export function readingsRoute(app: CitizenApp): RouteLine {
  const { world } = app;
  return { method: 'GET', path: '/usager/consultations', who: citizens, purpose: 'consultation de mon propre dossier', handler: async (ctx) => {
    const me = citizenOf(ctx);
    const readings = await ctx.disclose(seal(await readingsOf(world.read, me.personId, MOST), { personIds: [me.personId], kind: 'consultations' }));
    const deferral = territory.parameter('policeReadingDeferralDays', today(world.clock()));
    return page(show(ctx, app, { title: 'Qui a lu mon dossier', width: 'wide', crumbs: [{ label: 'Profil', href: '/usager/profil' }, { label: 'Qui a lu mon dossier' }], children: (
      <>
        <h1 class="govuk-heading-l">Qui a lu mon dossier, et pourquoi</h1>
        <p class="sitt-lede">Chaque lecture de vos données est inscrite avant d’être faite : le service, sa raison, ce qu’il a vu.</p>
        {readings.length ? <Table caption="Lectures de mon dossier" captionHidden rows={grouped(readings)} columns={[
          { label: 'Quand', cell: ({ at }) => <DateTimeFr at={at} /> }, { label: 'Service', cell: ({ service }) => serviceWords(service) },
          { label: 'Pourquoi', cell: ({ purpose }) => capital(purpose) }, { label: 'Ce qui a été lu', cell: ({ what }) => capital(what) },
        ]} /> : <EmptyState title="Personne d’autre que vous n’a lu votre dossier"><p class="govuk-body">Une lecture apparaît ici dès qu’un service l’a faite.</p></EmptyState>}
        {readings.length === MOST ? <p class="govuk-body">Les {MOST} lectures les plus récentes sont affichées ; le guichet peut vous remettre la liste entière.</p> : null}
        <Details summary="Ce que cette page ne montre pas">
          <ul class="govuk-list govuk-list--bullet">
            <li>Vos propres lectures, depuis votre compte.</li>
            <li>Le nom de l’agent : le service répond de ce qu’il fait, et sait qui a lu.</li>
            <li>Les lectures de police et de gendarmerie de moins de {deferral.value} jours{deferral.toConfirm ? <>{' '}<Tag kind="warning">délai à confirmer</Tag></> : null} : elles apparaissent ensuite, ou plus tôt si leur service y consent.</li>
          </ul>
        </Details>
        <Details summary="Une lecture vous étonne ?">
          <p class="govuk-body">Notez le jour, l’heure et le service, et demandez au guichet : un agent du contrôle retrouve qui a lu, et pourquoi. C’est votre droit. Voir aussi <a class="govuk-link" href="/donnees-personnelles">les données personnelles</a>.</p>
        </Details>
      </>
    ) }));
  } };
}

/** The parts of a file that one service opened for one reason in the same minute are one reading of it. */
function grouped(readings: readonly Reading[]): Reading[] {
  const rows: Reading[] = [];
  for (const one of readings) {
    const last = rows.at(-1);
    const same = last?.service === one.service && last.purpose === one.purpose && last.at.getTime() - one.at.getTime() < 60_000;
    if (!same || !last) rows.push(one);
    else if (!last.what.split(', ').includes(one.what)) rows[rows.length - 1] = { ...last, what: `${last.what}, ${one.what}` };
  }
  return rows;
}

function serviceWords(service: string): string {
  const [kind, detail = ''] = service.split(':');
  if (kind === 'office') return territory.office(detail)?.name ?? `Guichet (${detail})`;
  return { police: 'Police', gendarmerie: 'Gendarmerie', customs: 'Douane', treasury: 'Trésor', partner: 'Professionnel agréé', system: 'Traitement automatique', citizen: 'Une personne qui signe avec vous' }[kind ?? ''] ?? service;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
