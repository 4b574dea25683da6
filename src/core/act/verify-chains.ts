import { canonicalText, NotCanonical } from '../crypto/index.ts';
import type { Tx } from '../db/sql.ts';
import type { Facets } from './facets.ts';
import { hashAct, hashLink, type ActColumns } from './journal.ts';
import { FIRST, keyset, LAST, RowStream } from './keyset.ts';
import { toRecorded, type ActRow } from './store.ts';
import type { AnyFacet, RecordedAct, States, SubjectRef } from './types.ts';
import type { Notes } from './verify.ts';

type SubjectRow = { id: string; kind: string; version: number; head: Buffer | null; last_at: Date | null };
/** An act on its chain; instants in microseconds, because reading them as dates would hide the last three digits. */
type LinkRow = Omit<ActRow, 'recorded_at' | 'effective_at' | 'subjects'> & {
  /** The other subjects of the act; null for most, which have none. */
  others: SubjectRef[] | null;
  subject_id: string; place: number; link: Buffer; recorded_us: number; effective_us: number;
} & Pick<ActColumns, 'request_id' | 'digests' | 'numbers'> & { hash: Buffer | null };
type StateRow = { subject_id: string; facet: string; data: unknown };

const SUBJECTS = 250;
const LINKS = 1000;
/** A place that no chain reaches: what follows it belongs to the next subject. */
const AFTER_ALL = 2 ** 31 - 1;

/** Subjects of which one walker takes care: their ids, after the first and up to the last. */
export type Slice = { readonly after: string; readonly upTo: string };

/** The whole register cut into slices of as many subjects, and of whatever links have lost theirs. */
export async function cutSlices(tx: Tx, size = 20_000): Promise<Slice[]> {
  const cuts = await tx<{ id: string }[]>`
    select id from (select id, row_number() over (order by id) as place from subject) ranked where place % ${size} = 0 order by id`;
  const ends = [...cuts.map(({ id }) => id), LAST];
  return ends.map((upTo, index) => ({ after: ends[index - 1] ?? FIRST, upTo }));
}

/** Every subject of a slice in the order of its id: its chain link by link, its head, and its state against the fold of its acts. */
export async function verifyChains(tx: Tx, facets: Facets, notes: Notes, progress: (links: number) => void, slice: Slice = { after: FIRST, upTo: LAST }): Promise<void> {
  // Pages of links do not follow the pages of subjects: one subject may have more acts than memory should hold.
  const links = new RowStream(keyset<LinkRow>(LINKS, (last) => readLinks(tx, slice, last)));
  const pages = keyset<SubjectRow>(SUBJECTS, (last) => tx<SubjectRow[]>`
    select id, kind, version, head, last_at from subject where id > ${last?.id ?? slice.after} and id <= ${slice.upTo} order by id limit ${SUBJECTS}`.execute());
  let { after } = slice;
  // The states of a page are compared while the next one is walked.
  let comparing: Promise<void> = Promise.resolve();
  for await (const subjects of pages) {
    const upTo = subjects.length < SUBJECTS ? slice.upTo : (subjects.at(-1) as SubjectRow).id;
    const states = tx<StateRow[]>`select subject_id, facet, data from state where subject_id > ${after} and subject_id <= ${upTo}`.execute();
    const walks = new Map(subjects.map((subject) => [subject.id, new Walk(subject, facets, notes)]));
    let walked = 0;
    await links.upTo((row) => row.subject_id <= upTo, (row) => {
      walked += 1;
      const walk = walks.get(row.subject_id);
      if (walk) walk.step(row);
      else notes.report({ what: 'chain.stray', where: `act_subject ${row.subject_id}`, sentence: 'Une chaîne d’actes appartient à un sujet qui n’existe plus.' });
    });
    for (const walk of walks.values()) walk.arrive();
    await comparing;
    comparing = states.then((rows) => compareStates(tx, rows, walks, facets, notes));
    after = upTo;
    progress(walked);
  }
  await comparing;
}

