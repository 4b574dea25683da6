import type { App } from '../../../app.ts';
import { open, page, type Ctx, type RouteLine } from '../../../core/http/index.ts';
import { hourWords, readHall, ticketName, type Board } from '../../../domains/appointments/index.ts';
import { territory } from '../../../territory/index.ts';
import { renderBarePage, renderFragment } from '../../../ui/index.ts';
import { hallIn } from './site.ts';
import { streamRoute } from './stream.ts';

/** The screen on the wall: numbers and counters, no names. Without script it is asked again every ten seconds. */
export function displayRoutes(app: App): RouteLine[] {
  return [
    { method: 'GET', path: '/affichage/:office', who: open(), handler: async (ctx) => {
      const hall = hallIn(ctx, app);
      const board = await readHall(app.world, hall);
      const now = app.world.clock().toISOString();
      return page(ctx.query['fragment'] === '1' ? renderFragment(<Calls board={board} now={now} />) : whole(ctx, app, board, now));
    } },
    streamRoute(app),
  ];
}

function whole(ctx: Ctx, app: App, board: Board, now: string): string {
  const { office } = board.hall;
  return renderBarePage({
    title: `Appels, ${territory.placeName(office)}`, kind: 'sitt-board', demo: app.demo, styles: ['queue.css'], scripts: ['queue.js'], refresh: 10,
    children: (
      <main id="contenu">
        <header class="sitt-board__head"><h1>{territory.placeName(office)}</h1><button class="sitt-board__voice" type="button" hidden data-voice>Activer la voix</button></header>
        <div id="appels" data-board={`/affichage/${office}`} aria-live="polite"><Calls board={board} now={now} /></div>
      </main>
    ),
  });
}

/** The newest call is the largest: it is the one people look for. */
function Calls({ board: { calls, waiting, open: counters }, now }: { board: Board; now: string }) {
  return (
    <>
      {calls.length ? (
        <ol class="sitt-board__calls">
          {calls.map((one, index) => (
            <li class={`sitt-board__call${one.status === 'called' ? ' sitt-board__call--now' : ''}${index ? '' : ' sitt-board__call--first'}`} data-call={one.event} data-say={one.status === 'called' ? `Ticket ${one.letter} ${one.number}, guichet ${one.counter}` : undefined}>
              <span class="sitt-board__ticket">{ticketName(one)}</span> <span class="sitt-board__counter">Guichet <strong>{one.counter}</strong></span>
            </li>
          ))}
        </ol>
      ) : <p class="sitt-board__none">Personne n’est appelé pour l’instant.</p>}
      <p class="sitt-board__foot"><span>{waiting === 0 ? 'Personne n’attend' : waiting === 1 ? '1 personne attend' : `${waiting} personnes attendent`}</span><span>{counters === 0 ? 'Aucun guichet ouvert' : counters === 1 ? '1 guichet ouvert' : `${counters} guichets ouverts`}</span><time dateTime={now}>{hourWords(now)}</time></p>
    </>
  );
}
