import type { App } from '../../app.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { renderPage } from '../../ui/index.ts';
import { openApiDocument } from './openapi.ts';

/** The API for a human: every address, what it does, who may, and a first command to try. */
export function readableApi(app: App): RouteLine {
  return { method: 'GET', path: '/api', who: 'public', handler: async () => page(renderPage({
    title: 'Interface de programmation', door: { id: 'api', name: 'Interface (API)', home: '/api' }, demo: app.demo, width: 'wide',
    children: <Readable document={await openApiDocument(app)} base={app.publicUrl()} demo={app.demo} />,
  })) };
}

type Operation = { summary: string; description?: string; security?: unknown };

function Readable({ document, base, demo }: { document: Awaited<ReturnType<typeof openApiDocument>>; base: string; demo: boolean }) {
  const lines = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({ path, method, operation })));
  return (
    <>
      <h1 class="govuk-heading-l">L’interface des démarches</h1>
      <p class="sitt-lede">Les mêmes démarches et les mêmes règles qu’en ligne et au guichet, en JSON. Le contrat complet est en <a class="govuk-link" href="/openapi.json">OpenAPI 3.1</a> ; les clés publiques des titres sont <a class="govuk-link" href="/.well-known/sitt-keys.json">publiées</a>.</p>
      {demo ? <pre class="sitt-code"><code>{`curl ${base}/api/v1/vehicles/481000NC -H 'Authorization: Bearer demo-counter'`}</code></pre> : null}
      <table class="govuk-table">
        <caption class="govuk-table__caption govuk-table__caption--m">Adresses</caption>
        <thead class="govuk-table__head"><tr class="govuk-table__row"><th class="govuk-table__header" scope="col">Méthode</th><th class="govuk-table__header" scope="col">Adresse</th><th class="govuk-table__header" scope="col">Ce qu’elle fait</th><th class="govuk-table__header" scope="col">Clé</th></tr></thead>
        <tbody class="govuk-table__body">
          {lines.map(({ path, method, operation }) => (
            <tr class="govuk-table__row"><td class="govuk-table__cell">{method.toUpperCase()}</td><td class="govuk-table__cell"><code>{path}</code></td><td class="govuk-table__cell">{operation.summary}</td><td class="govuk-table__cell">{operation.security ? 'oui' : 'non'}</td></tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
