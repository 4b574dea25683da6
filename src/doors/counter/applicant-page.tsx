import { fieldsFor, type Blocker, type Demarche, type Flat } from '../../core/demarche/index.ts';
import type { Ctx } from '../../core/http/index.ts';
import { BlockerPanel, Button, ButtonGroup, Card, Details, EmptyState, ErrorSummary, Field, Form, Inset, SearchBox, Table, Tag } from '../../ui/index.ts';
import { blockerViews, DemarcheFields } from '../../ui/demarche/index.ts';
import { fieldId, type FormError } from '../../ui/field-spec.ts';
import type { Candidate, Found } from './candidates.ts';
import type { Errand } from './errand.ts';
import { beginAt, cite, show, type CounterApp } from './site.tsx';

type Props = { query: string; found: Found; creating: Demarche; flat: Flat; errors: readonly FormError[]; blockers: readonly Blocker[]; seen?: boolean; open?: boolean };

const around = ({ d, dossier }: Errand) => ({ title: 'Qui demande ?', crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: `${d.title}, ${dossier.number}`, href: `/guichet/dossiers/${dossier.id}/saisie` }, { label: 'Demandeur' }] });

/** Search, compare, choose; or bring in somebody new. */
export function applicantPage(ctx: Ctx, app: CounterApp, errand: Errand, { query, found, creating, flat, errors, blockers, seen = false, open = false }: Props): string {
  const action = `/guichet/dossiers/${errand.dossier.id}/demandeur`;
  const keys = { csrf: ctx.csrf, requestId: ctx.freshRequest };
  return show(ctx, app, { ...around(errand), hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Qui demande ?</h1>
      {blockers.length ? <BlockerPanel blockers={blockerViews(blockers, cite, (path) => `#${fieldId(path)}`, beginAt)} /> : null}
      <SearchBox action={action} label="Nom, prénom ou RIDET" hint="Au registre des personnes et des organismes." query={query} shortcut="/" />
      {found.people.length ? <Comparison people={found.people} action={action} keys={keys} /> : query ? <EmptyState title={`Personne ne répond à « ${query} »`}><p class="govuk-body">Essayez une autre partie du nom, ou inscrivez la personne ci-dessous.</p></EmptyState> : null}
      {found.more ? <Inset>D’autres personnes répondent à « {query} » : précisez le nom ou ajoutez un prénom.</Inset> : null}
      {query ? (
        <Details summary={found.people.length ? 'Ce n’est aucune d’elles : inscrire une autre personne' : 'Inscrire une nouvelle personne'} open={open}>
          <Form action={`${action}/nouvelle`} {...keys}>
            <DemarcheFields fields={fieldsFor(creating.input, ctx.actor)} flat={flat} errors={[...errors, ...blockers.flatMap(({ path, message }) => (path ? [{ path, message }] : []))]} />
            <Field spec={{ path: 'vu', control: 'checkbox', label: 'Vu l’original du papier qui prouve son identité', hint: 'Une note signée de votre nom tient lieu de copie.' }} values={{ vu: seen ? 'oui' : '' }} errors={errors} />
            <Button>Inscrire et désigner</Button>
          </Form>
        </Details>
      ) : null}
    </>
  ) });
}

type Row = { label: string; values: readonly string[]; differs: boolean };
const CHOOSE = 'Choisir';

/** Homonyms side by side: each fact on one line, and where they differ, it is said in words. */
function Comparison({ people, action, keys }: { people: readonly Candidate[]; action: string; keys: { csrf: string; requestId: string } }) {
  const labels = Object.keys(people[0]?.facts ?? {});
  const rows: Row[] = labels.map((label) => { const values = people.map(({ facts }) => facts[label] ?? ''); return { label, values, differs: new Set(values).size > 1 }; }).filter(({ values }) => values.some(Boolean));
  const cell = (index: number) => ({ label, values }: Row) => {
    const person = people[index] as Candidate;
    if (label === CHOOSE) return <Form action={action} {...keys}><input type="hidden" name="personne" value={person.id} /><Button kind="secondary">C’est cette personne<span class="govuk-visually-hidden"> : {person.name}, {person.facts['Naissance'] || person.facts['RIDET']}</span></Button></Form>;
    return values[index] || <span class="sitt-optional">non connu</span>;
  };
  return (
    <>
      <Table caption={people.length > 1 ? 'Comparez avant de choisir' : 'Une personne répond'} rows={[...rows, { label: CHOOSE, values: [], differs: false }]} columns={[
        { label: 'Ce que le registre sait', cell: ({ label, differs }) => <>{label}{differs && label !== 'Nom' ? <>{' '}<Tag kind="warning">diffère</Tag></> : null}</> },
        ...people.map((_, index) => ({ label: people.length > 1 ? `Personne ${index + 1}` : 'La personne', cell: cell(index) })),
      ]} />
      {people.length > 1 ? <p class="govuk-body">Un même nom n’est pas une même personne : le registre ne les réunit jamais de lui-même.</p> : null}
    </>
  );
}

/** For a helper at a mairie: the whole identity, as the paper says it, or nobody. */
export function exactPage(ctx: Ctx, app: CounterApp, errand: Errand, flat: Flat, errors: readonly FormError[]): string {
  const action = `/guichet/dossiers/${errand.dossier.id}/demandeur/exact`;
  return show(ctx, app, { ...around(errand), width: 'reading', hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Qui demande ?</h1>
      <p class="govuk-body">Recopiez la pièce d’identité. Si une seule personne du registre y répond exactement, elle est désignée ; rien d’elle ne vous est montré.</p>
      <Card>
        <Form action={action} csrf={ctx.csrf} requestId={ctx.freshRequest}>
          <Field spec={{ path: 'nom', control: 'text', label: 'Nom de famille', width: 30 }} values={flat} errors={errors} />
          <Field spec={{ path: 'prenoms', control: 'text', label: 'Prénoms', hint: 'Tous, dans l’ordre de la pièce d’identité.', required: false, width: 30 }} values={flat} errors={errors} />
          <Field spec={{ path: 'naissance', control: 'date', label: 'Date de naissance' }} values={flat} errors={errors} />
          <ButtonGroup><Button>Désigner</Button><Button kind="link" href={`/guichet/dossiers/${errand.dossier.id}/saisie`}>Continuer sans désigner</Button></ButtonGroup>
        </Form>
      </Card>
    </>
  ) });
}
