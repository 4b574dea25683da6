/**
 * Comfort for the screens of a hall: the board changes when somebody is called, and says it aloud once a person has
 * asked for the voice; a ticket is printed and read aloud. Without it the pages are asked again by themselves.
 */
const EVERY = 5_000;

board();
speakers();
leftAlone();
if (document.querySelector('[data-print]')) addEventListener('load', () => print());

function board(): void {
  const found = document.querySelector<HTMLElement>('[data-board]');
  const address = found?.dataset['board'];
  if (!found || !address) return;
  const place = found;
  let seen = newest(place);
  const voice = useVoice();
  const look = async (): Promise<void> => {
    const answer = await fetch(`${address}?fragment=1`, { cache: 'no-store' });
    if (!answer.ok) return;
    place.innerHTML = await answer.text();
    const calls = [...place.querySelectorAll<HTMLElement>('[data-say]')].filter((one) => Number(one.dataset['call']) > seen);
    seen = Math.max(seen, newest(place));
    for (const one of calls.reverse()) voice(one.dataset['say'] ?? '');
  };
  const safely = (): void => { look().catch(() => undefined); };
  // The stream says when; where it does not come through, we ask.
  let live = false;
  const stream = new EventSource(`${address}/flux`);
  stream.addEventListener('appel', () => { live = true; safely(); });
  stream.addEventListener('error', () => { live = false; });
  let turn = 0;
  // The clock and the counts move on even in a quiet hour.
  setInterval(() => { turn += 1; if (!live || turn % 6 === 0) safely(); }, EVERY);
}

function newest(place: HTMLElement): number {
  return Math.max(0, ...[...place.querySelectorAll<HTMLElement>('[data-call]')].map((one) => Number(one.dataset['call'])));
}

/** Browsers speak only after somebody pressed something: one press, once, when the screen is put up. */
function useVoice(): (text: string) => void {
  const button = document.querySelector<HTMLButtonElement>('[data-voice]');
  let on = false;
  if (button && 'speechSynthesis' in window) {
    button.hidden = false;
    button.addEventListener('click', () => { on = true; button.hidden = true; say('Les appels seront annoncés.'); });
  }
  return (text) => { if (on) say(text); };
}

function say(text: string): void {
  const words = new SpeechSynthesisUtterance(text);
  words.lang = 'fr-FR';
  words.rate = 0.9;
  speechSynthesis.speak(words);
}

/** Whoever walks away leaves the kiosk to the next, and what they had typed to nobody. */
function leftAlone(): void {
  const { idle, idleTo } = document.body.dataset;
  if (!idle || !idleTo) return;
  let timer = 0;
  const wait = (): void => { clearTimeout(timer); timer = setTimeout(() => location.replace(idleTo), Number(idle) * 1000) as unknown as number; };
  for (const kind of ['pointerdown', 'keydown', 'input', 'scroll']) addEventListener(kind, wait, { passive: true });
  wait();
}

function speakers(): void {
  if (!('speechSynthesis' in window)) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-speak]')) {
    button.hidden = false;
    button.addEventListener('click', () => say(button.dataset['speak'] ?? ''));
  }
}
