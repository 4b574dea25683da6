import { z } from 'zod';
import { insurancePaths } from './insurance.ts';
import { recourseBodies } from './recourse.ts';
import { flatten, type Demarche, type World } from '../../core/demarche/index.ts';
import { coversAct, openToTrade } from '../../domains/partners/index.ts';
import { territory } from '../../territory/index.ts';
import { examplesIn, type Example } from './views.ts';
import { demoKeys } from '../../core/access/demo.ts';
import type { App } from '../../app.ts';

const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } });
const refusals = { 401: problem('Clé absente ou inconnue'), 403: problem('La clé ou la personne n’en a pas le droit'), 404: problem('Rien à cette adresse pour vous'), 409: problem('Bloqué : « blockers » nomme chaque obstacle'), 422: problem('Réponses à corriger, champ par champ') };
const answer = (description: string, schema: object) => ({ description, content: { 'application/json': { schema } } });
const parameter = (name: string, where: 'path' | 'query' | 'header', description: string, required = where === 'path') => ({ name, in: where, description, required, schema: { type: 'string' } });
const bearer = [{ key: [] }];

const onWebhook = (name: string, summary: string, status: 200 | 202) => ({ operationId: `${name}Webhook`, summary, security: bearer, parameters: [parameter('id', 'path', 'Identifiant')], responses: { [status]: answer('L’adresse', { type: 'object' }), ...refusals } });

const RECOURSE: Readonly<Record<keyof typeof recourseBodies, string>> = {
  refuse: 'Refus motivé, signé par délégation', hearing: 'Ouvrir la procédure contradictoire', 'hearing/answers': 'Présenter des observations',
  appeals: 'Déposer un recours', 'appeals/decision': 'Répondre à un recours (un autre agent que le signataire)', judgments: 'Enregistrer un jugement',
};

/** A batch of one row: the first démarche that creates something and that a dealer may be allowed, in its flat form. */
function batchExample({ catalogue }: World, exampleOf: (d: Demarche) => Example): object {
  const dealer = { kind: 'partner', userId: '', companyId: '', partnerKind: 'dealer', name: '', roles: ['operator'] } as const;
  const d = [...catalogue.values()].find((one) => one.subject.mode === 'creates' && coversAct(territory.parameter('partnerActs.dealer', '2026-01-01').value, one.id) && openToTrade(one, dealer));
  return d ? { demarche: d.id, rows: [flatten(d.input, exampleOf(d).body.input)] } : {};
}

