/** A file finds its row, and what it is, by its name alone: « 2-facture.pdf », « VSK…0101-facture.jpg », « lot-facture.pdf » for every row. */
import type { Lack } from './store.ts';

/** The word that stands for every row of the batch: one invoice for a whole delivery. */
export const WHOLE = 'lot';

type Named = { line: number; name: string | null };
/** Where a file goes, or why nowhere, in a sentence that follows its name. */
export type Filed = { kind: string; photo: boolean; dossierIds: readonly string[] } | { wrong: string };

const plain = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

/** @param lacks what the rows still wait for; @param rows every row of the batch, by its line and by what its subject is called */
export function fileFor(filename: string, rows: readonly Named[], lacks: readonly Lack[]): Filed {
  const [, who = '', what = ''] = /^([a-z0-9]+)[\s._-]+([a-z][a-z-]*?)(?:[\s._-]*\(?\d*\)?)?\.[a-z0-9]+$/.exec(plain(filename)) ?? [];
  if (!who) return { wrong: 'son nom doit être une ligne et une nature, par exemple 2-facture.pdf, ou lot-facture.pdf pour toutes.' };
  const all = who === WHOLE;
  const named = all ? [] : rows.filter(({ line, name }) => String(line) === who || (name !== null && plain(name).replace(/[^a-z0-9]/g, '') === who));
  if (!all && !named.length) return { wrong: `aucune ligne de ce lot ne s’appelle « ${who.toUpperCase()} ».` };
  const of = all ? 'aucune ligne' : `la ligne ${named.map(({ line }) => line).join(', ')}`;
  const open = lacks.filter(({ line }) => all || named.some((one) => one.line === line));
  if (!open.length) return { wrong: all ? 'aucune ligne n’attend de pièce.' : `${of} n’attend pas de pièce.` };
  const kinds = [...new Set(open.map(({ piece }) => piece))];
  const exact = kinds.filter((kind) => kind === what);
  const [kind, second] = exact.length ? exact : kinds.filter((one) => one.split('-').includes(what));
  if (!kind || second) return { wrong: all ? `${of} n’attend cette pièce ; sont attendues : ${kinds.join(', ')}.` : `${of} attend : ${kinds.join(', ')}.` };
  const lack = open.find(({ piece }) => piece === kind);
  if (all && lack?.own) return { wrong: `cette photographie est prise sur un véhicule : nommez la ligne, par exemple 2-${kind}.jpg.` };
  return { kind, photo: lack?.photo ?? false, dossierIds: open.filter(({ piece }) => piece === kind).map(({ dossierId }) => dossierId) };
}
