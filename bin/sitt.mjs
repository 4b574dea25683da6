#!/usr/bin/env node
// The launcher: plain JavaScript for whatever Node (20 or later) is there, `node:` modules only.
// It installs what is missing, finds the Node that runs SITT, bundles what changed, then hands over.
import { ensureInstalled } from './install.mjs';
import { ensureBundled } from './bundle.mjs';
import { mendPackages } from './mend.mjs';
import { findNode } from './node.mjs';
import { runServer, watchServer } from './run.mjs';
import { runTests } from './tests.mjs';
import { Sentence, root, fileArguments } from './place.mjs';

const COMMANDS = {
  start: () => server('start'),
  dev: async () => watchServer(await ready()),
  test: async (args) => runTests(await ready(), args, false),
  'test-long': async (args) => runTests(await ready(), args, true),
  verify: (args) => server('verify', args),
  bench: (args) => server('bench', args),
  import: (args) => server('import', fileArguments(args)),
  generate: (args) => server('generate', args),
  admin: (args) => server('admin', args),
  build: async () => {
    await ready({ force: true });
    return 0;
  },
  serve: async (args) => {
    mendPackages();
    return runServer(findNode(), 'serve', args, { NODE_ENV: 'production' });
  },
};

async function ready({ force = false } = {}) {
  await ensureInstalled();
  const node = findNode();
  await ensureBundled(node, force);
  return node;
}

async function server(command, args = []) {
  return runServer(await ready(), command, args);
}

try {
  const [name = '', ...args] = process.argv.slice(2);
  const command = COMMANDS[name];
  if (!command) throw new Sentence(`Commandes : ${Object.keys(COMMANDS).join(', ')}. Par exemple : npm start`);
  process.chdir(root);
  process.exitCode = await command(args);
} catch (error) {
  console.error(error instanceof Sentence ? error.message : error);
  process.exitCode = 1;
}
