import type { Actor } from '../../core/access/actor.ts';
import type { HistoryEntry } from '../../core/act/read.ts';
import { formatShortDate, today } from '../../core/values/time.ts';
import type { Ctx } from '../../core/http/index.ts';
import { paperWords, type PaperRow } from '../../domains/documents/index.ts';
import { meansWords } from '../../domains/payments/index.ts';
import type { PersonEntry } from '../../domains/people/index.ts';
import { actSentence, authorityWords, communeIn, holdersOf, holdRules, holdsSeenBy, lifeOf, lifeWords, plateOf, roleWords, titleOf, titleWords, usageOf, usages, type RegistrationState } from '../../domains/registrations/index.ts';
import { chassisOf, makeAndModel, type VehicleState } from '../../domains/vehicles/index.ts';
import { territory } from '../../territory/index.ts';
import { Banner, BlockerPanel, Card, DateTimeFr, Details, Form, MoneyF, PlateBadge, SinceFr, SummaryList, Tag, Timeline, TitleCard } from '../../ui/index.ts';
import { blockerViews, stateWords } from '../../ui/demarche/index.ts';
import type { InspectionState } from '../../domains/inspections/index.ts';
import { Covers, type CoversRead } from './covers.tsx';
import { NextVisit, Odometer, Visits } from './inspection/ledger.tsx';
import { personLine } from './lookup.ts';
import { beginAt, cite, show, type CounterApp } from './site.tsx';
import type { DossierLine, MoneyLine } from './store.ts';
import type { Possible } from './vehicle.tsx';
import { LegacyOperations, Technical } from './vehicle-technical.tsx';

type Props = {
  id: string; vehicle: VehicleState; registration: RegistrationState; inspection: InspectionState; insurance: CoversRead; holders: readonly PersonEntry[]; possible: readonly Possible[]; acts: readonly HistoryEntry[];
  papers: readonly PaperRow[]; money: readonly MoneyLine[]; dossiers: readonly DossierLine[];
};
const WHEN = (at: string) => <SinceFr at={new Date(at)} />;

