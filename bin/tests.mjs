import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './place.mjs';

const results = path.join(root, '.build/tests');
const SEED = process.env.SITT_SEED ?? '20261123';

/**
 * Types, lint, rules and stores, then journeys, then races and crashes alone. Every step runs whatever the others said.
 * The last line is `N passed, N failed` (`, N skipped`). Resolves with the exit code.
 * @param filters passed to vitest: then only the tests of these files run
 */
export async function runTests(node, filters, long) {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  console.log(`Graine : ${SEED} (SITT_SEED=… pour en rejouer une autre)`);
  const env = { ...process.env, SITT_SEED: SEED, SITT_ROOT: root, ...(long ? { SITT_LONG: '1' } : {}) };
  for (const name of ['NODE_ENV', 'DATABASE_URL', 'APP_DATABASE_URL', 'HOST', 'PORT']) delete env[name];
  const check = (title, script, ...args) =>
    run({ node, env, title, args: [path.join(root, 'node_modules', script), ...args], quiet: true });
  const tests = (project) => runProject({ node, env, project, filters });

  const whole = filters.length === 0;
  // Lint fills one core while the tests fill the other.
  const lint = whole ? check('lint', 'eslint/bin/eslint.js', '.', '--max-warnings=0') : undefined;
  const counts = [];
  if (whole) counts.push(asCount('types', await check('types', 'typescript7/bin/tsc', '--noEmit', '-p', '.')));
  counts.push(await tests('unit'));
  if (lint) counts.push(asCount('lint', await lint));
  for (const [project, folder] of BEHIND) if (whole || concerns(folder, filters)) counts.push(await tests(project));
  return conclude(counts);
}

/** What runs behind the rules and stores, with the folder of its files. */
const BEHIND = [['journeys', 'tests/journeys'], ['endurance', 'tests/endurance']];

/** Whether a filter names a file of this folder, as vitest reads filters: nobody waits for a browser that no test will open. */
function concerns(folder, filters) {
  const files = readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`);
  return filters.some((filter) => files.some((file) => file.includes(path.relative(root, path.resolve(root, filter)))));
}

async function runProject({ node, env, project, filters }) {
  const file = path.join(results, `${project}.json`);
  const { code, seconds } = await run({
    node,
    env,
    title: project,
    args: [
      path.join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...filters,
    ],
  });
  const count = countOf(file, code);
  console.log(`— ${project} : ${count.passed} passed, ${count.failed} failed, ${seconds} s`);
  return count;
}

/** Reads vitest's report. A file that could not be loaded, or a run without a report, is a failure too. */
function countOf(file, code) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [], failures: [`${path.basename(file, '.json')} : aucun compte rendu`] };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  ).length;
  const failed = numFailedTests + unloaded;
  const failures = titlesOf(testResults, ({ status }) => status === 'failed');
  return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: titlesOf(testResults, ({ status }) => status !== 'passed' && status !== 'failed'), failures };
}

/** A test that skips itself says why in its title (or its describe's): the report carries nothing else. */
function titlesOf(testResults, wanted) {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter(wanted).map(({ fullName }) => `${path.relative(root, name)} : ${fullName}`),
  );
}

function asCount(title, { code }) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [], failures: code === 0 ? [] : [title] };
}

function run({ node, env, title, args, quiet = false }) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'] });
    let said = '';
    if (quiet)
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (text) => {
          said += text;
        });
    child.once('error', (error) => {
      said += error.message;
    });
    child.once('close', (code) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      if (quiet) console.log(`${said}— ${title} : ${code === 0 ? 'ok' : 'FAILED'}, ${seconds} s`);
      resolve({ code: code ?? 1, seconds });
    });
  });
}

function conclude(counts) {
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  const skipped = counts.flatMap((count) => count.skipped);
  for (const line of skipped) console.log(`skipped: ${line}`);
  for (const line of counts.flatMap((count) => count.failures)) console.log(`failed: ${line}`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
  return sum('failed') === 0 ? 0 : 1;
}