/** OpenAPI 3.1 of this door, made from the démarches themselves: what the catalogue does not say, it does not promise. */
export async function openApiDocument({ world }: App) {
  const exampleOf = await examplesIn(world);
  return {
    openapi: '3.1.0',
    info: { title: 'SITT, l’interface des démarches', version: '1', description: 'Les mêmes démarches et les mêmes règles qu’en ligne et au guichet.', license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' } },
    servers: [{ url: '/' }],
    paths: {
      '/api/v1/demarches': { get: { operationId: 'listDemarches', summary: 'Toutes les démarches', responses: { 200: answer('Le catalogue', { type: 'array', items: { $ref: '#/components/schemas/DemarcheLine' } }) } } },
      '/api/v1/demarches/{id}': { get: { operationId: 'readDemarche', summary: 'Une démarche : textes, champs, schéma', parameters: [parameter('id', 'path', 'Nom de la démarche')], responses: { 200: answer('La démarche', { type: 'object' }), 404: refusals[404] } } },
      ...Object.fromEntries([...world.catalogue.values()].map((d) => ({ d, example: exampleOf(d) })).map(({ d, example }) => [`/api/v1/demarches/${d.id}`, { post: {
        operationId: `apply-${d.id}`, summary: d.title, description: `${d.summary}\n\n${example.note}`, security: bearer, 'x-demo-key': example.key,
        parameters: [{ ...parameter('dryRun', 'query', '« true » : dit ce qui bloque, manque et coûte, sans rien écrire', false), schema: { type: 'boolean' } }, parameter('Idempotency-Key', 'header', 'La même clé ne fait la chose qu’une fois', false)],
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties: { subject: { type: 'string', description: `${d.subject.view.question}, ou son identifiant` }, applicant: { type: 'string', format: 'uuid', description: 'La personne pour qui un agent demande : réservé aux agents' }, input: z.toJSONSchema(d.input, { io: 'input', unrepresentable: 'any' }) } }, example: example.body } } },
        responses: { 200: answer('Essai à blanc', { type: 'object' }), 201: answer('Dossier ouvert', { $ref: '#/components/schemas/Dossier' }), ...refusals },
      } }])),
      '/api/v1/dossiers/{id}': { get: { operationId: 'readDossier', summary: 'Où en est un dossier', security: bearer, parameters: [parameter('id', 'path', 'Identifiant')], responses: { 200: answer('Le dossier', { $ref: '#/components/schemas/Dossier' }), ...refusals } } },
      '/api/v1/dossiers/{id}/pieces': { post: { operationId: 'addPiece', summary: 'Joindre une pièce', security: bearer, parameters: [parameter('id', 'path', 'Identifiant')], requestBody: { content: { 'multipart/form-data': { schema: { type: 'object', properties: { kind: { type: 'string' }, file: { type: 'string', format: 'binary' } }, required: ['kind', 'file'] } } } }, responses: { 201: answer('Le dossier', { $ref: '#/components/schemas/Dossier' }), ...refusals } } },
      '/api/v1/dossiers/{id}/submit': { post: { operationId: 'submitDossier', summary: 'Déposer à nouveau', security: bearer, parameters: [parameter('id', 'path', 'Identifiant')], responses: { 200: answer('Le dossier', { $ref: '#/components/schemas/Dossier' }), ...refusals } } },
      '/api/v1/dossiers/{id}/approve': { post: { operationId: 'approveDossier', summary: 'Avis favorable d’un agent, par sa délégation de signature', security: bearer, parameters: [parameter('id', 'path', 'Identifiant')], responses: { 200: answer('Le dossier', { $ref: '#/components/schemas/Dossier' }), ...refusals } } },
      '/api/v1/dossiers/{id}/payments': { post: { operationId: 'payDossier', summary: 'Ouvrir un paiement par carte', security: bearer, parameters: [parameter('id', 'path', 'Identifiant')], responses: { 201: answer('La page de la banque', { type: 'object', properties: { redirectTo: { type: 'string' } } }), ...refusals } } },
      ...Object.fromEntries(Object.entries(recourseBodies).map(([name, body]) => [`/api/v1/dossiers/{id}/${name}`, { post: {
        operationId: name.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase()).concat('Dossier'), summary: RECOURSE[name as keyof typeof recourseBodies], security: bearer, parameters: [parameter('id', 'path', 'Identifiant')],
        requestBody: { required: true, content: { 'application/json': { schema: z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) } } }, responses: { 201: answer('Le dossier', { $ref: '#/components/schemas/Dossier' }), ...refusals },
      } }])),
      ...insurancePaths(refusals),
      '/api/v1/batches': { post: { operationId: 'sendBatch', summary: 'Envoyer un lot d’une démarche (professionnels) : il est vérifié, rien n’est fait', security: bearer, 'x-demo-key': 'demo-partner', requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', required: ['demarche'], properties: { demarche: { type: 'string' }, rows: { type: 'array', items: { type: 'object', additionalProperties: { type: 'string' } } }, csv: { type: 'string' } } }, example: batchExample(world, exampleOf) } } }, responses: { 201: answer('Le lot et ce que sa vérification a trouvé', { type: 'object' }), ...refusals } } },
      '/api/v1/batches/{id}': { get: { operationId: 'readBatch', summary: 'Où en est un lot', security: bearer, parameters: [parameter('id', 'path', 'Identifiant')], responses: { 200: answer('Le lot', { type: 'object' }), ...refusals } } },
      '/api/v1/batches/{id}/rows': { get: { operationId: 'readBatchRows', summary: 'Les lignes d’un lot, 500 à la fois', security: bearer, parameters: [parameter('id', 'path', 'Identifiant'), parameter('after', 'query', 'Après cette ligne', false)], responses: { 200: answer('Les lignes', { type: 'array' }), ...refusals } } },
      '/api/v1/batches/{id}/report': { get: { operationId: 'readBatchReport', summary: 'Le compte rendu d’un lot', security: bearer, parameters: [parameter('id', 'path', 'Identifiant')], responses: { 200: answer('Le compte rendu', { type: 'array' }), ...refusals } } },
      '/api/v1/batches/{id}/commit': { post: { operationId: 'commitBatch', summary: 'Confirmer un lot : son prix est réservé, ses lignes se font', security: bearer, parameters: [parameter('id', 'path', 'Identifiant')], responses: { 202: answer('Le lot', { type: 'object' }), ...refusals } } },
      '/api/v1/batches/{id}/resume': { post: { operationId: 'resumeBatch', summary: 'Reprendre les lignes arrêtées ou bloquées d’un lot terminé : leur prix est de nouveau réservé, ce qui est fait ne se refait pas', security: bearer, parameters: [parameter('id', 'path', 'Identifiant')], responses: { 202: answer('Le lot', { type: 'object' }), ...refusals } } },
      '/api/v1/batches/{id}/abandon': { post: { operationId: 'abandonBatch', summary: 'Abandonner un lot qui n’est pas confirmé', security: bearer, parameters: [parameter('id', 'path', 'Identifiant')], responses: { 200: answer('Le lot', { type: 'object' }), ...refusals } } },
      '/api/v1/webhooks': {
        get: { operationId: 'listWebhooks', summary: 'Les adresses de l’entreprise (professionnels)', security: bearer, responses: { 200: answer('Les adresses', { type: 'array' }), ...refusals } },
        post: { operationId: 'addWebhook', summary: 'Ajouter une adresse : son secret est dans la réponse', security: bearer, requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', required: ['url'], properties: { url: { type: 'string', format: 'uri' } } } } } }, responses: { 201: answer('L’adresse et son secret', { type: 'object' }), ...refusals } },
      },
      '/api/v1/webhooks/{id}': { get: onWebhook('read', 'Une adresse', 200), delete: onWebhook('remove', 'Retirer une adresse, et ce qui l’attend', 200) },
      '/api/v1/webhooks/{id}/deliveries': { get: onWebhook('readDeliveriesOf', 'Les derniers envois', 200) },
      '/api/v1/webhooks/{id}/secret': { post: onWebhook('renewSecretOf', 'Changer de secret : l’ancien ne signe plus rien', 200) },
      '/api/v1/webhooks/{id}/ping': { post: onWebhook('ping', 'Envoyer un essai', 202) },
      '/api/v1/webhooks/{id}/close': { post: onWebhook('close', 'Fermer : ce qui survient attend', 202) },
      '/api/v1/webhooks/{id}/open': { post: onWebhook('open', 'Rouvrir : ce qui attendait part', 202) },
      '/api/v1/webhooks/{id}/replay': { post: { ...onWebhook('replay', 'Rejouer un événement, ou tout ce qui est en souffrance', 202), requestBody: { required: false, content: { 'application/json': { schema: { type: 'object', properties: { event: { type: 'string', format: 'uuid' } } } } } } } },
      '/api/v1/vehicles/{plate}': { get: { operationId: 'readVehicle', summary: 'Un véhicule, à une date, tel qu’on le savait', security: bearer, parameters: [parameter('plate', 'path', 'Numéro d’immatriculation, VIN ou numéro de titre'), parameter('at', 'query', 'Tel qu’il était à cette date', false), parameter('knownAt', 'query', 'Tel qu’on le savait à cette date', false)], responses: { 200: answer('Le véhicule', { type: 'object' }), ...refusals } } },
      '/api/v1/titles/{number}': { get: { operationId: 'readTitle', summary: 'Un titre', security: bearer, parameters: [parameter('number', 'path', 'Numéro')], responses: { 200: answer('Le titre, son PDF prêt', { $ref: '#/components/schemas/Title' }), 202: answer('Le PDF se dessine', { $ref: '#/components/schemas/Title' }), ...refusals } } },
      '/api/v1/titles/{number}/pdf': { get: { operationId: 'readTitlePdf', summary: 'Le PDF d’un titre', security: bearer, parameters: [parameter('number', 'path', 'Numéro')], responses: { 200: { description: 'PDF', content: { 'application/pdf': {} } }, 202: answer('Le PDF se dessine', { type: 'object' }), ...refusals } } },
    },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: `En démonstration : ${demoKeys.join(', ')}` } },
      schemas: {
        DemarcheLine: { type: 'object', required: ['id', 'title', 'href'], properties: { id: { type: 'string' }, title: { type: 'string' }, summary: { type: 'string' }, href: { type: 'string' } } },
        Dossier: { type: 'object', required: ['id', 'state'], properties: { id: { type: 'string', format: 'uuid' }, number: { type: 'string' }, state: { enum: ['draft', 'submitted', 'to_complete', 'in_review', 'to_pay', 'decided', 'issued', 'refused', 'cancelled'] }, titles: { type: 'array', items: { $ref: '#/components/schemas/Title' } } } },
        Title: { type: 'object', required: ['number', 'status', 'href'], properties: { number: { type: 'string' }, status: { type: 'string' }, href: { type: 'string' } } },
        Blocker: { type: 'object', required: ['code', 'message', 'law', 'clearedBy', 'path'], properties: { code: { type: 'string' }, message: { type: 'string' }, law: { type: 'string' }, clearedBy: { type: 'object', properties: { who: { type: 'string' }, how: { type: 'string' } } }, path: { type: ['string', 'null'] } } },
        Problem: { type: 'object', required: ['title', 'status'], properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, blockers: { type: 'array', items: { $ref: '#/components/schemas/Blocker' } }, errors: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } } } } },
      },
    },
  };
}
