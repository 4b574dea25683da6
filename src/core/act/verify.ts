import type { PublicKeySet } from '../crypto/index.ts';
import type { Sql, Tx } from '../db/sql.ts';
import type { Facets } from './facets.ts';
import { verifyActs } from './verify-acts.ts';
import { cutSlices, verifyChains, type Slice } from './verify-chains.ts';
import { CounterCheck } from './verify-numbers.ts';
import { SealCheck } from './verify-seals.ts';

/** Something that is not as it was written: what kind of fault, where, and a French sentence for the auditor. */
export type Finding = { what: string; where: string; sentence: string };

export type Report = {
  ok: boolean;
  /** How many of each thing were looked at. */
  checked: Record<string, number>;
  /** The first findings of each kind; `found` counts them all. */
  findings: Finding[];
  found: number;
  /** What this verification cannot know, in French: read it with the rest. */
  cannotSee: string[];
  seconds: number;
};

/** What a domain verifies of its own (the ledger, the disclosure log …), in the same snapshot. */
export type ExtraCheck = {
  name: string;
  /** True for a counter whose numbers this check accounts for itself: not every one of them stands in an act. */
  ownsCounter?: (counter: string) => boolean;
  /** @returns how many of each thing it looked at */
  run: (tx: Tx, report: (finding: Finding) => void) => Promise<Record<string, number>>;
};

export type VerifyEnv = {
  /** A pool that may only read; one connection is used. */
  sql: Sql;
  facets: Facets;
  /** The public keys, and the folder outside the database where the seals are copied. */
  seals: { keys: PublicKeySet; folder: string };
  extra?: readonly ExtraCheck[];
  /** Walks the chains elsewhere (threads, each with a connection on this snapshot); without it, here, one after the other. */
  walk?: Walk;
  /** Told now and then how much was read; the whole is the number of acts plus the number of links. */
  progress?: (rows: number) => void;
};

/** Verifies the chains of every slice in the exported snapshot. @returns what was noted, in any order */
export type Walk = (snapshot: string, slices: readonly Slice[], progress: (rows: number) => void) => Promise<readonly Noted[]>;

const SHOWN_OF_EACH = 50;

/**
 * Reads the whole register in one snapshot and says whether it is what was written: act hashes, private digests,
 * numbers, chains, heads, state against the fold, seals. Memory stays flat: everything is read in key order.
 */
export async function verifyRegister(env: VerifyEnv): Promise<Report> {
  const started = performance.now();
  const notes = new Notes();
  await env.sql.begin('isolation level repeatable read read only', async (tx) => {
    await tx`set local statement_timeout = 0`;
    const seals = await SealCheck.open(tx, env.seals, notes);
    const counters = new CounterCheck();
    let rows = 0;
    const progress = (more: number) => env.progress?.(rows += more);
    const walked = env.walk?.(await exported(tx), await cutSlices(tx), progress);
    // Its failure waits for our own reading, which uses the same connection's snapshot.
    walked?.catch(() => undefined);
    await verifyActs(tx, { notes, seals, counters, progress });
    seals.close();
    await counters.close(tx, env.extra ?? [], notes);
    if (walked) for (const noted of await walked) notes.add(noted);
    else await verifyChains(tx, env.facets, notes, progress);
    for (const check of env.extra ?? []) {
      for (const [thing, count] of Object.entries(await check.run(tx, notes.report))) notes.count(thing, count);
    }
  });
  return notes.toReport((performance.now() - started) / 1000);
}

/** The name by which other connections read in this very snapshot, as long as this transaction lasts. */
async function exported(tx: Tx): Promise<string> {
  const [row] = await tx<{ name: string }[]>`select pg_export_snapshot() as name`;
  return row?.name ?? '';
}

/** Notes as they travel between threads. */
export type Noted = { readonly checked: ReadonlyMap<string, number>; readonly findings: readonly Finding[]; readonly ofEach: ReadonlyMap<string, number>; readonly cannotSee: ReadonlySet<string> };

/** Where the checks write down what they looked at, what they found, and what they cannot see. */
export class Notes {
  readonly #checked = new Map<string, number>();
  readonly #findings: Finding[] = [];
  readonly #ofEach = new Map<string, number>();
  readonly #cannotSee = new Set<string>();

  count(thing: string, more = 1): void {
    this.#checked.set(thing, (this.#checked.get(thing) ?? 0) + more);
  }

  readonly report = (finding: Finding): void => {
    const already = this.#ofEach.get(finding.what) ?? 0;
    this.#ofEach.set(finding.what, already + 1);
    if (already < SHOWN_OF_EACH) this.#findings.push(finding);
  };

  cannotSee(sentence: string): void {
    this.#cannotSee.add(sentence);
  }

  /** What was noted so far, as it can be posted to another thread. */
  noted(): Noted {
    return { checked: this.#checked, findings: this.#findings, ofEach: this.#ofEach, cannotSee: this.#cannotSee };
  }

  /** Takes over what another walker noted. */
  add({ checked, findings, ofEach, cannotSee }: Noted): void {
    for (const [thing, count] of checked) this.count(thing, count);
    for (const finding of findings) this.report(finding);
    // Of each kind, the others found only the first ones to show: the rest still counts.
    for (const [what, count] of ofEach) this.#ofEach.set(what, (this.#ofEach.get(what) ?? 0) + count - findings.filter((finding) => finding.what === what).length);
    for (const sentence of cannotSee) this.cannotSee(sentence);
  }

  toReport(seconds: number): Report {
    const found = [...this.#ofEach.values()].reduce((sum, count) => sum + count, 0);
    return {
      ok: found === 0, checked: Object.fromEntries(this.#checked), findings: this.#findings, found, cannotSee: [...this.#cannotSee], seconds,
    };
  }
}

/** The report as `npm run verify` prints it. */
export function printReport(report: Report): string {
  const number = new Intl.NumberFormat('fr-FR');
  const counts = Object.entries(report.checked).map(([thing, count]) => `  ${number.format(count)} ${thing}`);
  const findings = report.findings.map(({ what, where, sentence }) => `  ✗ ${sentence}\n    [${what} · ${where}]`);
  const hidden = report.found - report.findings.length;
  return [
    `Vérifié en ${number.format(Math.round(report.seconds * 10) / 10)} s :`, ...counts,
    '', 'Ce que cette vérification ne peut pas voir :', ...report.cannotSee.map((sentence) => `  – ${sentence}`), '',
    ...(report.ok
      ? ['Le registre est intact : tout ce qui a été lu est tel qu’il a été écrit.']
      : [`${number.format(report.found)} ${report.found > 1 ? 'anomalies' : 'anomalie'} :`, ...findings, ...(hidden > 0 ? [`  … et ${number.format(hidden)} autres du même genre.`] : [])]),
  ].join('\n');
}
