import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isLocal, publicLookup, urlFault } from './guard.ts';

/** How a call ended: the status of the answer, or why there was none. */
export type Posted = { status: number } | { failure: string };
const PATIENCE = 10_000;

/** Posts a body once: no redirect is followed, nothing of the answer is read. @param local a demonstration may call this machine */
export function postOnce(address: string, headers: Readonly<Record<string, string>>, body: string, local: boolean): Promise<Posted> {
  const fault = urlFault(address, local);
  if (fault) return Promise.resolve({ failure: fault });
  const url = new URL(address);
  const own = local && isLocal(url);
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const call = send(url, {
      method: 'POST', agent: false, signal: AbortSignal.timeout(PATIENCE), ...(own ? {} : { lookup: publicLookup }),
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'SITT-Webhooks/1', ...headers },
    }, (answer) => {
      resolve({ status: answer.statusCode ?? 0 });
      answer.destroy();
    });
    call.on('error', (error: NodeJS.ErrnoException) => { resolve({ failure: error.name === 'AbortError' || error.name === 'TimeoutError' ? 'timeout' : error.code ?? 'network' }); });
    call.end(body);
  });
}