function readLinks(tx: Tx, slice: Slice, last: LinkRow | undefined) {
  return tx<LinkRow[]>`
    select s.subject_id, s.version as place, s.hash as link, a.id, a.kind, a.schema_version, a.request_id, a.payload, a.judged_on, a.author, a.signatory,
           a.digests, a.cites, a.numbers, a.hash,
           (select json_agg(json_build_object('kind', k.kind, 'id', k.id)) from act_subject l join subject k on k.id = l.subject_id where l.act_id = a.id and l.subject_id <> s.subject_id) as others,
           (extract(epoch from a.recorded_at) * 1000000)::bigint as recorded_us, (extract(epoch from a.effective_at) * 1000000)::bigint as effective_us,
           case when a.digests <> '{}' then (select json_object_agg(p.name, p.content) from act_private p where p.act_id = a.id) end as private
    from act_subject s left join act a on a.id = s.act_id
    where (s.subject_id, s.version) > (${last?.subject_id ?? slice.after}, ${last?.place ?? AFTER_ALL}) and s.subject_id <= ${slice.upTo} order by s.subject_id, s.version limit ${LINKS}`.execute();
}

/** One subject on its way through its acts. */
class Walk {
  readonly subject: SubjectRow;
  states: States;
  readonly #facets: Facets;
  readonly #notes: Notes;
  #place = 0;
  #head: Buffer | null = null;
  #lastAt = '';
  #broken = false;

  constructor(subject: SubjectRow, facets: Facets, notes: Notes) {
    this.subject = subject;
    this.states = facets.initial(subject.kind);
    this.#facets = facets;
    this.#notes = notes;
  }

