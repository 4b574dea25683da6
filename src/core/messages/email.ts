import { createTransport } from 'nodemailer';
import { Undeliverable, type Adapter } from './send.ts';

export type SmtpConfig = {
  /** smtp://user:password@host:587 or smtps://host:465; ?requireTLS=true where the server must not be trusted in clear. */
  readonly url: string;
  /** « Immatriculations <ne-pas-repondre@…> ». */
  readonly from: string;
};

/** E-mail by SMTP. A refusal in 5xx is for good, anything else (4xx, no line) may pass later. */
export function emailAdapter({ url, from }: SmtpConfig): Adapter {
  const transport = createTransport(url);
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    name: 'smtp',
    send: async (message) => {
      try {
        const sent = await transport.sendMail({
          from, to: { name: message.to.name, address: message.to.email ?? '' }, subject: message.subject, text: message.text, html: message.html,
          // The same at each try: a mail program that gets it twice shows it once.
          messageId: `<${message.id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'fr' },
          disableFileAccess: true, disableUrlAccess: true,
        });
        return { state: 'sent', providerId: sent.messageId };
      } catch (error) {
        const { responseCode } = error as { responseCode?: number };
        if (responseCode !== undefined && responseCode >= 500) throw new Undeliverable(`smtp:${responseCode}`);
        throw error;
      }
    },
  };
}
