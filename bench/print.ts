import { paperTemplates, type App } from '../src/app.ts';
import { perform } from '../src/core/act/perform.ts';
import { act, type ActDraft } from '../src/core/act/types.ts';
import { closePaperThreads, renderPaper, type Paper } from '../src/core/paper/index.ts';
import { openPieceStore } from '../src/core/pieces/index.ts';
import { deterministicId, uuid } from '../src/core/values/ids.ts';
import { describePaper, findPaper, insertPapers } from '../src/domains/documents/index.ts';
import { PRINT, printTask, startPrint, toPrint, type BlankAct } from '../src/domains/registrations/index.ts';
import type { Say } from './timing.ts';

/** A job of so many titles, from its request to its bundle (each title drawn and stored, then all of them in one file), beside the bare drawing of the same titles in the same thread. */
export async function benchPrint({ world, keys, data }: App, titles: number, say: Say): Promise<void> {
  await prepare({ world, keys }, titles);
  const agent = { kind: 'agent' as const, agentId: deterministicId('bench', 'agent'), name: 'Banc', roles: ['clerk' as const], office: 'banc' };
  const source = { kind: 'office' as const, office: 'banc', day: world.today(world.clock()) };
  const env = { sql: world.read, acts: world.acts, facets: world.facets, templates: paperTemplates, store: openPieceStore(data), demo: true, checkUrl: 'http://localhost/verifier', clock: world.clock };
  const chosen = (await toPrint(world.read, source, titles)).map(({ title }) => title);
  const papers: Paper[] = [];
  for (const number of chosen) papers.push(await describePaper(env, (await findPaper(world.read, number)) as never));
  await renderPaper(papers[0] as never);
  const bare = await seconds(() => Promise.all(papers.map((paper) => renderPaper(paper))));
  let job = '';
  const begun = await seconds(async () => { job = await startPrint(world, agent, { source, titles: chosen, requestId: uuid() }); });
  const whole = await seconds(() => printTask(env)({ jobId: job }, { number: 1, last: true, signal: new AbortController().signal }));
  await closePaperThreads();
  say(`  ${chosen.length} titres : demande et titres vierges pris en ${begun.toFixed(1)} s, dessin et liasse en ${whole.toFixed(1)} s (${PRINT}) ; dessin nu des mêmes ${bare.toFixed(1)} s → × ${((begun + whole) / bare).toFixed(2)}`);
}

/** Titles of the synthetic country, ordered today by an office of the bench, and a lot of blanks that lies there. */
async function prepare({ world, keys }: Pick<App, 'world' | 'keys'>, titles: number): Promise<void> {
  const told = (acts: readonly ActDraft[]) => perform(world, { requestId: uuid(), author: { kind: 'system', job: 'banc' }, judgedOn: world.today(world.clock()), subjects: [], decide: async () => ({ acts, result: null }) });
  await told([act<BlankAct>({ kind: 'blanks.received', subjects: [{ kind: 'blank-lot', id: uuid(), fresh: true }], payload: { first: 5_000_001, last: 5_000_000 + titles, site: 'banc', delivery: 'BANC' } })]);
  const rows = await world.read<{ number: string; vehicle: string; act: string }[]>`
    select i.value as number, i.vehicle_id as vehicle, (select act_id from act_subject s where s.subject_id = i.vehicle_id order by version desc limit 1) as act
    from vehicle_identifier i where i.kind = 'title' and i.until is null and not exists (select from paper p where p.number = i.value) limit ${titles}`;
  const dossier = uuid();
  await world.acts.begin(async (tx) => {
    await tx`insert into dossier (id, number, demarche, subject_kind, subject_id, state, actor, door, office, input, input_hash, created_at, updated_at)
      values (${dossier}, ${`BANC-${dossier.slice(-8)}`}, 'changer-adresse', 'vehicle', ${rows[0]?.vehicle ?? ''}, 'draft', '{"kind":"system","job":"banc"}', 'system', 'banc', '{}', ${Buffer.alloc(32)}, now(), now())`;
    await insertPapers(tx, rows.map(({ number, vehicle, act: id }) => ({ number, template: 'certificat', act_id: id, dossier_id: dossier, subject_kind: 'vehicle', subject_id: vehicle, person_id: null, data: {} })), world.clock().toISOString(), { keys, facets: world.facets, templates: paperTemplates });
  });
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
