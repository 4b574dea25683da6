import type { Adapter } from './send.ts';

/** In demo nothing leaves: messages are marked as sent, and the visible outbox shows them. */
export const demoAdapter: Adapter = {
  name: 'demo',
  send: (message) => Promise.resolve({ state: 'sent', providerId: `demo:${message.id}` }),
};

/** A message on the person's own page: it is there as soon as it is written. */
export const inboxAdapter: Adapter = {
  name: 'inbox',
  send: (message) => Promise.resolve({ state: 'sent', providerId: `inbox:${message.id}` }),
};
