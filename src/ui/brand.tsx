import { publicFile } from './public-files.ts';

/** The mark and the name of the service. The mark is our own: ridge, road, lagoon; no official emblem. */
export function Brand({ href = '/' }: { href?: string }) {
  return (
    <a class="sitt-brand" href={href}>
      <img class="sitt-brand__mark" src={publicFile('sitt-mark.svg')} alt="" width="52" height="52" />
      <span>
        <span class="sitt-brand__name">SITT</span>{' '}
        <span class="sitt-brand__what">Transports terrestres de Nouvelle-Calédonie</span>
      </span>
    </a>
  );
}
