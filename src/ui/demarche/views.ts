import type { Blocker, FeeLine } from '../../core/demarche/index.ts';
import type { BlockerView } from '../blocker-panel.tsx';
import type { FeeLineView } from '../fee-table.tsx';

/** How a legal text is named, by its id: the country's registry of texts, handed in by the door. */
export type Cite = (text: string) => { readonly title: string; readonly reference: string; readonly source?: string; readonly status: 'sourced' | 'to-confirm' | 'house-rule' };

/** Blockers as they are shown. `fix` gives the address where the reader can change the answer a blocker is about. */
export function blockerViews(blockers: readonly Blocker[], cite: Cite, fix?: (path: string) => string | undefined): BlockerView[] {
  return blockers.map(({ code, message, law, clearedBy, path }) => {
    const text = cite(law);
    const href = clearedBy.href ?? (path === null ? undefined : fix?.(path));
    return {
      code, message,
      law: { reference: text.reference, title: text.title, href: text.source, toConfirm: text.status === 'to-confirm' },
      clearedBy: { who: clearedBy.who, how: clearedBy.how, href, action: path === null ? undefined : 'Revoir ma réponse' },
      yours: path !== null && href !== undefined,
    };
  });
}

export function feeViews(lines: readonly FeeLine[], cite: Cite): FeeLineView[] {
  return lines.map(({ label, amount, formula, text, toConfirm }) => ({ label, amount, formula, law: cite(text).reference, toConfirm }));
}
