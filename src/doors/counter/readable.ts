import { fieldsOf, type Flat } from '../../core/demarche/index.ts';
import type { Ctx } from '../../core/http/index.ts';
import type { Errand } from './errand.ts';
import { lookupFields } from './lookup.ts';
import { isUuid, type CounterApp } from './site.tsx';
import { personsById } from './store.ts';

/** The answers as they are read aloud: a person by their name, not by the id that the input holds. */
export async function readableAnswers(ctx: Ctx, app: CounterApp, { d, flat }: Pick<Errand, 'd' | 'flat'>): Promise<Flat> {
  const lookups = lookupFields(fieldsOf(d.input));
  const named = await ctx.disclose(await personsById(app.pools.read, lookups.flatMap(({ path }) => (isUuid(flat[path] ?? '') ? [flat[path] as string] : []))));
  return { ...flat, ...Object.fromEntries(lookups.flatMap(({ path }) => named.filter((one) => one.person_id === flat[path]).map((one) => [path, one.name]))) };
}
