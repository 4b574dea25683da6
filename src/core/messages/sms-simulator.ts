import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export type SimulatedSms = { readonly to: string; readonly message: string; readonly reference: string };

const body = z.object({ to: z.string().regex(/^\+\d{7,15}$/), message: z.string().max(160), reference: z.string() });

/**
 * A gateway for text messages on loopback, for tests and rehearsals: keeps what it was sent, once per reference.
 * @param answer status for a number: 200 takes it, 422 refuses it for good, 503 is down
 */
export async function startSmsSimulator(key: string, answer: (sms: SimulatedSms) => number = () => 200): Promise<{ url: string; received: SimulatedSms[]; stop: () => Promise<void> }> {
  const received: SimulatedSms[] = [];
  const server = createServer((req, res) => void receive(req, res));
  const receive = async (req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const reply = (status: number, content: unknown = {}) => res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    if (req.headers['x-api-key'] !== key) return reply(401);
    const sms = body.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
    if (!sms.success) return reply(400);
    const status = answer(sms.data);
    if (status !== 200) return reply(status);
    if (!received.some(({ reference }) => reference === sms.data.reference)) received.push(sms.data);
    return reply(200, { id: `sim-${received.findIndex(({ reference }) => reference === sms.data.reference) + 1}` });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise<void>((resolve, reject) => server.close((error) => error ? reject(error) : resolve()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`, received, stop };
}
