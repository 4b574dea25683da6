import { stateAt } from '../../../core/act/read.ts';
import type { Field } from '../../../core/paper/index.ts';
import { findAct } from '../../../core/jobs/index.ts';
import type { DrawEnv, PaperRow } from '../../documents/index.ts';
import { technicalFields, technicalValue, type Technical } from '../../vehicles/index.ts';

/** A subject as the register knew it when the paper was ordered: later acts never change a paper. */
export async function knownAt<T>(env: DrawEnv, paper: PaperRow, kind: string): Promise<T> {
  const known = await stateAt(env.sql, env.facets, { kind, id: paper.subject_id }, { knownAt: paper.ordered_at.toISOString() });
  if (!known) throw new Error(`a paper of a ${kind} that was not known`);
  return known as T;
}

/** Content that lies apart from the act of a paper; undefined once erased. */
export async function apart(env: DrawEnv, paper: PaperRow, name: string): Promise<string | undefined> {
  const act = paper.act_id ? await findAct(env.sql, paper.act_id) : undefined;
  const said = act?.private[name];
  return typeof said === 'string' ? said : undefined;
}

const LONG = new Set(['D.2', 'D.3', 'J.1', 'J.3', 'P.3']);
/** The rubrics that are known, with their harmonised letters and units. */
export const rubrics = (data: Technical): Field[] => technicalFields.filter(({ key }) => data[key] !== undefined)
  .map((field) => ({ code: field.letter, label: field.label, value: technicalValue(data, field), ...(LONG.has(field.key) ? { span: 2 } : {}) }));
