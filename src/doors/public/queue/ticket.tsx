import type { App } from '../../../app.ts';
import { notFound, open, page, seeOther, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { formatHumanCode } from '../../../core/values/human-code.ts';
import { fromPhone, hourWords, positionOf, ticketName, type Position } from '../../../domains/appointments/index.ts';
import { territory } from '../../../territory/index.ts';
import { Button, Form, renderBarePage } from '../../../ui/index.ts';
import { textOf } from '../appointments/form.ts';
import { carried, isKiosk } from './site.ts';

const AGAIN = 15;

/** One's turn, on one's own phone or on paper: a letter, a number, how many are before. Nobody is named. */
export function ticketRoutes(app: App): RouteLine[] {
  const at = '/ticket/:code';
  return [
    { method: 'GET', path: at, who: open(), perMinute: 60, handler: async (ctx) => {
      const found = await position(ctx, app);
      // A header, so that it works without script; the page has a link that stops it.
      return page(ticketPage(ctx, app, found), 200, isLive(found) && !isKiosk(ctx, app, found.ticket) && !isStill(ctx) ? { refresh: String(AGAIN) } : {});
    } },
    { method: 'GET', path: `${at}/imprimer`, who: open(), perMinute: 60, handler: async (ctx) => page(await paper(ctx, app, await position(ctx, app))) },
    ...(['partir', 'retour'] as const).map((path): RouteLine => ({ method: 'POST', path: `${at}/${path}`, who: open(), perMinute: 20, handler: async (ctx) => {
      const code = ctx.params['code'] ?? '';
      await fromPhone(app.world, code, path === 'partir' ? 'left' : 'back');
      return seeOther(`/ticket/${encodeURIComponent(code)}`);
    } })),
  ];
}

const isLive = ({ ticket: { status } }: Position): boolean => status === 'waiting' || status === 'called' || status === 'serving';
const isStill = (ctx: Ctx): boolean => textOf(ctx.query['fixe']) !== '';

async function position(ctx: Ctx, app: App): Promise<Position> {
  const found = await positionOf(app.world, ctx.params['code'] ?? '');
  if (!found) throw notFound();
  return found;
}

const beforeWords = (ahead: number): string => (ahead === 0 ? 'Vous êtes le prochain' : ahead === 1 ? 'Une personne avant vous' : `${ahead} personnes avant vous`);
const rangeWords = (range: Position['range']): string => (range ? (range.from === 0 ? `moins de ${range.to} minutes` : `entre ${range.from} et ${range.to} minutes`) : 'inconnue pour le moment');

/** What the ticket says now: a heading, a sentence, and the same to be said aloud. */
export function words({ ticket, ahead, range }: Position): { title: string; text: string; loud: boolean } {
  const counter = ticket.counter ?? '';
  switch (ticket.status) {
    case 'called': return { title: `Guichet ${counter}`, text: 'C’est à vous : on vous appelle.', loud: true };
    case 'serving': return { title: `Guichet ${counter}`, text: 'Vous êtes au guichet.', loud: true };
    case 'served': return { title: 'C’est fini', text: 'Vous avez été reçu. Bonne journée.', loud: false };
    case 'left': return { title: 'Ce ticket a pris fin', text: 'Il a été appelé sans réponse, ou vous avez renoncé. Reprenez-en un à l’accueil.', loud: false };
    case 'moved': return { title: 'La file a changé de lieu', text: 'Demandez à l’accueil.', loud: false };
    case 'waiting':
      if (ticket.backAt) return { title: 'Vous avez été appelé', text: `Deux fois, sans réponse. Votre ticket sera rappelé après ${hourWords(ticket.backAt)} : une seule fois.`, loud: true };
      return ahead === null ? { title: 'En attente', text: 'Aucun guichet n’appelle pour ce motif en ce moment. Votre tour est gardé.', loud: false } : { title: beforeWords(ahead), text: `Attente : ${rangeWords(range)}.`, loud: ahead === 0 };
  }
}

function ticketPage(ctx: Ctx, app: App, found: Position): string {
  const { ticket } = found;
  const here = `/ticket/${formatHumanCode(ticket.code)}`;
  const { title, text, loud } = words(found);
  const kiosk = isKiosk(ctx, app, ticket);
  const print = (format: string, label: string, big = '') => <a class="govuk-link" href={`${here}/imprimer?format=${format}${big}`}>{label}</a>;
  const slip = `${here}/imprimer?format=80&borne=${encodeURIComponent(textOf(ctx.query['borne']))}`;
  // Shown by the script alone: without it nothing can be said aloud.
  const listen = <button class="govuk-button govuk-button--secondary" type="button" hidden data-speak={`Ticket ${ticket.letter} ${ticket.number}. ${title}. ${text}`}>Écouter</button>;
  return renderBarePage({
    title: `Ticket ${ticketName(ticket)}`, kind: 'sitt sitt-hall', demo: app.demo, styles: ['queue.css'], scripts: ['enhance.js', 'queue.js'],
    ...(kiosk ? { idle: { seconds: 20, to: `/accueil/${ticket.office}${carried(ctx)}` } } : {}),
    children: (
      <main class="sitt-hall__main sitt-turn" id="contenu">
        <p class="sitt-hall__place">{territory.placeName(ticket.office)}</p>
        <h1 class={`sitt-turn__ticket${ticket.status === 'called' ? ' sitt-turn__ticket--now' : ''}`}><span class="govuk-visually-hidden">Ticket </span>{ticketName(ticket)}</h1>
        <div class={`sitt-turn__now${loud ? ' sitt-turn__now--loud' : ''}`} role="status"><h2>{title}</h2><p>{text}</p></div>
        <p class="sitt-turn__what">{territory.queueMotive(ticket.motive)?.title}{ticket.dueAt ? `, rendez-vous de ${hourWords(ticket.dueAt)}` : ''}. Ticket pris à {hourWords(ticket.takenAt)}.</p>
        {kiosk ? (
          <div class="sitt-kiosk__actions"><Button kind="secondary" href={`/accueil/${ticket.office}${carried(ctx)}`}>Terminer</Button>{listen}<Button kind="secondary" href={`${slip}&gros=1`}>Imprimer en gros caractères</Button><Button href={slip}>Imprimer le ticket</Button></div>
        ) : (
          <>
            <p class="sitt-turn__actions">{listen}</p>
            <p class="sitt-turn__hint">{!isLive(found) ? '' : isStill(ctx) ? <>Cette page ne se met plus à jour. <a class="govuk-link" href={here}>Reprendre</a>. </> : <>Cette page se met à jour toute seule, toutes les {AGAIN} secondes. <a class="govuk-link" href={`${here}?fixe=1`}>Arrêter</a>. </>}Code : <strong class="sitt-num">{formatHumanCode(ticket.code)}</strong></p>
            {ticket.status === 'waiting' && ticket.backAt ? <Form action={`${here}/retour`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button>Je suis revenu</Button></Form> : null}
            <p class="sitt-turn__hint">Imprimer : {print('80', 'rouleau de 80 mm')} · {print('a6', 'A6')} · {print('a6', 'A6, en gros caractères', '&gros=1')}</p>
            {ticket.status === 'waiting' ? <Form action={`${here}/partir`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="link">Je renonce à mon tour</Button></Form> : null}
          </>
        )}
      </main>
    ),
  });
}

async function paper(ctx: Ctx, app: App, { ticket, ahead }: Position): Promise<string> {
  const format = textOf(ctx.query['format']) === 'a6' ? 'a6' : '80';
  const big = textOf(ctx.query['gros']) !== '';
  const kiosk = isKiosk(ctx, app, ticket);
  const code = formatHumanCode(ticket.code);
  const address = `${app.publicUrl()}/ticket/${code}`;
  return renderBarePage({
    title: `Ticket ${ticketName(ticket)}`, kind: `sitt-slip sitt-slip--${format}${big ? ' sitt-slip--big' : ''}`, demo: app.demo, styles: ['queue.css'], scripts: ['queue.js'],
    ...(kiosk ? { idle: { seconds: 12, to: `/accueil/${ticket.office}${carried(ctx)}` } } : {}),
    children: (
      <main class="sitt-slip__paper" data-print>
        <p class="sitt-slip__place">{territory.placeName(ticket.office)}</p>
        <h1 class="sitt-slip__ticket">{ticketName(ticket)}</h1>
        <p class="sitt-slip__what">{territory.queueMotive(ticket.motive)?.title}</p>
        <p>Pris à {hourWords(ticket.takenAt)}{ahead === null ? '' : `. ${beforeWords(ahead)}`}.</p>
        {big ? <p>Code : <strong>{code}</strong></p> : <p class="sitt-slip__follow"><img src={await qrImage(address)} alt="" width="120" height="120" /><span>Suivre son tour : {address.replace(/^https?:\/\//, '')}</span></p>}
        <p>Appelé deux fois sans réponse, le ticket est rappelé une fois plus tard, puis prend fin.</p>
        {/* Not on the paper: the way on from here, and what to press where no script prints by itself. */}
        <div class="sitt-slip__screen"><noscript><p>Pour imprimer : le menu de votre navigateur, « Imprimer ».</p></noscript><p><a class="govuk-link" href={kiosk ? `/accueil/${ticket.office}${carried(ctx)}` : `/ticket/${code}`}>{kiosk ? 'Terminer' : 'Revenir au ticket'}</a></p></div>
      </main>
    ),
  });
}

/** As a picture in the page itself: paper has no link to press. */
async function qrImage(text: string): Promise<string> {
  const { qrSquares } = await import('../../../core/paper/qr.ts');
  const code = await qrSquares(text);
  const { size } = code;
  const squares = Array.from({ length: size * size }, (_, n) => (code.dark(n % size, Math.floor(n / size)) ? `M${n % size} ${Math.floor(n / size)}h1v1h-1z` : '')).join('');
  return `data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 ${size + 4} ${size + 4}" shape-rendering="crispEdges"><path d="${squares}"/></svg>`).toString('base64')}`;
}
