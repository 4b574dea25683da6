import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { catalogue } from '../../app.ts';
import { insertKey } from '../../core/access/api-keys.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { uuid } from '../../core/values/ids.ts';
import { advance } from '../../core/demarche/index.ts';
import { settleCard, type CardSimulator } from '../../domains/payments/index.ts';

type Operation = { 'x-demo-key': string; requestBody: { content: { 'application/json': { schema: { properties: { input: object } }; example: { subject?: string; input: object } } } } };
type DryRun = { blockers: unknown[]; missing: unknown[]; pieces: { kind: string; optional?: true }[]; fees: { total: number }; review: string };

let country: Country;
let paths: Record<string, { post: Operation }>;
const SECOND = 'key-of-a-second-agent';
beforeAll(async () => {
  country = await demoCountry();
  await insertKey(country.db.owner, { id: uuid(), key: SECOND, owner: { kind: 'agent', id: demoAgentId('instruction') }, label: 'noé', scopes: ['demarches:write', 'dossiers:read'], expires: null, demo: true });
  paths = (await country.ask(null, 'GET', '/openapi.json')).json<{ paths: typeof paths }>().paths;
}, 60_000);
afterAll(() => country.close());

const upload = (key: string, href: string, kind: string) => {
  const edge = 'edge-of-the-parts';
  const body = `--${edge}\r\ncontent-disposition: form-data; name="kind"\r\n\r\n${kind}\r\n--${edge}\r\ncontent-disposition: form-data; name="file"; filename="scan.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n\r\n--${edge}--\r\n`;
  return country.ask(key, 'POST', `${href}/pieces`, body, { headers: { 'content-type': `multipart/form-data; boundary=${edge}` } });
};

/** The card page of the invented bank, paid; then what the worker would do. */
async function pay(key: string, href: string): Promise<void> {
  const { desk, world } = country.app;
  const { redirectTo } = (await country.ask(key, 'POST', `${href}/payments`)).json<{ redirectTo: string }>();
  const order = (desk.provider as CardSimulator).read(new URL(redirectTo).searchParams.get('jeton'))!;
  await settleCard({ ...desk, afterPaid: () => Promise.resolve() }, [{ orderId: order.orderId, providerId: uuid(), amount: order.amount, status: 'paid' }]);
  await advance(world, { actor: { kind: 'system', job: 'paiement' }, door: 'system' }, href.split('/').at(-1)!);
}

describe('chaque exemple publié, tel quel, sur un pays neuf', () => {
  // In the order of the catalogue: what one leaves behind takes nothing from the next.
  it.each([...catalogue.keys()])('%s', async (id) => {
    const address = `/api/v1/demarches/${id}`;
    const { 'x-demo-key': key, requestBody } = paths[address]!.post;
    const { schema, example } = requestBody.content['application/json'];
    expect(key, 'db/seeds/examples.ts holds ready what this example is about').toMatch(/^demo-/);
    expect((await country.ask(null, 'GET', address)).json()).toMatchObject({ example, exampleKey: key });
    expect(z.fromJSONSchema(schema.properties.input as never).safeParse(example.input), 'the published schema takes it').toMatchObject({ success: true });

    const tried = await country.ask(key, 'POST', `${address}?dryRun=true`, example);
    expect(tried.json(), tried.body).toMatchObject({ blockers: [], missing: [] });
    const { pieces, fees, review } = tried.json<DryRun>();
    const opened = await country.ask(key, 'POST', address, example);
    expect(opened.statusCode, opened.body).toBe(201);
    const href = String(opened.headers['location']);
    const stateAfter = async (by: string, step?: string) => {
      const answer = await country.ask(by, step ? 'POST' : 'GET', step ? `${href}/${step}` : href);
      expect(answer.statusCode, answer.body).toBeLessThan(300);
      return answer.json<{ state: string }>().state;
    };
    const owed = pieces.filter(({ optional }) => !optional);
    if (owed.length) {
      const { state, waitingFor } = opened.json<{ state: string; waitingFor: { piece?: string }[] }>();
      expect([state, waitingFor.map(({ piece }) => piece)]).toEqual(['to_complete', owed.map(({ kind }) => kind)]);
      for (const { kind } of owed) expect((await upload(key, href, kind)).statusCode).toBe(201);
      await stateAfter(key, 'submit');
    }
    const reached: string[] = [await stateAfter(key)];
    // An agent who submits has read the file: only a second person is still awaited.
    const awaited = review === 'two-persons' || (review === 'clerk' && !['demo-counter', 'demo-inspector'].includes(key));
    if (awaited) reached.push(await stateAfter(SECOND, 'approve'));
    if (fees.total) {
      await pay(key, href);
      reached.push(await stateAfter(key));
    }
    expect(reached).toEqual([...(awaited ? ['in_review'] : []), ...(fees.total ? ['to_pay'] : []), 'issued']);
  });
});

it('la page /api donne pour chacun la commande qui l’envoie', async () => {
  const html = (await country.ask(null, 'GET', '/api')).body;
  const text = html.replace(/&(?:#39|quot|amp);/g, (sign) => ({ '&#39;': '\'', '&quot;': '"', '&amp;': '&' })[sign] as string);
  const commands = [...text.matchAll(/curl \S+(\/api\/v1\/demarches\/\S+) \\\n  -H 'Authorization: Bearer (\S+)' \\\n  -H 'Content-Type: application\/json' \\\n  -d '([^']+)'/g)];
  const sent = Object.fromEntries(commands.map(([, path = '', key, body = '']) => [path, { key, body: JSON.parse(body) as unknown }]));
  const published = [...catalogue.keys()].map((id) => `/api/v1/demarches/${id}`);
  expect(sent).toEqual(Object.fromEntries(published.map((path) => {
    const { 'x-demo-key': key, requestBody } = paths[path]!.post;
    return [path, { key, body: requestBody.content['application/json'].example }];
  })));
});

it('un lot et un contrat d’assureur se copient de la page /api, et sont pris tels quels ; une autre clé ne les envoie pas', async () => {
  const text = (await country.ask(null, 'GET', '/api')).body.replace(/&(?:#39|quot|amp);/g, (sign) => ({ '&#39;': '\'', '&quot;': '"', '&amp;': '&' })[sign] as string);
  const copied = (path: string) => {
    const [, key = '', body = ''] = new RegExp(`curl \\S+${path} \\\\\\n  -H 'Authorization: Bearer (\\S+)' \\\\\\n  -H 'Content-Type: application/json' \\\\\\n  -d '([^']+)'`).exec(text) ?? [];
    return { key, body: JSON.parse(body) as object };
  };
  const batch = copied('/api/v1/batches');
  expect((await country.ask(batch.key, 'POST', '/api/v1/batches', batch.body)).json()).toMatchObject({ state: 'checked', rows: 1, unknownColumns: [] });
  expect((await country.ask('demo-citizen', 'POST', '/api/v1/batches', batch.body)).statusCode).toBe(403);
  const contract = copied('/api/v1/insurance/contracts');
  expect((await country.ask(contract.key, 'POST', '/api/v1/insurance/contracts', contract.body)).statusCode).toBe(201);
  expect((await country.ask('demo-partner', 'POST', '/api/v1/insurance/contracts', contract.body)).statusCode).toBe(403);
});
