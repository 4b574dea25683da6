import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Sentence, root } from './place.mjs';

// postgres 3.4.9, when a connection dies inside a transaction (PostgreSQL killed, restarted, a firewall): the driver
// throws where nobody can catch it and ends the process, or lets the rest of the dead transaction run on a new
// connection, outside any transaction, or inside another one's. A register cannot live with that.
// Known upstream (porsager/postgres #1208, #1209, #1215, #1216); to be removed with the release that mends it.
// src/core/db/driver.test.ts fails without this.
const MENDS = [
  {
    file: 'node_modules/postgres/src/connection.js',
    changes: [
      // Nagle's algorithm keeps a small write back until the last one is acknowledged, 40 ms later where that is
      // delayed: several writes in a row (COPY, a pipeline) would wait for nothing. The driver has no option for it.
      ['        : new net.Socket()\n', '        : new net.Socket().setNoDelay(true)\n'],
      // Bytes and errors of a dead socket must not reach the next one.
      [
        "    clearImmediate(nextWriteTimer)\n    socket.removeListener('data', data)",
        "    clearImmediate(nextWriteTimer)\n    nextWriteTimer = chunk = null\n    socket.removeListener('data', data)",
      ],
      [
        '    clearImmediate(nextWriteTimer)\n    if (socket) {',
        '    clearImmediate(nextWriteTimer)\n    nextWriteTimer = chunk = null\n    if (socket) {',
      ],
      [
        "    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n",
        "    ;(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n    query = errorResponse = results = null\n    result = new Result()\n",
      ],
      // A write with no socket settles its query instead of throwing from a timer.
      [
        '    const x = socket.write(chunk, fn)\n    nextWriteTimer',
        "    if (!socket) {\n      clearImmediate(nextWriteTimer)\n      chunk = nextWriteTimer = null\n      error(Errors.connection('CONNECTION_CLOSED', options, socket))\n      query = null\n      return false\n    }\n    const x = socket.write(chunk, fn)\n    nextWriteTimer",
      ],
    ],
  },
  {
    file: 'node_modules/postgres/src/index.js',
    changes: [
      // What comes after the death of a transaction's connection is refused, never sent.
      ['    let savepoints = 0\n      , connection\n', '    let savepoints = 0\n      , connection\n      , dead = null\n'],
      [
        'new Promise((_, reject) => connection.onclose = reject)',
        'new Promise((_, reject) => connection.onclose = e => {\n          dead = e\n          while (queries.length) queries.shift().reject(e)\n          reject(e)\n        })',
      ],
      [
        '        q.catch(e => uncaughtError || (uncaughtError = e))\n        c.queue',
        '        q.catch(e => uncaughtError || (uncaughtError = e))\n        if (dead) return q.reject(dead)\n        c.queue',
      ],
    ],
  },
];

/** Mends the packages that we cannot do without and whose authors have not mended them yet. Does nothing twice. */
export function mendPackages() {
  for (const { file, changes } of MENDS) {
    const full = path.join(root, file);
    if (!existsSync(full)) throw new Sentence(`${file} manque : l'installation des dépendances n'est pas complète.`);
    const text = readFileSync(full, 'utf8');
    const mended = changes.reduce((given, [before, after]) => {
      if (given.includes(after)) return given;
      if (given.split(before).length !== 2) throw new Sentence(`${file} n'est pas la version attendue : voyez bin/mend.mjs.`);
      return given.replace(before, () => after);
    }, text);
    if (mended !== text) writeFileSync(full, mended);
  }
}
