import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { renderPage } from '../../ui/index.ts';
import { openApiDocument } from './openapi.ts';
import { examplesIn, type Example } from './views.ts';

/** The API for a human: every address, what it does, who may, and a command to copy for each démarche. */
export function readableApi(app: App): RouteLine {
  return { method: 'GET', path: '/api', who: 'public', handler: async () => {
    const [document, exampleOf] = await Promise.all([openApiDocument(app), examplesIn(app.world)]);
    const errands = [...app.world.catalogue.values()].map((d) => ({ id: d.id, title: d.title, example: exampleOf(d) }));
    return page(renderPage({
      title: 'Interface de programmation', door: { id: 'api', name: 'Interface (API)', home: '/api' }, demo: app.demo, width: 'wide',
      children: <Readable document={document} errands={errands} base={app.publicUrl()} demo={app.demo} />,
    }));
  } };
}

type Operation = { summary: string; description?: string; security?: unknown };
type Errand = { readonly id: string; readonly title: string; readonly example: Example };
type Shown = { document: Awaited<ReturnType<typeof openApiDocument>>; errands: readonly Errand[]; base: string; demo: boolean };

function Readable({ document, errands, base, demo }: Shown) {
  const lines = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({ path, method, operation })));
  return (
    <>
      <h1 class="govuk-heading-l">L’interface des démarches</h1>
      <p class="sitt-lede">Les mêmes démarches et les mêmes règles qu’en ligne et au guichet, en JSON. Le contrat complet est en <a class="govuk-link" href="/openapi.json">OpenAPI 3.1</a> ; les clés publiques des titres sont <a class="govuk-link" href="/.well-known/sitt-keys.json">publiées</a>.</p>
      {demo ? <Code text={said(`curl ${base}/api/v1/vehicles/471001NC`, bearer('demo-counter'))} /> : null}
      <Errands errands={errands} base={base} />
      <Companies document={document} base={base} />
      <div class="sitt-scroll" tabindex={0} role="region" aria-label="Adresses"><table class="govuk-table">
        <caption class="govuk-table__caption govuk-table__caption--m">Adresses</caption>
        <thead class="govuk-table__head"><tr class="govuk-table__row"><th class="govuk-table__header" scope="col">Méthode</th><th class="govuk-table__header" scope="col">Adresse</th><th class="govuk-table__header" scope="col">Ce qu’elle fait</th><th class="govuk-table__header" scope="col">Clé</th></tr></thead>
        <tbody class="govuk-table__body">
          {lines.map(({ path, method, operation }) => (
            <tr class="govuk-table__row"><td class="govuk-table__cell">{method.toUpperCase()}</td><td class="govuk-table__cell"><code>{path}</code></td><td class="govuk-table__cell">{operation.summary}</td><td class="govuk-table__cell">{operation.security ? 'oui' : 'non'}</td></tr>
          ))}
        </tbody>
      </table></div>
    </>
  );
}

/** A command for each démarche, and what follows it. */
function Errands({ errands, base }: { errands: readonly Errand[]; base: string }) {
  return (
    <section>
      <h2 class="govuk-heading-m">Une commande par démarche</h2>
      <p class="govuk-body">Ajoutez <code>?dryRun=true</code> à l’adresse pour essayer sans rien écrire : la réponse dit ce qui bloque, ce qui manque, les pièces et le prix.</p>
      {errands.map(({ id, title, example }) => (
        <details class="govuk-details">
          <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{title}</span></summary>
          <div class="govuk-details__text"><p class="govuk-body">{example.note}</p><Code text={commandOf(base, id, example)} /></div>
        </details>
      ))}
      <p class="govuk-body">La réponse est un dossier, avec son adresse dans <code>Location</code>. S’il est « to_complete », joignez chaque pièce que nomme <code>waitingFor</code> (sa nature est dans <code>piece</code>), puis déposez-le. S’il est « in_review », un agent, ou un second agent, donne son avis ; « to_pay », on le paie ; « issued », c’est fait.</p>
      <Code text={`${said(`curl ${base}/api/v1/dossiers/IDENTIFIANT/pieces`, bearer('CLE'), '-F kind=NATURE -F file=@scan.pdf')}\n\n${said(`curl -X POST ${base}/api/v1/dossiers/IDENTIFIANT/submit`, bearer('CLE'))}`} />
    </section>
  );
}

type Copied = { 'x-demo-key'?: string; requestBody?: { content?: { 'application/json'?: { example?: object } } } };

/** What companies send by hundreds, and how they hear of what followed: each with a command to copy where there is one. */
function Companies({ document, base }: { document: Shown['document']; base: string }) {
  const copied = (path: string): string => {
    const { 'x-demo-key': key, requestBody } = (document.paths as Record<string, { post?: Copied }>)[path]?.post ?? {};
    return posted(`${base}${path}`, key ?? 'CLE', requestBody?.content?.['application/json']?.example ?? {});
  };
  return (
    <section>
      <h2 class="govuk-heading-m">Pour les entreprises</h2>
      <p class="govuk-body"><strong>Un lot</strong> : une démarche, une ligne par demande, chaque réponse par le chemin de son champ (<code>rows</code>), ou le même tableau en CSV (<code>csv</code>). Il est vérifié aussitôt, et rien n’est fait : <code>…/rows</code> dit ce qui ne va pas, ligne par ligne, <code>…/commit</code> le confirme, <code>…/report</code> rend compte.</p>
      <Code text={`${copied('/api/v1/batches')}\n\n${said(`curl -X POST ${base}/api/v1/batches/IDENTIFIANT/commit`, bearer('CLE'))}`} />
      <p class="govuk-body"><strong>Un assureur</strong> envoie ses contrats un à un, par liste, ou en fichier CSV (<code>-F file=@contrats.csv</code>). La police les lit aussitôt. Le même contrat au même début est corrigé, et ce qui était dit avant reste connu.</p>
      <Code text={copied('/api/v1/insurance/contracts')} />
      <p class="govuk-body"><strong>Un webhook</strong> prévient votre logiciel de ce qui a changé : l’entreprise donne son adresse sur sa page « Webhooks » ou par <code>/api/v1/webhooks</code>. Chaque envoi est signé comme le dit Standard Webhooks, recommencé s’il échoue, et se rejoue.</p>
    </section>
  );
}

const Code = ({ text }: { text: string }) => <pre class="sitt-code" tabindex={0}><code>{text}</code></pre>;

/** What a shell takes as it is: a quote inside the quotes is closed, escaped and opened again. */
const posted = (address: string, key: string, body: object): string =>
  said(`curl ${address}`, bearer(key), '-H \'Content-Type: application/json\'', `-d '${JSON.stringify(body, null, 2).replaceAll('\'', '\'\\\'\'')}'`);
const commandOf = (base: string, id: string, { key, body }: Example): string => posted(`${base}/api/v1/demarches/${id}`, key ?? 'CLE', body);
const bearer = (key: string): string => `-H 'Authorization: Bearer ${key}'`;
/** One argument a line, so that none is hidden by the edge of a screen. */
const said = (...parts: string[]): string => parts.join(' \\\n  ');
