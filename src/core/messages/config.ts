import { CannotStart } from '../config.ts';
import { demoAdapter, inboxAdapter } from './demo.ts';
import { emailAdapter } from './email.ts';
import { letterAdapter, type LetterConfig } from './letter.ts';
import type { Adapters } from './send.ts';
import { smsAdapter } from './sms.ts';

/**
 * The ways out, by environment: SMTP_URL and MAIL_FROM, SMS_URL and SMS_KEY. In demo nothing leaves the machine,
 * whatever is configured. Throws CannotStart when half a way is configured, or none in production.
 */
export function readAdapters(mode: 'demo' | 'production', letter: LetterConfig, env: NodeJS.ProcessEnv = process.env): Adapters {
  const paper = letterAdapter(letter);
  if (mode === 'demo') return { email: demoAdapter, sms: demoAdapter, letter: paper, inbox: inboxAdapter };
  const smtp = both(env, 'SMTP_URL', 'MAIL_FROM');
  const sms = both(env, 'SMS_URL', 'SMS_KEY');
  return { email: emailAdapter({ url: smtp[0], from: smtp[1] }), sms: smsAdapter({ url: sms[0], key: sms[1] }), letter: paper, inbox: inboxAdapter };
}

function both(env: NodeJS.ProcessEnv, first: string, second: string): [string, string] {
  const [a, b] = [env[first], env[second]];
  if (!a || !b) throw new CannotStart(`Pour envoyer des messages, donnez ${first} et ${second}.`);
  return [a, b];
}
