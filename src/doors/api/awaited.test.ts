import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { catalogue } from '../../app.ts';
import { fieldsOf, flatten, isShown, unflatten } from '../../core/demarche/index.ts';

type Operation = { 'x-demo-key': string; requestBody: { content: { 'application/json': { example: { subject?: string; input: object } } } } };
type DryRun = { blockers: { path: string | null }[]; awaited: string[] };

let country: Country;
let paths: Record<string, { post: Operation }>;
beforeAll(async () => {
  country = await demoCountry();
  paths = (await country.ask(null, 'GET', '/openapi.json')).json<{ paths: typeof paths }>().paths;
}, 60_000);
afterAll(() => country.close());

const tryOut = async (id: string, input: unknown): Promise<DryRun> => {
  const { 'x-demo-key': key, requestBody } = paths[`/api/v1/demarches/${id}`]!.post;
  return (await country.ask(key, 'POST', `/api/v1/demarches/${id}?dryRun=true`, { ...requestBody.content['application/json'].example, input: input as object })).json<DryRun>();
};
const exampleOf = (id: string) => flatten(catalogue.get(id)!.input, paths[`/api/v1/demarches/${id}`]!.post.requestBody.content['application/json'].example.input);

describe('ce dont l’absence bloque n’est jamais dit facultatif', () => {
  // Each answer that the schema lets go without is left out in turn: when its absence blocks, the démarche had said so.
  it.each([...catalogue.keys()])('%s', async (id) => {
    const { input } = catalogue.get(id)!;
    const flat = exampleOf(id);
    const optional = fieldsOf(input).filter((field) => !field.required && isShown(field, flat) && flat[field.path]?.trim());
    for (const { path } of optional) {
      const { blockers, awaited } = await tryOut(id, unflatten(input, { ...flat, [path]: '' }));
      if (blockers.length) expect(awaited, `${id}, without ${path}`).toContain(path);
    }
  });

  it('et un véhicule neuf n’attend pas la douane, un véhicule importé si', async () => {
    const asking = (origin: string) => tryOut('premiere-immatriculation', { origin });
    expect((await asking('new')).awaited).toEqual(expect.arrayContaining(['approval.number', 'technical.F.2', 'proofs.insurer', 'proofs.licenceNumber']));
    expect((await asking('new')).awaited).not.toContain('customs.reference');
    expect((await asking('used-import')).awaited).toEqual(expect.arrayContaining(['customs.reference', 'technical.B']));
  });
});
