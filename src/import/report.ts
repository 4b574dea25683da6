import { stringify } from 'csv-stringify/sync';
import { gateOf } from './gates.ts';
import type { Staged, ImportReport } from './run.ts';
import { fieldLabel, type Difference } from './diff.ts';

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

/** Every difference, one line each, for whoever compares the two registers during a twin run. */
export function diffCsv(differences: readonly Difference[]): string {
  const rows = differences.map((one) => {
    if (one.kind === 'new') return [one.line, one.key, 'absent de SITT', '', '', ''];
    if (one.kind === 'absent') return ['', one.key, 'absent du fichier', '', '', ''];
    return [one.line, one.key, 'valeur différente', fieldLabel(one.field), one.register, one.file];
  });
  return stringify([['ligne', 'vehicule', 'ecart', 'rubrique', 'SITT', 'ancien registre'], ...rows], { delimiter: ';', bom: true, escape_formulas: true });
}

export function printDiff({ staged, differences }: { staged: Staged; differences: readonly Difference[] }): string {
  const count = (kind: Difference['kind']) => number.format(differences.filter((one) => one.kind === kind).length);
  const changed = differences.filter((one) => one.kind === 'changed');
  const byField = [...Map.groupBy(changed, ({ field }) => field)].sort(([, a], [, b]) => b.length - a.length).map(([field, all]) => `${number.format(all.length).padStart(9)}  ${fieldLabel(field)}`);
  const shown = changed.slice(0, 20).map((one) => `  ligne ${one.line} (${one.key}), ${fieldLabel(one.field)} : SITT dit ${one.register}, l’ancien registre ${one.file}`);
  return [
    ...describe(staged), '', 'Comparaison seulement : rien n’est écrit.',
    ...(differences.length ? [] : ['Les deux registres disent la même chose.']),
    `${count('new')} véhicule(s) du fichier que SITT n’a pas ; ${count('absent')} véhicule(s) de cette source que le fichier n’a plus ; ${count('changed')} valeur(s) différente(s).`,
    ...byField, ...shown, ...(changed.length > shown.length ? [`  … et ${number.format(changed.length - shown.length)} autres.`] : []),
  ].join('\n');
}

function describe({ file, ignored, rows, operations, holds, orphans, met }: Omit<Staged, 'run' | 'seconds'>): string[] {
  const gates = [...met].filter(([, count]) => count > 0).map(([rule, count]) => `  ${number.format(count).padStart(7)}  ${rule} : ${gateOf.get(rule)?.sentence ?? ''}`);
  return [
    `${number.format(rows)} lignes (${file.encoding}, séparateur « ${file.delimiter === '\t' ? 'tabulation' : file.delimiter} »), ${number.format(operations)} opérations d’historique, ${number.format(holds)} mesures${orphans ? `, dont ${number.format(orphans)} ligne(s) d’un véhicule absent du fichier` : ''}.`,
    ...(ignored.length ? [`Colonnes non reprises : ${ignored.map((name) => name || '(sans nom)').join(', ')}.`] : []), '', 'Ce que disent les contrôles :', ...(gates.length ? gates : ['  rien.']),
  ];
}
