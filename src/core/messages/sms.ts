import { z } from 'zod';
import { JobFailed } from '../jobs/index.ts';
import { Undeliverable, type Adapter } from './send.ts';

/**
 * An operator's HTTP gateway for text messages. TO CONFIRM with the operator before production: the shape below
 * (POST, JSON {to, message, reference}, key in a header, {id} back) is ours, that of the simulator.
 */
export type SmsConfig = { readonly url: string; readonly key: string; readonly keyHeader?: string; readonly timeout?: number };

const answer = z.object({ id: z.string().max(100) });

/** Text messages by the gateway. 4xx is for good (bad number, message refused), but for too many and bad key. */
export function smsAdapter({ url, key, keyHeader = 'x-api-key', timeout = 10_000 }: SmsConfig): Adapter {
  return {
    name: 'sms',
    send: async (message, signal) => {
      const response = await fetch(url, {
        method: 'POST', signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]), redirect: 'error',
        headers: { 'content-type': 'application/json', [keyHeader]: key },
        // The reference is the same at each try, so that the gateway can send once.
        body: JSON.stringify({ to: message.to.phone, message: message.sms, reference: message.id }),
      });
      if ([400, 404, 410, 422].includes(response.status)) throw new Undeliverable(`sms:${response.status}`);
      if (!response.ok) throw new JobFailed(`sms:${response.status}`);
      return { state: 'sent', providerId: answer.parse(await response.json()).id };
    },
  };
}
