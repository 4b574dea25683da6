import type { Blocker } from '../demarche/blockers.ts';

/** A field that is wrong, in the user's words; `path` is the input's, '' for the whole form. */
export type FieldError = { readonly path: string; readonly message: string };

/** An answer that is not what was asked, on purpose. `detail` is French, for the user, and holds no data of another person. */
export class HttpFault extends Error {
  override name = 'HttpFault';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly blockers: readonly Blocker[] | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail?: string, more: { blockers?: readonly Blocker[]; errors?: readonly FieldError[]; headers?: Record<string, string> } = {}) {
    super(`http ${status}`);
    const words = faultWords(status);
    this.status = status;
    this.title = words.title;
    this.detail = detail ?? words.detail;
    this.blockers = more.blockers;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

/** Also what a reader gets for a thing that exists but is not theirs: a 403 would say that it exists. */
export const notFound = (detail?: string): HttpFault => new HttpFault(404, detail);
export const forbidden = (detail?: string): HttpFault => new HttpFault(403, detail);
/** The state of things forbids it; `blockers` say which, by which text, who clears them. */
export const conflict = (detail: string, blockers: readonly Blocker[] = []): HttpFault => new HttpFault(409, detail, { blockers });
/** At the API; a page is rendered again instead, with what was typed (see `unprocessable` in answers.ts). */
export const invalid = (errors: readonly FieldError[], detail?: string): HttpFault => new HttpFault(422, detail, { errors });

const WORDS: Readonly<Record<number, { title: string; detail: string }>> = {
  400: { title: 'Demande incompréhensible', detail: 'La demande reçue est mal formée.' },
  401: { title: 'Identification nécessaire', detail: 'Identifiez-vous pour continuer.' },
  403: { title: 'Accès refusé', detail: 'Vous n’avez pas le droit de faire cela.' },
  404: { title: 'Page introuvable', detail: 'Cette page n’existe pas, ou elle n’est pas à vous.' },
  405: { title: 'Méthode non prévue', detail: "Cette adresse ne répond pas à cette méthode." },
  409: { title: 'Impossible dans la situation actuelle', detail: "La situation du dossier ou du véhicule ne le permet pas." },
  413: { title: 'Envoi trop volumineux', detail: 'Cet envoi dépasse la taille ou le nombre de fichiers admis : 10 Mo par fichier, 200 Mo en tout.' },
  415: { title: 'Format non accepté', detail: 'Ce format d’envoi n’est pas accepté ici.' },
  422: { title: 'Des réponses sont à corriger', detail: 'Certaines réponses manquent ou ne conviennent pas.' },
  429: { title: 'Trop de demandes', detail: 'Trop de demandes en peu de temps. Patientez un instant, puis recommencez.' },
  500: { title: 'Une erreur est survenue', detail: "Le service n’a pas pu répondre. Rien n’a été enregistré ; réessayez dans quelques minutes." },
  503: { title: 'Service momentanément indisponible', detail: 'Le service ne peut pas répondre pour le moment. Réessayez dans quelques minutes.' },
};

/** The French title and sentence of a status; those of 400 or 500 for one that has none. */
export function faultWords(status: number): { title: string; detail: string } {
  const { title, detail } = WORDS[status] ?? (WORDS[status < 500 ? 400 : 500] as { title: string; detail: string });
  return { title, detail };
}
