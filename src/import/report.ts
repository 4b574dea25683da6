import { stringify } from 'csv-stringify/sync';
import { gateOf } from './gates.ts';
import type { Staged, ImportReport } from './run.ts';
import type { Difference } from './diff.ts';

const number = new Intl.NumberFormat('fr-FR');
const words = { loaded: 'chargé', disputed: 'contesté', refused: 'refusé', already: 'déjà au registre' } as const;

/** The report of every row, for whoever puts the file right: UTF-8 with its mark, semicolons, formulas made harmless. */
export function reportCsv({ results }: ImportReport): string {
  const rows = results.map(({ line, key, outcome, rules, details = [] }) => [line, key, words[outcome], rules.join(' '), rules.map((rule) => gateOf.get(rule)?.sentence ?? rule).join(' '), details.join(' ; ')]);
  return stringify([['ligne', 'vehicule', 'issue', 'regles', 'motifs', 'valeurs'], ...rows], { delimiter: ';', bom: true, escape_formulas: true });
}

/** What the command prints. */
export function printImport(report: ImportReport): string {
  const { totals, seconds, rows } = report;
  return [
    ...describe(report), '',
    `${number.format(totals.loaded)} véhicule(s) chargé(s), ${number.format(totals.disputed)} contesté(s), ${number.format(totals.refused)} refusé(s), ${number.format(totals.already)} déjà au registre.`,
    `Lecture ${seconds.staging.toFixed(1)} s, contrôles ${seconds.gates.toFixed(1)} s (${number.format(Math.round(rows / Math.max(seconds.gates, 0.001)))} lignes/s), chargement ${seconds.load.toFixed(1)} s.`,
  ].join('\n');
}

export function printDiff({ staged, differences }: { staged: Staged; differences: readonly Difference[] }): string {
  const fresh = differences.filter((one) => one.kind === 'new').length;
  const changed = differences.filter((one) => one.kind === 'changed');
  const shown = changed.slice(0, 200).map((one) => `  ligne ${one.line} (${one.key}) ${one.field} : registre ${one.register}, fichier ${one.file}`);
  return [
    ...describe(staged), '', 'Comparaison seulement : rien n’est écrit.', `${number.format(fresh)} véhicule(s) que le registre n’a pas.`, `${number.format(changed.length)} valeur(s) différente(s).`,
    ...shown, ...(changed.length > shown.length ? [`  … et ${number.format(changed.length - shown.length)} autres.`] : []),
  ].join('\n');
}

function describe({ file, ignored, rows, operations, orphans, met }: Omit<Staged, 'run' | 'seconds'>): string[] {
  const gates = [...met].filter(([, count]) => count > 0).map(([rule, count]) => `  ${number.format(count).padStart(7)}  ${rule} : ${gateOf.get(rule)?.sentence ?? ''}`);
  return [
    `${number.format(rows)} lignes (${file.encoding}, séparateur « ${file.delimiter === '\t' ? 'tabulation' : file.delimiter} »), ${number.format(operations)} opérations d’historique${orphans ? `, dont ${number.format(orphans)} d’un véhicule absent du fichier` : ''}.`,
    ...(ignored.length ? [`Colonnes non reprises : ${ignored.map((name) => name || '(sans nom)').join(', ')}.`] : []), '', 'Ce que disent les contrôles :', ...(gates.length ? gates : ['  rien.']),
  ];
}
