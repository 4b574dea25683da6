import type { Template } from './template.ts';

export type Channel = 'email' | 'sms' | 'letter' | 'inbox';

/** How a person could be reached at some time. */
export type Contact = {
  readonly name: string;
  readonly email?: string;
  /** E.164. */
  readonly phone?: string;
  /** Postal lines, name first, as on an envelope. */
  readonly postal?: readonly string[];
  /** Has an account, whose page shows the message. */
  readonly account?: boolean;
};

/** A contact and when it was the person's; `from` in, `to` out, ISO instants. */
export type ContactPeriod = { readonly from: string; readonly to: string | null; readonly contact: Contact };

/** The contact that stood at an instant: that of the act, never that of the day when the message leaves. */
export function contactAt(history: readonly ContactPeriod[], at: string): Contact | undefined {
  return history.findLast(({ from, to }) => from <= at && (to === null || at < to))?.contact;
}

/**
 * Whom to warn of an act that the person may not have done: who steals an account first changes its contact. The
 * contact of before every change of the last `days` days comes first, then the present one.
 */
export function contactsToWarn(history: readonly ContactPeriod[], at: string, days: number): Contact[] {
  const since = new Date(Date.parse(at) - days * 86_400_000).toISOString();
  const earlier = contactAt(history, since) ?? history[0]?.contact;
  const present = contactAt(history, at);
  return [...new Set([earlier, present])].filter((contact) => contact !== undefined);
}

/** The ways by which a contact can be reached, in the order in which they are tried after a failure. */
export function waysTo(contact: Contact, textable: (phone: string) => boolean): Channel[] {
  return [
    ...(contact.email ? ['email' as const] : []),
    ...(contact.phone && textable(contact.phone) ? ['sms' as const] : []),
    ...(contact.postal?.length ? ['letter' as const] : []),
    ...(contact.account ? ['inbox' as const] : []),
  ];
}

/** The channels of a message, by its kind; none when the person cannot be reached at all. */
export function channelsOf(kind: Template['kind'], ways: readonly Channel[]): Channel[] {
  const quick = ways.filter((way) => way === 'email' || way === 'sms');
  const first = ways.slice(0, 1);
  if (kind === 'alert') return quick.length ? quick : first;
  if (kind === 'formal' && ways.includes('letter')) return ['letter', ...quick.filter((way) => way === 'email')];
  return first;
}

/** Where a message goes, to tell two contacts apart. */
export function addressOf(contact: Contact, channel: Channel): string {
  return { email: contact.email?.toLowerCase(), sms: contact.phone, letter: contact.postal?.join('\n'), inbox: contact.name }[channel] ?? '';
}
