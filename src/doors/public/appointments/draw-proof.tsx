import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../../../app.ts';
import { file, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { listText, type DrawState } from '../../../domains/appointments/index.ts';
import { Details, SummaryList } from '../../../ui/index.ts';

type Found = { id: string; state: DrawState };

/** What anyone needs to recompute the draw, and nothing of anybody: bin/verify-draw.mjs reads this file. */
export function published({ id, state }: Found) {
  const { motive, office, status, openedAt, closesAt, drawsAt, from, to, share, commitment, entries, digest, secret, seed, order, withdrawn, given } = state;
  return { id, motive, office, status, openedAt, closesAt, drawsAt, from, to, share, commitment, ...(digest ? { entries, places: prizesOf(state), list: listOf(state), digest } : {}), ...(secret ? { secret, seed, order, withdrawn, given } : {}) };
}

const prizesOf = ({ places }: DrawState) => places.map(({ day, start, resource, place }) => ({ day, start, resource, place }));
const listOf = (state: DrawState): string => listText(state.share, state.entries, prizesOf(state));

/** The list as its digest was taken, and the program that does the draw again: whoever checks needs nothing from us but this page. */
export function proofRoutes(app: App, at: string, find: (ctx: Ctx) => Promise<Found>): RouteLine[] {
  return [
    { method: 'GET', path: `${at}/verify-draw.mjs`, who: 'public', perMinute: 30, handler: async () => file(await readFile(join(app.config.root, 'bin/verify-draw.mjs')), 'text/javascript; charset=utf-8', 'verify-draw.mjs') },
    { method: 'GET', path: `${at}/:id/liste.txt`, who: 'public', perMinute: 30, handler: async (ctx) => file(Buffer.from(listOf((await find(ctx)).state)), 'text/plain; charset=utf-8', 'liste.txt') },
  ];
}

/** What to note and when, and how to do the draw again with the program or by hand. */
export function Proof({ at, id, state: { commitment, digest, secret, seed, order } }: Found & { at: string }) {
  const ticket = order[0] ?? 'NUMÉRO';
  return (
    <>
      <h2 class="govuk-heading-m">Le refaire soi-même</h2>
      <p class="govuk-body">Un secret est choisi avant les demandes, et son empreinte publiée : il ne peut plus changer. La liste est arrêtée et son empreinte publiée : elle ne peut plus changer. Alors seulement le secret est publié ; avec les deux, l’ordre se calcule. Demander tôt, souvent ou par plusieurs téléphones ne donne rien : une demande compte par véhicule.</p>
      <SummaryList rows={[
        { label: 'Empreinte du secret', value: <Hash text={commitment} /> }, { label: 'Empreinte de la liste', value: <Hash text={digest} /> },
        { label: 'Secret', value: <Hash text={secret} /> }, { label: 'Graine', value: <Hash text={seed} /> },
      ]} />
      <h3 class="govuk-heading-s">Ce qu’il faut noter, et quand</h3>
      <ol class="govuk-list govuk-list--number">
        <li>En demandant : votre numéro au tirage, et l’empreinte du secret.</li>
        <li>La liste arrêtée : votre numéro y est-il ? Notez l’empreinte de la liste. Vous avez jusqu’au tirage pour réclamer.</li>
        <li>Le tirage fait : ces deux empreintes sont-elles celles que vous aviez notées ? Alors refaites-le.</li>
      </ol>
      {digest ? (
        <>
          <h3 class="govuk-heading-s">Avec le programme</h3>
          <p class="govuk-body">Il faut Node 20 ou plus récent, pas de réseau. Enregistrez dans un même dossier <a class="govuk-link" href={`${at}/verify-draw.mjs`}>le programme verify-draw.mjs</a> et <a class="govuk-link" href={`${at}/${id}/tirage.json`} download="tirage.json">tout le tirage, tirage.json</a>, puis, dans un terminal :</p>
          <pre class="sitt-command">{`node verify-draw.mjs tirage.json ${ticket}`}</pre>
          <p class="govuk-body">Il répond « Juste », ou ce qui est faux, puis le rang et la place du numéro donné : mettez-y le vôtre. Le code du programme se lit en une page ; un autre, écrit par vous, doit dire la même chose.</p>
        </>
      ) : null}
      <Details summary="Le calcul, et quatre commandes pour le faire à la main">
        <ul class="govuk-list govuk-list--bullet">
          <li>empreinte du secret = SHA-256(secret) ; empreinte de la liste = SHA-256(liste) ; graine = SHA-256(secret:empreinte de la liste).</li>
          <li>La clé d’une demande est SHA-256(graine:numéro). On range par clé croissante.</li>
          <li>Les premières demandes prioritaires, autant que leur part des places, passent devant.</li>
          <li>Chacune, dans l’ordre, prend la première place libre de ses jours. Une demande retirée garde son rang et ne prend rien.</li>
        </ul>
        {secret && digest && seed ? (
          <>
            <p class="govuk-body">Avec <a class="govuk-link" href={`${at}/${id}/liste.txt`}>la liste, liste.txt</a> et la commande sha256sum (shasum -a 256 sur un Mac), dans l’ordre : l’empreinte du secret, celle de la liste, la graine, la clé d’une demande.</p>
            <pre class="sitt-command">{[`printf %s '${secret}' | sha256sum`, 'sha256sum liste.txt', `printf %s '${secret}:${digest}' | sha256sum`, `printf %s '${seed}:${ticket}' | sha256sum`].join('\n')}</pre>
          </>
        ) : null}
      </Details>
    </>
  );
}

const Hash = ({ text }: { text: string | null }) => (text ? <code class="sitt-hash">{text}</code> : <span class="sitt-optional">à venir</span>);
