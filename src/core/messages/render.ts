import type { Channel, Contact } from './contact.ts';
import { gsm7, SMS_LENGTH, smsLength } from './gsm7.ts';
import { PLACE, type Data, type Template } from './template.ts';
import { deriveToken } from './token.ts';

/** Where the words of a message are sent from. */
export type Sender = { readonly secret: string; readonly publicUrl: string; readonly name: string };

/** A message ready to leave by any channel. */
export type Rendered = {
  readonly id: string;
  readonly channel: Channel;
  readonly to: Contact;
  readonly subject: string;
  /** Paragraphs and lists, for those who draw them (letter, inbox). */
  readonly blocks: readonly (string | readonly string[])[];
  readonly action?: { readonly label: string; readonly href: string };
  readonly code?: { readonly label: string; readonly text: string };
  readonly text: string;
  readonly html: string;
  readonly sms: string;
};
export type Renderable = { readonly id: string; readonly channel: Channel; readonly contact: Contact; readonly data: Data };

/** Where the link of a message is opened: the door that serves it checks and uses the token. */
export const LINK_PATH = '/l/';

/** Writes a message in every form. The same row always gives the same words, links and code. */
export function render(sender: Sender, template: Template, { id, channel, contact, data }: Renderable): Rendered {
  const link = template.link && `${sender.publicUrl}${LINK_PATH}${deriveToken(sender.secret, { form: 'link', source: id, purpose: template.link.purpose })}`;
  const code = template.code && deriveToken(sender.secret, { form: 'code', source: typeof data['$code'] === 'string' ? data['$code'] : id, purpose: template.code.purpose });
  const page = template.page && `${sender.publicUrl}${typeof data['$page'] === 'string' ? data['$page'] : ''}`;
  const extra = { ...(link ? { link } : {}), ...(code ? { code } : {}), ...(page ? { page } : {}) };
  const fill = (text: string, values: Data) => text.replace(PLACE, (_, name: string) => String(values[name] ?? ''));
  const full = { ...data, ...extra };
  const subject = fill(template.subject, full);
  const blocks = template.body.map((text) => {
    const [, name = ''] = /^\{(\w+)\}$/.exec(text) ?? [];
    const list = data[name];
    return Array.isArray(list) ? list as readonly string[] : fill(text, full);
  }).filter((block) => block.length);
  const clipped = Object.fromEntries(Object.entries(template.fields).map(([name, most]) => [name, most === 'list' ? '' : clip(String(data[name] ?? ''), most)]));
  const href = link ?? page;
  const label = template.link?.label ?? template.page?.label ?? '';
  const parts = {
    id, channel, to: contact, subject, blocks,
    ...(href ? { action: { label, href } } : {}), ...(code ? { code: { label: template.code?.label ?? '', text: code } } : {}),
  };
  const asSms = (places: Data) => gsm7(fill(template.sms, { ...clipped, ...places }));
  const asked = asSms(extra);
  // The address of a page may be too long for one text message: the service's own is enough to find it.
  const sms = page && smsLength(asked) > SMS_LENGTH ? asSms({ ...extra, page: sender.publicUrl }) : asked;
  return { ...parts, sms, text: asText(parts, sender), html: asHtml(parts, sender) };
}

type Parts = Pick<Rendered, 'to' | 'subject' | 'blocks' | 'action' | 'code'>;

const CLOSING = 'Message automatique. Nous ne demandons jamais un mot de passe ni un code par téléphone.';

function asText({ to, blocks, action, code }: Parts, { name }: Sender): string {
  return [
    `Bonjour ${to.name},`,
    ...blocks.map((block) => typeof block === 'string' ? block : block.map((item) => `- ${item}`).join('\n')),
    ...(code ? [`${code.label} : ${code.text}`] : []), ...(action ? [`${action.label} :\n${action.href}`] : []),
    `-- \n${name}\n${CLOSING}`,
  ].join('\n\n');
}

/** Old mail programs know no style sheet: a few inline styles, one column, no picture. */
function asHtml({ to, subject, blocks, action, code }: Parts, { name }: Sender): string {
  const p = (inner: string) => `<p style="margin:0 0 16px">${inner}</p>`;
  const items = (list: readonly string[]) => `<ul style="margin:0 0 16px;padding-left:22px">${list.map((item) => `<li style="margin-bottom:6px">${escape(item)}</li>`).join('')}</ul>`;
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(subject)}</title></head>`
    + `<body style="margin:0;background:#f3f5f6;color:#1d2930;font:17px/1.5 'Source Sans 3',Arial,sans-serif"><div style="max-width:560px;margin:0 auto;padding:24px 16px">`
    + `<div style="background:#fff;border-top:6px solid #0b5a6b;padding:28px 24px 12px">`
    + `<h1 style="margin:0 0 20px;font-size:23px;line-height:1.25">${escape(subject)}</h1>${p(`Bonjour ${escape(to.name)},`)}`
    + blocks.map((block) => typeof block === 'string' ? p(escape(block)) : items(block)).join('')
    + (code ? p(`${escape(code.label)}<br><strong style="font:700 26px/1.5 Consolas,monospace;letter-spacing:2px">${code.text}</strong>`) : '')
    + (action ? `${p(`<a href="${escape(action.href)}" style="display:inline-block;background:#0b5a6b;color:#fff;padding:11px 18px;font-weight:700;text-decoration:none">${escape(action.label)}</a>`)}`
      + `<p style="margin:0 0 16px;font-size:14px;color:#4a5960">Le bouton ne marche pas ? Copiez cette adresse :<br>${escape(action.href)}</p>` : '')
    + `</div><p style="margin:16px 4px;font-size:14px;color:#4a5960">${escape(name)}<br>${CLOSING}</p></div></body></html>`;
}

function clip(text: string, most: number): string {
  return gsm7(text).length <= most ? text : `${gsm7(text).slice(0, most - 2)}..`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
