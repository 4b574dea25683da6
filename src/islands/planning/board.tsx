import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { shiftsAt, spanOf, squares, type BoardData, type BoardShift } from './data.ts';
import { Grid, type Cell } from './grid.tsx';
import { dataIn, send } from './post.ts';

const AWAY = 'absence';
type Told = { text: string; refused: boolean };

/** The plan of a day by mouse and keyboard. Every change is a form's, and what the server answers is what is shown. */
function PlanBoard({ first, query, agent }: { first: BoardData; query: string; agent: string | undefined }) {
  const [data, setData] = useState(first);
  const [place, setPlace] = useState(first.places[0]?.id ?? AWAY);
  const [at, setAt] = useState<Cell>({ row: Math.max(0, first.agents.findIndex(({ id }) => id === agent)), column: 0 });
  const [from, setFrom] = useState<Cell | null>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const [told, setTold] = useState<Told>({ text: '', refused: false });
  const grid = useRef<HTMLDivElement>(null);
  // Whoever comes from an agent's day of the week begins there.
  const moved = useRef(agent !== undefined);
  const busy = useRef(false);
  useEffect(() => { if (moved.current) grid.current?.querySelector<HTMLElement>(`[data-cell="${at.row}-${at.column}"]`)?.focus(); }, [at, data]);

  const starts = squares(data);
  const nameOf = (id: string | null): string => data.places.find((one) => one.id === id)?.name ?? 'Absence';
  const wordsOf = (one: BoardShift): string => `${data.agents.find(({ id }) => id === one.agent)?.name ?? ''}, ${nameOf(one.place)}, ${one.from} à ${one.to}`;
  const chosen = data.shifts.find(({ id }) => id === picked);
  const say = (text: string): void => setTold({ text, refused: false });
  const leave = (): void => { setFrom(null); setPicked(null); };

  const post = (path: string, fields: Record<string, string>): void => {
    if (busy.current) return;
    busy.current = true;
    leave();
    send(`/guichet/planning${path}${query}`, fields)
      .then((answer) => { setData(answer.data); setTold({ text: answer.said, refused: answer.refused }); })
      .catch(() => setTold({ text: 'Le planning n’a pas répondu : rien n’est sûr. Rechargez la page.', refused: true }))
      .finally(() => { busy.current = false; });
  };
  const withdraw = (one: BoardShift): void => post(`/${one.id}/retirer`, {});
  const add = (a: Cell, b: Cell): void => { const { from: de, to } = spanOf(starts, data.step, a.column, b.column); post('', { agent: data.agents[a.row]?.id ?? '', poste: place, de, a: to }); };
  const here = ({ row, column }: Cell): BoardShift[] => shiftsAt(data, data.agents[row]?.id ?? '', starts[column] ?? 0);

  /** What begins on a square: a new line, or something with the line that is there. */
  const press = (cell: Cell): boolean => {
    const shifts = here(cell);
    const free = place === AWAY ? !shifts.some((one) => one.place === null) : !shifts.length;
    if (free && !picked) { setFrom(cell); say(`À partir d’ici : ${nameOf(place)}.`); return true; }
    const one = shifts[0];
    if (!one) { leave(); return false; }
    const other = shifts.find((shift) => shift.place !== null && shift.id !== picked);
    if (chosen?.place && other && other.agent !== chosen.agent) post('/echanger', { premiere: chosen.id, seconde: other.id });
    else { setPicked(one.id); say(`${wordsOf(one)}. Suppr : retirer. Entrée sur la ligne d’un autre agent : échanger. Échap : laisser.`); }
    return false;
  };
  const keys = (event: KeyboardEvent): void => {
    const step = ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -starts.length], End: [0, starts.length] } as Record<string, [number, number]>)[event.key];
    const writing = data.writes;
    if (step) {
      const row = from ? from.row : Math.min(data.agents.length - 1, Math.max(0, at.row + step[0]));
      moved.current = true;
      setAt({ row, column: Math.min(starts.length - 1, Math.max(0, at.column + step[1])) });
    } else if (writing && (event.key === 'Enter' || event.key === ' ')) { if (from) add(from, at); else press(at); }
    else if (writing && event.key === 'Escape') { leave(); say('Laissé.'); }
    else if (writing && (event.key === 'Delete' || event.key === 'Backspace')) { const one = chosen ?? here(at)[0]; if (one) withdraw(one); }
    else return;
    event.preventDefault();
  };

  return (
    <div class="sitt-plan" ref={grid}>
      {data.writes ? (
        <fieldset class="sitt-plan__tools">
          <legend>Ce que l’on pose</legend>
          {[...data.places, { id: AWAY, name: 'Absence' }].map((one, index) => <label class={`sitt-plan__tool ${one.id === AWAY ? 'is-away' : `is-${index % 5}`}`}><input type="radio" name="planning-poste" checked={place === one.id} onChange={() => setPlace(one.id)} />{one.name}</label>)}
        </fieldset>
      ) : null}
      <Grid data={data} starts={starts} at={at} from={from} picked={picked} nameOf={nameOf} keys={keys}
        down={(cell) => { setAt(cell); if (data.writes && !from) press(cell); }}
        over={(cell) => { if (from && cell.row === from.row) setAt(cell); }}
        up={(cell) => { if (from) add(from, { row: from.row, column: cell.column }); }} />
      <p class={`sitt-plan__said${told.refused ? ' is-refused' : ''}`} role={told.refused ? 'alert' : 'status'}>{told.text}</p>
      {data.writes ? <p class="sitt-plan__help">Une case : {data.step} minutes. Glissez sur les cases pour poser ; cliquez une ligne pour la retirer ou l’échanger. Au clavier : flèches, Entrée pour commencer et finir, Suppr, Échap.</p> : null}
      {chosen ? <p class="sitt-plan__picked">{wordsOf(chosen)} <button type="button" class="govuk-button govuk-button--secondary" onClick={() => withdraw(chosen)}>Retirer</button></p> : null}
    </div>
  );
}

const root = document.querySelector<HTMLElement>('[data-planning]');
const first = dataIn(document);
if (root && first?.agents.length) {
  render(<PlanBoard first={first} agent={root.dataset['agent']} query={location.search.includes('jour=') ? location.search : `?jour=${root.dataset['day'] ?? ''}`} />, root);
  // The list and its form say the same: they are for whoever has no script.
  for (const plain of document.querySelectorAll<HTMLElement>('[data-planning-plain]')) plain.hidden = true;
}
