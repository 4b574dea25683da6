import type { Blocker, FeeLine } from '../../core/demarche/index.ts';
import type { BlockerView } from '../blocker-panel.tsx';
import type { FeeLineView } from '../fee-table.tsx';

/** How a legal text is named, by its id: the country's registry of texts, handed in by the door. */
export type Cite = (text: string) => { readonly title: string; readonly reference: string; readonly source?: string; readonly status: 'sourced' | 'to-confirm' | 'house-rule' };

/** Who answers, when the answer to change is their own: an office or a judge is not at hand because the form is. */
const AT_HAND = /^(?:vous|le demandeur|l’(?:agent|inspecteur|autorité|entreprise)|le responsable)$/i;

/**
 * Blockers as they are shown. `fix` gives the address where the reader can change the answer a blocker is about; `begin`, where the
 * errand that clears it begins at this door: elsewhere, its information sheet.
 */
export function blockerViews(blockers: readonly Blocker[], cite: Cite, fix?: (path: string) => string | undefined, begin = (demarche: string): string => `/demarches/${demarche}`): BlockerView[] {
  return blockers.map(({ code, message, law, clearedBy, path }) => {
    const text = cite(law);
    const errand = clearedBy.demarche ? begin(clearedBy.demarche) : undefined;
    const href = clearedBy.href ?? errand ?? (path === null ? undefined : fix?.(path));
    return {
      code, message,
      law: { reference: text.reference, title: text.title, href: text.source, toConfirm: text.status === 'to-confirm' },
      clearedBy: { who: clearedBy.who, how: clearedBy.how, href, action: errand ? 'La démarche qui lève ce point' : path === null ? undefined : 'Revoir ma réponse' },
      yours: path !== null && href !== undefined && !errand && !clearedBy.href && AT_HAND.test(clearedBy.who),
    };
  });
}

export function feeViews(lines: readonly FeeLine[], cite: Cite): FeeLineView[] {
  return lines.map(({ label, amount, formula, text, toConfirm }) => ({ label, amount, formula, law: cite(text).reference, toConfirm }));
}
