import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a screen standing in the hall shows in its address: tickets are taken on the spot, not from the other end of the country. */
export const kioskKey = (secret: string, office: string): string => createHmac('sha256', secret).update(JSON.stringify(['sitt/queue-kiosk/v1', office])).digest().subarray(0, 12).toString('base64url');

export const isKioskKey = (secret: string, office: string, given: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(kioskKey(secret, office))];
  return secret !== '' && a.length === b.length && timingSafeEqual(a, b);
};
