/** What an input holds that its démarche never asks: a mistyped name would else be lost without a word. */
import type { z } from 'zod';
import { defOf } from './fields.ts';
import type { InputError } from './flat.ts';

const MOST = 20;

/**
 * Every path of the JSON that the schema does not know, in whatever branch: an answer to another branch of a choice is
 * none of them.
 * @returns at most 20, each with a sentence that names what stands there instead
 */
export function unknownIn(schema: z.ZodType, json: unknown): InputError[] {
  return walk([schema], json, []).slice(0, MOST);
}

function walk(schemas: readonly z.ZodType[], json: unknown, keys: readonly string[]): InputError[] {
  const bare = schemas.flatMap(unwrapped);
  if (Array.isArray(json)) {
    const elements = bare.map((one) => defOf(one).element).filter((one) => one !== undefined);
    return elements.length ? json.flatMap((item, index) => walk(elements, item, [...keys, String(index)])) : [];
  }
  const shapes = bare.map((one) => defOf(one).shape).filter((one) => one !== undefined);
  if (!shapes.length || typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => {
    const known = shapes.flatMap((shape) => (Object.hasOwn(shape, key) ? [shape[key] as z.ZodType] : []));
    if (known.length) return walk(known, value, [...keys, key]);
    const names = [...new Set(shapes.flatMap((shape) => Object.keys(shape)))];
    return [{ path: [...keys, key.slice(0, 60)].join('.'), message: `Cette démarche ne connaît pas ce champ. Ici : ${names.join(', ')}.` }];
  });
}

/** What is under the wrappings; of a choice, each of its branches. */
function unwrapped(schema: z.ZodType): z.ZodType[] {
  const { type, innerType, options, in: into } = defOf(schema);
  if (type === 'union') return (options ?? []).flatMap(unwrapped);
  if (type === 'pipe' && into) return unwrapped(into);
  return innerType ? unwrapped(innerType) : [schema];
}
