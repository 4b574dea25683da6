import type { Blocker } from '../../core/demarche/index.ts';
import { BlockerPanel } from '../../ui/index.ts';
import { blockerViews } from '../../ui/demarche/index.ts';
import { cite } from './site.ts';

/** In place of what creates, while the company is stopped: why, who can clear it, and what stays open. */
export function StoppedPanel({ blockers }: { blockers: readonly Blocker[] }) {
  return <BlockerPanel blockers={blockerViews(blockers, cite)} what="tout ce que l’entreprise commencerait" lede="Vous lisez toujours vos dossiers, vos lots, votre compte et vos fichiers ; vous pouvez fermer un accès ou une clé. Vos webhooks restent prévenus de ce qui avance." />;
}
