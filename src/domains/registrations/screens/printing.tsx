import { territory } from '../../../territory/index.ts';
import { Banner, Button, ButtonGroup, DateTimeFr, EmptyState, ErrorSummary, Field, Form, Inset, SummaryList, Table, Tag, type FormError } from '../../../ui/index.ts';
import type { PrintJob, PrintTally, PrintTitle, ToPrint } from '../model/printing.ts';

type Sent = { readonly csrf: string; readonly requestId: string };
const number = new Intl.NumberFormat('fr-FR');
const counted = (n: number, word: string): string => `${number.format(n)} ${word.split(' ').map((one) => `${one}${n > 1 ? 's' : ''}`).join(' ')}`;
const plate = (text: string | null) => <span class="sitt-num">{text ? territory.formatPlate(text) : 'sans plaque'}</span>;

/** Titles to choose among, all of them chosen at first; what is short is said before anything begins. */
export function PrintChoice({ rows, free, action, hidden, chosen, error, csrf, requestId }: { rows: readonly ToPrint[]; free: number; action: string; hidden: Readonly<Record<string, string>>; chosen?: readonly string[] | undefined; error?: string | undefined } & Sent) {
  if (!rows.length) return <><ErrorSummary errors={error ? [{ path: '', message: error }] : []} /><EmptyState title="Aucun titre n’attend d’être imprimé" /></>;
  const missing = rows.length - free;
  return (
    <>
      <ErrorSummary errors={error ? [{ path: 'titres', message: error }] : []} />
      {missing > 0 ? <Banner kind="warning" title="Le stock de titres vierges est trop court">Il en reste {number.format(free)} ici : il en manque {number.format(missing)} pour tout imprimer. Choisissez moins de titres, ou faites-en venir.</Banner> : null}
      <Form action={action} csrf={csrf} requestId={requestId}>
        {Object.entries(hidden).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
        <div id="titres">
          <Table caption={`${counted(rows.length, 'titre')} à imprimer`} rows={rows} columns={[
            { label: 'Titre', cell: ({ title }) => <Tick name="titres" value={title} checked={chosen ? chosen.includes(title) : true} /> },
            { label: 'Immatriculation', cell: (one) => plate(one.plate) }, { label: 'Numéro de série (VIN)', cell: ({ chassis }) => <span class="sitt-num">{chassis ?? ''}</span> },
          ]} />
        </div>
        <Button>Imprimer les titres choisis</Button>
      </Form>
    </>
  );
}

function Tick({ name, value, checked }: { name: string; value: string; checked: boolean }) {
  const id = `${name}-${value}`;
  return (
    <div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">
      <input class="govuk-checkboxes__input" type="checkbox" id={id} name={name} value={value} checked={checked} /><label class="govuk-label govuk-checkboxes__label sitt-num" for={id}>{value}</label>
    </div></div>
  );
}

/** A job: how far it is, its bundle, and each page with its blank. `mayPrint`: its blanks may be declared spoiled here. */
export function PrintJobView({ job, tally, titles, base, mayPrint, error, values, csrf, requestId }: {
  job: PrintJob; tally: PrintTally; titles: readonly PrintTitle[]; base: string; mayPrint: boolean; error?: FormError | undefined; values: { gaches: readonly string[]; raison: string };
} & Sent) {
  const at = `${base}/${job.id}`;
  const done = job.done_at !== null;
  const live = titles.filter(({ again }) => !again);
  return (
    <>
      <ErrorSummary errors={error ? [error] : []} />
      <h1 class="govuk-heading-l">Impression {job.number} <Tag kind={done ? 'success' : 'info'}>{done ? 'Prête' : 'En cours'}</Tag></h1>
      <SummaryList rows={[
        { label: 'Demandée', value: <DateTimeFr at={job.created_at} /> }, { label: 'Titres', value: number.format(tally.titles) },
        { label: 'Avancement', value: <><progress class="sitt-progress" value={tally.drawn} max={tally.titles}>{tally.drawn} / {tally.titles}</progress> {done ? 'Tout est dessiné' : tally.drawn < tally.titles ? `${number.format(tally.drawn)} sur ${number.format(tally.titles)}` : 'Assemblage de la liasse'}</> },
        ...(tally.spoiled ? [{ label: 'Papiers gâchés', value: number.format(tally.spoiled) }] : []),
      ]} />
      {done ? <ButtonGroup><Button href={`${at}/liasse.pdf`}>Ouvrir la liasse (PDF, {Math.max(1, Math.round((job.pdf_bytes ?? 0) / 1_000_000))} Mo)</Button></ButtonGroup> : <Inset>Les titres se dessinent. Cette page se recharge d’elle-même ; vous pouvez la quitter. Une coupure n’en perd et n’en double aucun.</Inset>}
      {done && mayPrint && live.length ? (
        <Form action={`${at}/gaches`} csrf={csrf} requestId={requestId}>
          <div id="gaches"><Pages titles={titles} ticked={values.gaches} /></div>
          <Field spec={{ path: 'raison', control: 'text', label: 'Pourquoi les papiers cochés sont gâchés', hint: 'Par exemple : bourrage, encre, papier déchiré.', required: true }} values={{ raison: values.raison }} errors={error ? [error] : []} />
          <Button kind="secondary">Inscrire comme gâchés, et réimprimer sur les suivants</Button>
        </Form>
      ) : <Pages titles={titles} />}
    </>
  );
}

function Pages({ titles, ticked }: { titles: readonly PrintTitle[]; ticked?: readonly string[] }) {
  return <Table caption="Pages de la liasse" rows={titles} columns={[
    { label: 'Titre', cell: ({ title, again }) => (ticked && !again ? <Tick name="gaches" value={title} checked={ticked.includes(title)} /> : <span class="sitt-num">{title}</span>) },
    { label: 'Rang', numeric: true, cell: ({ rank }) => rank }, { label: 'Immatriculation', cell: (one) => plate(one.plate) },
    { label: 'Numéro de série (VIN)', cell: ({ chassis }) => <span class="sitt-num">{chassis ?? ''}</span> }, { label: 'Titre vierge', numeric: true, cell: ({ serial }) => <span class="sitt-num">{serial}</span> },
    { label: 'État', cell: ({ drawn, again }) => (again ? <Tag kind="danger">{`Gâché, repris dans ${again}`}</Tag> : <Tag kind={drawn ? 'success' : 'neutral'}>{drawn ? 'Dessiné' : 'En attente'}</Tag>) },
  ]} />;
}

/** The last jobs of a site or a batch. */
export function PrintJobs({ rows, base }: { rows: readonly (PrintJob & PrintTally)[]; base: string }) {
  if (!rows.length) return null;
  return <Table caption="Impressions" rows={rows} columns={[
    { label: 'Impression', cell: (one) => <a class="govuk-link" href={`${base}/${one.id}`}>{one.number}</a> }, { label: 'Demandée', cell: ({ created_at }) => <DateTimeFr at={created_at} /> },
    { label: 'Titres', numeric: true, cell: ({ titles }) => number.format(titles) }, { label: 'Gâchés', numeric: true, cell: ({ spoiled }) => (spoiled ? number.format(spoiled) : '') },
    { label: 'État', cell: ({ done_at, drawn, titles }) => (done_at ? <Tag kind="success">Prête</Tag> : <Tag kind="info">{`${number.format(drawn)} sur ${number.format(titles)}`}</Tag>) },
  ]} />;
}
