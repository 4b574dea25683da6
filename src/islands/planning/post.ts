import type { BoardData } from './data.ts';

export type Answer = { data: BoardData; said: string; refused: boolean };

/** Sends what the page's own form would send, and reads the page that answers: the server alone says what stands. */
export async function send(address: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
  const token = document.querySelector<HTMLInputElement>('input[name="_csrf"]')?.value ?? '';
  const once = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ ...fields, _csrf: token, _request: once }) });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const data = dataIn(page);
  if (!data) throw new Error(`no board in the answer (${answer.status})`);
  renew(page);
  const refusal = page.querySelector('.govuk-error-summary__list, .sitt-flash--error .sitt-flash__body');
  return { data, refused: refusal !== null, said: (refusal ?? page.querySelector('.sitt-flash__body'))?.textContent?.trim() ?? '' };
}

/** The plan that a page carries. */
export function dataIn(page: Document): BoardData | undefined {
  const text = page.querySelector<HTMLElement>('[data-planning]')?.dataset['planning'];
  return text ? JSON.parse(text) as BoardData : undefined;
}

/** What must be settled changes with each line. */
function renew(page: Document): void {
  const [here, there] = [document.querySelector('[data-planning-dangers]'), page.querySelector('[data-planning-dangers]')];
  if (here && there) here.replaceWith(there);
}
