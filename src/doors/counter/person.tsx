import { seal } from '../../core/access/sealed.ts';
import { stateAt } from '../../core/act/read.ts';
import { notFound, page, type RouteLine } from '../../core/http/index.ts';
import { addressLines, displayName, personFacet, residenceLines, type PersonState } from '../../domains/people/index.ts';
import { formatPartialDate } from '../../core/values/partial-date.ts';
import { formatShortDate, today } from '../../core/values/time.ts';
import { Button, Card, DateTimeFr, Details, Form, PlateBadge, SummaryList, Table, Tag } from '../../ui/index.ts';
import { DossierTable } from './results.tsx';
import { counterAgents, isUuid, show, type CounterApp } from './site.tsx';
import { dossiersAbout, vehiclesOf } from './store.ts';
import { whoSignsFor } from './who-signs.tsx';

/** One person: who they are, where they live, what they hold, what they asked. */
export function personRoutes(app: CounterApp): RouteLine[] {
  return [{ method: 'GET', path: '/guichet/personnes/:person', who: counterAgents, purpose: 'consultation d’une personne au guichet', handler: async (ctx) => {
    const id = ctx.params['person'] ?? '';
    const states = isUuid(id) ? await stateAt(app.pools.read, app.world.facets, { kind: 'person', id }).catch(() => undefined) : undefined;
    if (!states) throw notFound('Cette personne n’est pas au registre.');
    const [state, vehicles, dossiers] = await Promise.all([
      ctx.disclose(seal(states[personFacet.name] as PersonState, { personIds: [id], kind: 'identité et adresses' })), vehiclesOf(app.world, id),
      dossiersAbout(app.pools.read, { personId: id }).then((one) => ctx.disclose(one)),
    ]);
    const name = state.identity ? displayName(state.identity) : 'Identité effacée';
    const signing = state.kind ? await whoSignsFor(ctx, app, id, name) : null;
    return page(show(ctx, app, { title: name, crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: name }], children: (
      <>
        <h1 class="govuk-heading-l">{name}</h1>
        {state.deceasedOn ? <p class="govuk-body"><Tag kind="danger">Décès le {formatShortDate(state.deceasedOn)}</Tag></p> : null}
        <div class="govuk-grid-row">
          <div class="govuk-grid-column-two-thirds">
            <Card title="Identité"><SummaryList rows={identityRows(state)} /></Card>
            <Card title="Véhicules">{vehicles.length ? <Table caption="Véhicules détenus" captionHidden rows={vehicles} columns={[
              { label: 'Plaque', cell: (one) => <a class="govuk-link" href={`/guichet/vehicules/${one.id}`}>{one.plate ? <PlateBadge plate={one.plate} size="s" /> : 'Sans numéro'}</a> }, { label: 'Véhicule', cell: ({ label }) => label },
            ]} /> : <p class="govuk-body">Aucun véhicule.</p>}</Card>
            <Card title="Dossiers">{dossiers.length ? <DossierTable caption="Dossiers de cette personne" captionHidden rows={dossiers} titleOf={(one) => app.world.catalogue.get(one)?.title ?? 'Démarche'} /> : <p class="govuk-body">Aucun dossier.</p>}</Card>
          </div>
          <div class="govuk-grid-column-one-third">
            {signing}
            <Card title="Adresse"><Addresses state={state} /></Card>
            <Card title="Commencer pour cette personne">
              {[...app.world.catalogue].filter(([, d]) => d.subject.mode === 'creates' && d.subject.view.kind !== 'person').map(([demarche, d]) => (
                <Form action={`/guichet/demarches/${demarche}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><input type="hidden" name="demandeur" value={id} /><Button kind="secondary">{d.title}</Button></Form>
              ))}
            </Card>
          </div>
        </div>
      </>
    ) }));
  } }];
}

function identityRows({ identity, pastNames }: PersonState) {
  if (!identity) return [{ label: 'Identité', value: 'Effacée à la demande de la personne ou de la loi' }];
  const past = pastNames.map(({ name, until }) => ({ label: 'Nom précédent', value: <>{name}, jusqu’au <DateTimeFr at={new Date(until)} /></> }));
  if (identity.kind !== 'natural') {
    return [{ label: 'Nom', letter: 'C.1', value: displayName(identity) }, ...('ridet' in identity && identity.ridet ? [{ label: 'RIDET', value: identity.ridet }] : []),
      ...('representativeName' in identity && identity.representativeName ? [{ label: 'Représentée par', value: identity.representativeName }] : []), ...past];
  }
  return [
    { label: 'Nom', letter: 'C.1', value: displayName(identity) }, { label: 'Naissance', value: `${formatPartialDate(identity.birthDate)}${identity.birthPlace ? ` à ${identity.birthPlace}` : ''}` },
    { label: 'Statut civil', value: identity.civilStatus === 'customary' ? `Coutumier, n° ${identity.customaryNumber ?? 'non renseigné'}` : 'De droit commun' }, ...past,
  ];
}

function Addresses({ state }: { state: PersonState }) {
  const present = state.addresses.find(({ to }) => to === null);
  const past = state.addresses.filter(({ to }) => to !== null);
  const contact = state.contacts.find(({ to }) => to === null)?.contact;
  return (
    <>
      {present ? <p class="govuk-body">{residenceLines(present.address).map((line) => <>{line}<br /></>)}</p> : <p class="govuk-body">Inconnue.</p>}
      {present?.address.postal ? <p class="govuk-body-s">Courrier : {addressLines(present.address).join(', ')}</p> : null}
      {contact?.phone ? <p class="govuk-body-s">Téléphone {contact.phone}</p> : null}{contact?.email ? <p class="govuk-body-s">{contact.email}</p> : null}
      {past.length ? <Details summary={`Avant (${past.length})`}>{past.map(({ address, from, to }) => <p class="govuk-body-s">{residenceLines(address).join(', ')}, du {formatShortDate(today(new Date(from)))} au {formatShortDate(today(new Date(to as string)))}</p>)}</Details> : null}
    </>
  );
}
