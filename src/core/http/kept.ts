import type { Session } from '../access/session.ts';
import type { SessionData } from '../access/sessions.ts';
import type { Form } from './uploads.ts';

const KEY = 'kept';
/** A session's row is no drawer: a step of a wizard is a few hundred bytes. */
const MOST = 20_000;
type Kept = { readonly path: string; readonly form: Form };

/**
 * Keeps with the visitor's session what was typed in a form that could not be taken (the session had ended, or the page
 * was older than it). It changes nothing: it is only shown again, to be read and sent. Files are not kept.
 */
export function keepForm(session: Session, url: string, { _csrf, _request, ...form }: Form): void {
  if (JSON.stringify(form).length <= MOST) session.set(KEY, { path: pathOf(url), form } satisfies Kept);
}

/** What waits to be shown again on the page of this address; once. */
export function takeKept(session: Session, url: string): Form | undefined {
  const kept = session.get(KEY) as Kept | undefined;
  if (kept?.path !== pathOf(url)) return undefined;
  session.set(KEY, undefined);
  return kept.form;
}

/** For a log-in: what survives the change of session. */
export function keptData(session: Session): SessionData {
  const kept = session.get(KEY);
  return kept === undefined ? {} : { [KEY]: kept };
}

const pathOf = (url: string): string => url.split('?')[0] ?? '/';
