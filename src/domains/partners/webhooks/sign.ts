/**
 * Signature of webhooks as Standard Webhooks 1.0 says (github.com/standard-webhooks/standard-webhooks): HMAC-SHA-256 in
 * base64 of `id.timestamp.body`, under a secret written `whsec_…`; receivers have ready libraries in every language.
 */
import { createHmac, hkdfSync } from 'node:crypto';

const PREFIX = 'whsec_';

/** The secret of an address: derived from the installation's, so that no table holds it; a new version ends the old one. */
export function webhookSecret(root: string, webhookId: string, version: number): string {
  return PREFIX + Buffer.from(hkdfSync('sha256', root, webhookId, `sitt-webhook:${version}`, 32)).toString('base64');
}

/** @param at when it is sent: receivers refuse what is older than five minutes. @returns the three headers of the standard */
export function webhookHeaders(secret: string, id: string, at: Date, body: string): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64')).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
