import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Sentence, root } from './place.mjs';

const ENOUGH = [22, 18];

/** The Node that runs SITT: the one among the dependencies, else the current one when it is recent enough. */
export function findNode() {
  const packaged = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const { stdout, status } = spawnSync(packaged, ['--version'], { encoding: 'utf8' });
  if (status === 0 && isEnough(stdout)) return packaged;
  if (isEnough(process.version)) return process.execPath;
  throw new Sentence(
    `SITT demande Node ${ENOUGH.join('.')} ou plus récent ; cette machine a ${process.version}, et le Node des dépendances ne s'est pas installé ` +
      "(les scripts d'installation de npm sont-ils bloqués ?). Installez Node 24 depuis https://nodejs.org, ou débloquez-les : « npm config set ignore-scripts false », puis « npm rebuild node ».",
  );
}

function isEnough(version) {
  const [major, minor] = version.trim().replace('v', '').split('.').map(Number);
  return major > ENOUGH[0] || (major === ENOUGH[0] && minor >= ENOUGH[1]);
}