export function vehiclePage(ctx: Ctx, app: CounterApp, props: Props): string {
  const { vehicle, registration, inspection, insurance, holders, possible, acts, papers, money, dossiers } = props;
  const now = app.world.clock().toISOString();
  const plate = plateOf(registration) ?? registration.plates.at(-1)?.plate ?? null;
  const life = lifeOf(registration);
  const stopping = sharedBlockers(possible);
  const title = titleOf(registration);
  const name = makeAndModel(vehicle);
  return show(ctx, app, { title: `${plate ? territory.formatPlate(plate) : 'Véhicule'}, ${name}`, crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: plate ? territory.formatPlate(plate) : 'Véhicule' }], children: (
    <>
      <h1 class="govuk-heading-l">{plate ? <PlateBadge plate={plate} size="l" withdrawn={life !== 'registered'} /> : 'Sans numéro,'} {name}</h1>
      <p class="govuk-body">
        <Tag kind={life === 'registered' ? 'success' : 'neutral'}>{life ? lifeWords[life] : 'Non immatriculé'}</Tag> {life ? usages[usageOf(registration)] : 'Usage inconnu'}{communeIn(registration) ? `, ${territory.commune(communeIn(registration) as string)?.name}` : ''}. {chassisOf(vehicle) ? <>Numéro de série <strong>{chassisOf(vehicle)}</strong>.</> : 'Numéro de série inconnu.'}
      </p>
      {vehicle.disputed ? <Banner kind="warning" title={vehicle.contest?.grounds.includes('unknown') ? 'Identité inconnue' : 'Identité contestée'}>{vehicle.disputed} <a class="govuk-link" href="/guichet/identites">Toutes les identités à trancher</a></Banner> : null}
      {registration.sale ? <Banner kind="information" title="Vente en cours">Déclarée vendue le <DateTimeFr at={new Date(registration.sale.soldAt)} />. L’ancien titre vaut jusqu’au {formatShortDate(registration.sale.titleUntil)} ; l’acheteur peut terminer ici, avec ou sans son code.</Banner> : null}
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <BlockerPanel blockers={blockerViews(stopping, cite, undefined, beginAt)} what="ce véhicule" lede="Ce sont les points connus aujourd’hui, avant toute démarche ; chaque démarche dit à côté combien la concernent." />
          {title ? <TitleCard kind="Certificat d’immatriculation" number={title.number} plate={plate ?? undefined} name={name} status={{ label: titleWords[title.status], kind: title.status === 'valid' ? 'success' : 'warning' }}
            facts={[{ label: 'Depuis le', value: WHEN(title.from) }, ...(title.validUntil ? [{ label: 'Valable jusqu’au', value: formatShortDate(title.validUntil) }] : []), { label: 'Forme', value: title.form === 'digital' ? 'Numérique' : 'Papier' }]}
            actions={papers.some(({ number }) => number === title.number) ? [{ href: `/guichet/titres/${title.number}.pdf`, label: 'Ouvrir le PDF' }] : []} /> : null}
          <Card title="Titulaires"><Holders registration={registration} holders={holders} /></Card>
          <Card title="Mesures et oppositions"><Holds reader={ctx.actor} registration={registration} now={now} /></Card>
          <Card title="Caractéristiques"><Technical vehicle={vehicle} today={today(new Date(now))} /></Card>
          <div id="assurance"><Card title="Assurance"><Covers {...insurance} /></Card></div>
          <Card title="Visites techniques"><NextVisit state={{ vehicle, registration, inspection }} today={today(new Date(now))} /><Visits inspection={inspection} /></Card>
          <Card title="Compteur"><Odometer inspection={inspection} /></Card>
          <LegacyOperations vehicle={vehicle} />
          <Card title="Histoire de ce véhicule">
            <Timeline items={[...acts].reverse().map(({ act, citedBy }) => {
              const { title: sentence, details, strong } = actSentence(act);
              const late = act.recordedAt.slice(0, 16) !== act.effectiveAt.slice(0, 16);
              return {
                title: sentence, when: late ? <>{WHEN(act.effectiveAt)}, enregistré le {WHEN(act.recordedAt)}</> : WHEN(act.effectiveAt), by: byWhom(act), details: details.length ? <>{details.map((one) => <p>{one}</p>)}<Reference id={act.id} /></> : <Reference id={act.id} />,
                ...(citedBy.length ? { weight: 'cancelled' as const } : strong ? { weight: 'strong' as const } : {}),
              };
            })} />
          </Card>
        </div>
        <div class="govuk-grid-column-one-third">
          <Card title="Démarches possibles"><Possibles ctx={ctx} possible={possible} /></Card>
          <Card title="Dossiers">{dossiers.length ? <DossierList rows={dossiers} app={app} /> : <p class="govuk-body">Aucun dossier.</p>}</Card>
          <Card title="Papiers">{papers.length ? <ul class="govuk-list">{papers.map(({ number, template }) => <li><a class="govuk-link" href={`/guichet/titres/${number}.pdf`}>{number}</a><br />{paperWords(template)}</li>)}</ul> : <p class="govuk-body">Aucun papier délivré ici.</p>}</Card>
          <Card title="Argent">{money.length ? <ul class="govuk-list">{money.map((one) => <li><a class="govuk-link" href={`/guichet/quittances/${one.number}`}>{one.number}</a><br /><MoneyF amount={one.total} />, {meansWords[one.means].toLowerCase()}</li>)}</ul> : <p class="govuk-body">Aucun encaissement.</p>}</Card>
        </div>
      </div>
    </>
  ) });
}

/** What stops several errands is a fact of the vehicle; what stops one alone (« aucun locataire ») is that errand's own matter. */
function sharedBlockers(possible: readonly Possible[]) {
  const all = possible.flatMap(({ blockers }) => blockers);
  const same = (one: (typeof all)[number]) => all.filter((other) => other.code === one.code && other.message === one.message);
  return all.filter((one, index) => same(one).length > 1 && all.indexOf(same(one)[0] as typeof one) === index);
}

