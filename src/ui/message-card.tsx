import type { ComponentChildren } from 'preact';
import type { listMessages, Messaging, Templates } from '../core/messages/index.ts';
import { render } from '../core/messages/index.ts';
import { Card } from './card.tsx';
import { DateTimeFr } from './values.tsx';

type Row = Awaited<ReturnType<typeof listMessages>>[number];
const CHANNELS: Readonly<Record<string, string>> = { email: 'par courriel', sms: 'par SMS', letter: 'par lettre', inbox: 'dans l’espace de la personne' };

/** A message as it was written to somebody; nothing once its content is erased. */
export function MessageCard({ row, messages, to }: { row: Row; messages: Messaging<Templates>; to?: ComponentChildren }) {
  const template = messages.templates[row.template];
  if (!template || !row.contact || !row.data) return null;
  const text = render(messages.sender, template, { id: row.id, channel: row.channel, contact: row.contact, data: row.data });
  return (
    <Card title={text.subject}>
      <p class="govuk-body-s"><DateTimeFr at={row.queuedAt} />, {CHANNELS[row.channel]}{to ? <>, à <strong>{to}</strong></> : null}</p>
      {text.blocks.map((block) => (typeof block === 'string' ? <p class="govuk-body">{block}</p> : <ul class="govuk-list govuk-list--bullet">{block.map((item) => <li>{item}</li>)}</ul>))}
      {text.code ? <p class="govuk-body">{text.code.label} : <strong class="sitt-num sitt-code">{text.code.text}</strong></p> : null}
      {text.action ? <p class="govuk-body"><a class="govuk-link" href={text.action.href}>{text.action.label}</a></p> : null}
    </Card>
  );
}
