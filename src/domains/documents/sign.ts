import type { Facets } from '../../core/act/facets.ts';
import { canonical, sha256, signCode, type KeyRing } from '../../core/crypto/index.ts';
import type { Tx } from '../../core/db/sql.ts';
import { today } from '../../core/values/time.ts';
import type { NewPaper } from './store.ts';
import type { PaperTemplates } from './template.ts';

/** What signing a paper needs of the world: the keys, and what each template vouches for. */
export type Signing = { readonly keys: KeyRing; readonly facets: Facets; readonly templates: PaperTemplates };

/**
 * The signed code of a paper, made once, in the act's transaction (ES256 draws a random number: it is stored).
 * @returns the version of its template, and its code; no code for a template that nobody knows, which cannot be drawn either
 */
export async function signPaper(tx: Tx, { keys, facets, templates }: Signing, paper: NewPaper, at: string): Promise<{ version: number; code: string | null }> {
  const template = templates[paper.template];
  if (!template) return { version: 1, code: null };
  const { content, ...claims } = await template.vouches(tx, facets, paper);
  const contentHash = sha256(canonical({ number: paper.number, template: paper.template, version: template.version, content })).toString('hex');
  const code = await signCode({ number: paper.number, contentHash, issuedOn: today(new Date(at)), ...claims }, keys.currentKey('title'));
  return { version: template.version, code };
}
