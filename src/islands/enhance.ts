/**
 * Comfort on top of pages that work without it: submit once, close questions that do not apply, search as you type,
 * save a draft, keyboard shortcuts, focus on errors. Everything is found by data attributes; no page has its own script.
 */
submitOnce();
closeQuestions();
liveSearch();
autosave();
shortcuts();
document.querySelector<HTMLElement>('[data-focus]')?.focus();

/** The server makes one act of twenty posts anyway; this spares the person the doubt. */
function submitOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches('[data-once]') || event.defaultPrevented) return;
    if (form.dataset['sent']) return event.preventDefault();
    form.dataset['sent'] = 'yes';
    for (const button of buttons(form)) button.setAttribute('aria-disabled', 'true');
  });
  // Coming back with the browser's arrow shows the page as it was left.
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll<HTMLFormElement>('[data-sent]')) {
      delete form.dataset['sent'];
      for (const button of buttons(form)) button.removeAttribute('aria-disabled');
    }
  });
}

function buttons(form: HTMLFormElement): NodeListOf<Element> {
  return form.querySelectorAll('button');
}

/** Hides a question whose condition is not met; the server leaves its answer out in any case. */
function closeQuestions(): void {
  const update = (): void => {
    for (const part of document.querySelectorAll<HTMLElement>('[data-shown]')) {
      const conditions = JSON.parse(part.dataset['shown'] ?? '[]') as { path: string; values: string[] }[];
      const form = part.closest('form');
      part.hidden = !form || !conditions.every(({ path, values }) => values.includes(answer(form, path)));
    }
  };
  if (!document.querySelector('[data-shown]')) return;
  document.addEventListener('change', update);
  addEventListener('pageshow', update);
  update();
}

function answer(form: HTMLFormElement, path: string): string {
  const value = new FormData(form).get(path);
  return typeof value === 'string' ? value.trim() : '';
}

/** Results come as a piece of our own page, under the box; an older answer never covers a newer one. */
function liveSearch(): void {
  const box = document.querySelector<HTMLInputElement>('[data-live-search]');
  const target = document.getElementById(box?.dataset['liveTarget'] ?? '');
  if (!box || !target) return;
  let wait: AbortController | undefined;
  const search = async (): Promise<void> => {
    wait?.abort();
    const mine = (wait = new AbortController());
    const url = new URL(box.dataset['liveSearch'] ?? '', location.href);
    url.searchParams.set('q', box.value.trim());
    url.searchParams.set('fragment', '1');
    target.setAttribute('aria-busy', 'true');
    const response = await fetch(url, { signal: mine.signal, headers: { 'x-fragment': '1' } });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    target.innerHTML = await response.text();
    target.removeAttribute('aria-busy');
  };
  box.addEventListener('input', debounce(120, () => void search().catch(() => target.removeAttribute('aria-busy'))));
  // Arrows go down the results and back up to the box; Enter follows the link one stands on.
  document.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const links = [...target.querySelectorAll('a')];
    const here = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (!step || (here < 0 && document.activeElement !== box)) return;
    event.preventDefault();
    (here + step < 0 ? box : links[here + step])?.focus();
  });
}

/** Saves what is typed to the draft on the server, never in this browser: counters and kiosks are shared. */
function autosave(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-autosave]');
  if (!form) return;
  const status = form.querySelector('[data-autosave-status]');
  const say = (text: string): void => { if (status) status.textContent = text; };
  const save = async (): Promise<void> => {
    const body = new URLSearchParams();
    new FormData(form).forEach((value, name) => { if (typeof value === 'string') body.append(name, value); });
    const response = await fetch(form.dataset['autosave'] ?? '', { method: 'POST', body, headers: { 'x-autosave': '1' } });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    say(`Brouillon enregistré à ${new Date().toLocaleTimeString('fr-FR', { hour: '2-digit', minute: '2-digit' })}`);
  };
  const later = debounce(1500, () => { if (!form.dataset['sent']) save().catch(() => say('Brouillon non enregistré : la ligne semble coupée. Vos réponses restent à l’écran.')); });
  form.addEventListener('input', later);
  form.addEventListener('change', later);
}

/** data-key="F8", "/", "Alt+N": focuses a box, follows a link, presses a button. Letters alone do nothing while typing. */
function shortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (event.repeat || event.isComposing) return;
    const key = `${event.ctrlKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.key.length === 1 ? event.key.toUpperCase() : event.key}`;
    const typing = (event.target as Element).closest('input, textarea, select');
    if (typing && key.length === 1) return;
    const found = [...document.querySelectorAll<HTMLElement>('[data-key]')].find((element) => element.dataset['key'] === key);
    if (!found) return;
    event.preventDefault();
    if (found instanceof HTMLInputElement) { found.focus(); found.select(); } else found.click();
  });
}

function debounce(delay: number, run: () => void): () => void {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(run, delay) as unknown as number; };
}