function Possibles({ ctx, possible }: { ctx: Ctx; possible: readonly Possible[] }) {
  const free = possible.filter(({ blockers }) => !blockers.length);
  const stopped = possible.filter(({ blockers }) => blockers.length);
  const begin = ({ id, d, subjectId, blockers }: Possible) => (
    <li>
      <Form action={`/guichet/demarches/${id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><input type="hidden" name="sujet" value={subjectId} /><button class="sitt-linkbutton" type="submit">{d.title}</button></Form>
      {blockers.length ? <Tag kind="warning">{blockers.length === 1 ? '1 point bloque' : `${blockers.length} points bloquent`}</Tag> : null}
    </li>
  );
  return (
    <>
      {free.length ? <ul class="sitt-begin">{free.map(begin)}</ul> : <p class="govuk-body">Aucune aujourd’hui.</p>}
      {stopped.length ? <Details summary={`Bloquées ou sans objet aujourd’hui (${stopped.length})`}><ul class="sitt-begin">{stopped.map(begin)}</ul></Details> : null}
    </>
  );
}

function Holders({ registration, holders }: { registration: RegistrationState; holders: readonly PersonEntry[] }) {
  const present = holdersOf(registration);
  const row = (one: RegistrationState['holders'][number]) => {
    const person = holders.find(({ person_id }) => person_id === one.personId);
    return { label: one.principal ? `${roleWords[one.role]} principal` : roleWords[one.role], letter: 'C.1', value: <><a class="govuk-link" href={`/guichet/personnes/${one.personId}`}>{person?.name ?? 'Identité effacée'}</a><span class="sitt-optional">{person && personLine(person) ? <><br />{personLine(person)}</> : null}<br />depuis le {WHEN(one.from)}{one.to ? <>, jusqu’au {WHEN(one.to)}</> : null}</span></> };
  };
  const past = registration.holders.filter(({ to }) => to !== null);
  return <>{present.length ? <SummaryList rows={present.map(row)} /> : <p class="govuk-body">Aucun titulaire.</p>}{past.length ? <Details summary={`Avant (${past.length})`}><SummaryList rows={past.map(row)} /></Details> : null}</>;
}

function Holds({ reader, registration, now }: { reader: Actor; registration: RegistrationState; now: string }) {
  const open = holdsSeenBy(reader, registration, now);
  if (!open.length) return <p class="govuk-body">Aucune.</p>;
  return <SummaryList rows={open.map(({ type, authority, reference, basis, until, from }) => ({ label: holdRules[type].label, value: <>{authorityWords(authority)}, réf. {reference}.<span class="sitt-optional"><br />{basis.replace(/\.$/, '')}.<br />Depuis le {WHEN(from)}{until ? `, jusqu’au ${formatShortDate(until)}` : ', jusqu’à sa levée'}. Levée par {holdRules[type].who}.</span></> }))} />;
}

function DossierList({ rows, app }: { rows: readonly DossierLine[]; app: CounterApp }) {
  return <ul class="govuk-list">{rows.map((one) => <li><a class="govuk-link" href={`/guichet/dossiers/${one.id}`}>{one.number}</a>{' '}<Tag kind={stateWords(one.state).kind}>{stateWords(one.state).label}</Tag><br />{app.world.catalogue.get(one.demarche)?.title}</li>)}</ul>;
}

function Reference({ id }: { id: string }) {
  return <p class="govuk-body-s sitt-optional">Référence à citer : {id}</p>;
}

function byWhom({ author, signatory }: HistoryEntry['act']): string {
  if (signatory) return signatory.capacity;
  return author.kind === 'system' ? `enregistré par le système (${author.job})` : author.kind === 'authority' ? 'par une autorité' : 'sur demande';
}
