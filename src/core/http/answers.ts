import type { Flash } from '../access/session.ts';
import type { Unsealed } from '../access/sealed.ts';

/** What a handler gives back: data, sent by the frame once the session is saved. */
export type Answer =
  | { readonly kind: 'html'; readonly status: number; readonly body: string; readonly headers?: Headers }
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown; readonly headers?: Headers }
  | { readonly kind: 'see-other'; readonly to: string; readonly flash?: Flash }
  | { readonly kind: 'file'; readonly body: Buffer; readonly type: string; readonly name: string; readonly inline: boolean; readonly headers?: Headers }
  /** The handler wrote the answer itself, on the raw response. */
  | { readonly kind: 'hijacked' };
type Headers = Readonly<Record<string, string>>;

/** A page. */
export function page(body: string, status = 200, headers: Headers = {}): Answer {
  return { kind: 'html', status, body, headers };
}

/** The form again, as it was typed, with its error summary: 422. */
export function unprocessable(body: string): Answer {
  return page(body, 422);
}

/** After a POST that did something: the browser GETs `to`, where `flash` is shown once. A reload repeats nothing. */
export function seeOther(to: string, flash?: string | Flash): Answer {
  const message = typeof flash === 'string' ? { kind: 'success' as const, text: flash } : flash;
  return { kind: 'see-other', to: localPath(to) ?? '/', ...(message ? { flash: message } : {}) };
}

/** To another site that we chose (the identity provider, the card page): never an address that the browser gave us. */
export function leaveFor(url: URL): Answer {
  return { kind: 'see-other', to: url.href };
}

/** JSON; refuses by type any Sealed within. */
export function json<T>(body: T & Unsealed<T>, status = 200, headers: Headers = {}): Answer {
  return { kind: 'json', status, body, headers };
}

/** A file; `inline` shows it in the browser. */
export function file(body: Buffer, type: string, name: string, inline = false, headers: Headers = {}): Answer {
  return { kind: 'file', body, type, name, inline, headers };
}

/** `text` when it is a path of this site ('/x', not '//x' nor '/\x'): what a «retour» parameter may hold. */
export function localPath(text: string | undefined): string | undefined {
  if (!text?.startsWith('/') || /^\/[/\\]/.test(text) || /[\u0000-\u001f\\]/.test(text)) return undefined;
  return text;
}