  step(row: LinkRow): void {
    this.#notes.count('maillons de chaîne');
    if (row.place !== this.#place + 1) this.#fault('chain.gap', `la chaîne passe du maillon ${this.#place} au maillon ${row.place} : un acte en a été retiré`);
    this.#place = row.place;
    if (!row.hash) this.#fault('chain.act-missing', `le maillon ${row.place} mène à un acte qui n’existe plus`);
    else if (!hashLink(this.#head, row.hash, this.subject.id, row.place).equals(row.link)) this.#fault('chain.link', `le maillon ${row.place} n’est plus lié au précédent : un acte a été remplacé`);
    this.#head = row.link;
    if (!row.hash) return;
    const instants = { recorded_at: new Date(row.recorded_us / 1000), effective_at: new Date(row.effective_us / 1000) };
    const subjects = allOf(this.subject, row.others ?? []);
    const act = toRecorded({ ...row, ...instants, subjects });
    // An act of several subjects is hashed on the first one's chain.
    if (subjects[0]?.id === this.subject.id && !isAsHashed(row, act)) {
      this.#notes.report({
        what: 'act.hash', where: `act ${act.id}`,
        sentence: `L’acte « ${act.kind} » du ${act.recordedAt.slice(0, 10)} a été modifié après son enregistrement : son empreinte n’est plus la sienne.`,
      });
    }
    if (act.recordedAt < this.#lastAt) this.#fault('chain.time', `l’acte du maillon ${row.place} est enregistré avant celui qui le précède`);
    this.#lastAt = act.recordedAt;
    try {
      this.states = this.#facets.evolve(this.subject.kind, this.subject.id, this.states, act);
    } catch {
      this.#fault('state.fold', `l’acte « ${act.kind} » du maillon ${row.place} ne peut plus être rejoué`);
    }
  }

  arrive(): void {
    const { version, head, last_at } = this.subject;
    this.#notes.count('sujets');
    if (version !== this.#place) this.#fault('head.version', `il dit avoir ${version} actes, sa chaîne en a ${this.#place}`);
    else if (!same(head, this.#head)) this.#fault('head.hash', 'sa tête n’est pas le dernier maillon de sa chaîne');
    else if ((last_at?.toISOString() ?? '') !== this.#lastAt && !this.#broken) this.#fault('head.time', 'l’heure de son dernier acte n’est pas la bonne');
  }

  #fault(what: string, sentence: string): void {
    this.#broken = true;
    this.#notes.report({ what, where: `${this.subject.kind} ${this.subject.id}`, sentence: `Sujet ${this.subject.kind} ${this.subject.id} : ${sentence}.` });
  }
}

/** The subjects of an act in the order of their ids, as `subjectsOf` reads them. */
function allOf({ kind, id }: SubjectRow, others: readonly SubjectRef[]): SubjectRef[] {
  return [{ kind, id }, ...others].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function isAsHashed(row: LinkRow, { recordedAt, effectiveAt }: RecordedAct): boolean {
  if (row.recorded_us % 1000 || row.effective_us % 1000) return false; // finer than we ever write
  return row.hash?.equals(hashAct({ ...row, recorded_at: recordedAt, effective_at: effectiveAt })) ?? false;
}

async function compareStates(tx: Tx, present: readonly StateRow[], walks: ReadonlyMap<string, Walk>, facets: Facets, notes: Notes): Promise<void> {
  const stored = new Map(present.map((row) => [`${row.subject_id} ${row.facet}`, row.data]));
  const byKind = Map.groupBy(walks.values(), (walk) => walk.subject.kind);
  const rows: Promise<void>[] = [];
  for (const [kind, ofKind] of byKind) {
    if (!facets.of(kind).length) notes.cannotSee(`Aucune règle n’est chargée pour les sujets « ${kind} » : leur état n’a pas été recalculé.`);
    for (const facet of facets.of(kind)) {
      for (const { subject, states } of ofKind) {
        const key = `${subject.id} ${facet.name}`;
        const found = stored.has(key) ? stored.get(key) : facet.initial as unknown;
        stored.delete(key);
        notes.count('états recalculés');
        // Most are equal at once; only the others are worth the one text that both have.
        if (sameJson(found, states[facet.name]) || text(found) === text(states[facet.name])) continue;
        notes.report({ what: 'state.differs', where: `state ${key}`, sentence: `L’état « ${facet.name} » du sujet ${kind} ${subject.id} n’est pas celui que donnent ses actes.` });
      }
      rows.push(compareRows(tx, facet, ofKind, notes));
    }
  }
  await Promise.all(rows);
  for (const key of stored.keys()) {
    if (!facets.of(walks.get(key.split(' ')[0] ?? '')?.subject.kind ?? '').length && walks.has(key.split(' ')[0] ?? '')) continue;
    notes.report({ what: 'state.stray', where: `state ${key}`, sentence: `Un état est enregistré que rien ne produit (${key}).` });
  }
}

async function compareRows(tx: Tx, facet: AnyFacet, walks: readonly Walk[], notes: Notes): Promise<void> {
  if (!facet.verify) {
    if (facet.save) notes.cannotSee(`Les lignes dérivées de « ${facet.subject}.${facet.name} » n’ont pas été comparées à son état.`);
    return;
  }
  const differences = await facet.verify(tx, new Map(walks.map(({ subject, states }) => [subject.id, states[facet.name] as never])));
  notes.count('sujets dont les lignes dérivées sont comparées', walks.length);
  for (const { subjectId, sentence } of differences) {
    notes.report({ what: 'state.rows', where: `${facet.subject} ${subjectId} ${facet.name}`, sentence });
  }
}

/** The same JSON, whatever the order of its keys: `isDeepStrictEqual` for what the register holds, at a third of its price. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  const keys = Object.keys(a);
  return !Array.isArray(b) && keys.length === Object.keys(b).length
    && keys.every((key) => Object.hasOwn(b, key) && sameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

/** An `evolve` may leave undefined where JSON has nothing. */
function text(state: unknown): string {
  try {
    return canonicalText(state);
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    return canonicalText(JSON.parse(JSON.stringify(state)));
  }
}

function same(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
