import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string; readonly type: string; readonly data: { readonly kind: string; readonly id: string; readonly state: string; readonly link: string } };
/** The software of a company, on this machine: what it was told, and what it answers. */
export type Receiver = {
  readonly url: string; readonly got: Received[];
  answer: (one: Received) => number | { status: number; location: string };
  /** Resolves with the next one that is told, at once or later. */
  readonly next: () => Promise<Received>;
  readonly close: () => void;
};

export async function startReceiver(): Promise<Receiver> {
  const got: Received[] = [];
  let waiting: ((one: Received) => void)[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      const body = Buffer.concat(parts).toString();
      const one: Received = { path: request.url ?? '', headers: request.headers, body, ...(JSON.parse(body) as Pick<Received, 'type' | 'data'>) };
      got.push(one);
      const answer = receiver.answer(one);
      response.writeHead(typeof answer === 'number' ? answer : answer.status, typeof answer === 'number' ? {} : { location: answer.location }).end();
      for (const told of waiting.splice(0)) told(one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const receiver: Receiver = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`, got, answer: () => 200,
    next: () => new Promise((resolve) => { waiting = [...waiting, resolve]; }), close: () => { server.close(); server.closeAllConnections(); },
  };
  return receiver;
}
