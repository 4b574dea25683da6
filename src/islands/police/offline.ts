/** The check without a network: one box, one reason, an answer that never says more than the lists of their hour do. */
import { lookUp, openBundle, type Answer, type Bundle, type TrustedKey } from './bundle.ts';
import { contact, countWaiting, register, signedReport, usable, type Contact, type Device } from './contact.ts';
import { ageOf, clock, countryDay, words, type Said } from './offline-words.ts';
import { readTitleCode } from './title-code.ts';
import { spaced } from '../../ui/typography.ts';
import { addCheck, drop, get, makeSigningKey, set, unseal } from './vault.ts';

const root = document.querySelector<HTMLElement>('[data-offline]') as HTMLElement;
const part = <T extends HTMLElement>(name: string): T => root.querySelector<T>(`[data-${name}]`) as T;
/** Says it, with the spaces of French: no line begins with « : » or « ; ». */
const put = (into: Element, text: string): void => { into.textContent = spaced(text); };
const EVERY = 5 * 60_000;

let opened: Bundle | undefined;
let reached: Contact = 'cut';

/** Not before the latest moment that this phone has seen: a clock set back does not make old lists young. */
async function now(): Promise<number> {
  const at = Math.max(Date.now(), (await get<number>('seen')) ?? 0);
  await set('seen', at).catch(() => undefined); // no room: the older moment stays
  return at;
}
/** What a clock may be corrected by, without a doubt about the hour. */
const CORRECTED = 15 * 60_000;
const isSetBack = async (): Promise<boolean> => Date.now() < ((await get<number>('seen')) ?? 0) - CORRECTED;

const SPOILED = 'Les listes de cet appareil ne sont pas celles que le registre a signées : effacées. Elles reviennent avec le réseau.';
/** Why there are no lists, when something is wrong with them. */
let wrong = '';
/** The lists, opened once for each that is kept; undefined when there are none, or none that may still be used. */
async function lists(): Promise<Bundle | undefined> {
  const kept = await usable(await now());
  wrong = !kept && await get('spoiled') ? SPOILED : '';
  if (!kept) return (opened = undefined);
  if (await isSetBack()) {
    wrong = 'L’horloge de cet appareil a été reculée : l’âge des listes ne peut plus être dit, elles ne servent pas. Remettez-le à l’heure.';
    return (opened = undefined);
  }
  try {
    if (opened?.id !== kept.id) opened = await openBundle(await unseal(kept), (await get<TrustedKey[]>('trusted')) ?? []);
    // What is beside the lists in the phone is not signed: the hour that counts is theirs.
    if (Date.parse(opened.expiresAt) > await now() && opened.id === kept.id && opened.dataAt === kept.dataAt) return opened;
  } catch { /* said below */ }
  await set('spoiled', true);
  await drop('bundle');
  wrong = SPOILED;
  return (opened = undefined);
}

async function check(typed: string, motive: string): Promise<void> {
  const bundle = await lists().catch(() => undefined);
  const said: Said = { ...await judge(typed, bundle), dataAt: bundle?.dataAt ?? null };
  const device = await get<Device>('device');
  const [id, at] = [crypto.randomUUID(), new Date(await now()).toISOString()];
  const asked = said.code?.number ?? typed.replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, 60);
  // Signed and written before it is shown: what was looked at is always reported, and a withdrawn phone's word can still be checked.
  if (device) await addCheck(id, (position) => signedReport(device, id, { id, position, at, asked, motive, answer: said.answer, bundleId: bundle?.id ?? null }));
  show(said, typed);
  void meet();
}

async function judge(typed: string, bundle: Bundle | undefined): Promise<Omit<Said, 'dataAt'>> {
  const look = async (text: string, plate?: string): Promise<Answer | 'no-lists'> => (bundle ? lookUp(bundle, text, plate) : 'no-lists');
  if (!typed.startsWith('SITT1:')) return { answer: await look(typed) };
  const read = await readTitleCode(typed, (await get<TrustedKey[]>('trusted')) ?? [], countryDay(new Date(await now())));
  if (!('code' in read)) return { answer: read.said };
  const answer = await look(read.code.number, read.code.plate);
  return { answer: read.said === 'expired' && (answer === 'not-listed' || answer === 'no-lists') ? 'expired' : answer, code: read.code };
}

function show(said: Said, typed: string): void {
  const { light, title, lines } = words(said);
  const result = part('result');
  result.className = `sitt-verdict sitt-verdict--${light}`;
  const heading = document.createElement('h2');
  heading.className = 'govuk-heading-l';
  heading.textContent = said.code?.plate ?? (typed.startsWith('SITT1:') ? 'Code lu' : typed.toUpperCase());
  const flash = document.createElement('div');
  flash.className = `sitt-flash sitt-flash--${light === 'amber' ? 'warning' : 'information'}`;
  const name = document.createElement('p');
  name.className = 'sitt-flash__title';
  put(name, title);
  const text = document.createElement('div');
  text.append(name, ...lines.map((line) => { const paragraph = document.createElement('p'); paragraph.className = 'govuk-body'; put(paragraph, line); return paragraph; }));
  flash.append(text);
  result.replaceChildren(heading, flash);
  result.hidden = false;
  result.focus();
  result.scrollIntoView({ block: 'start' });
}

/** What the phone has and lacks, always in sight. */
async function tell(): Promise<void> {
  const [kept, device, expired, many] = [await lists(), await get<Device>('device'), await get<string>('expired'), await countWaiting()];
  put(part('state'), wrong ? wrong : kept ? `Données de ${clock(kept.dataAt)} (${ageOf(kept.dataAt, await now())}). Utilisables jusqu’à ${clock(kept.expiresAt)}.`
    : expired ? `Données de ${clock(expired)}, trop anciennes : effacées. Reconnectez-vous au réseau pour les renouveler.`
      : reached === 'withdrawn' ? 'Cet appareil n’a plus de données.' : device ? 'Pas encore de données : elles viennent avec le réseau.' : 'Cet appareil n’a pas de données.');
  part('state').dataset['age'] = kept ? 'fresh' : 'none';
  put(part('queue'), many ? `${many} contrôle${many > 1 ? 's' : ''} en attente d’envoi.` : 'Aucun contrôle en attente d’envoi.');
  put(part('line'), LINE[reached]);
  part('login').hidden = reached !== 'logged-out';
  part('register').hidden = reached !== 'unregistered';
  part('check').hidden = !device || Boolean(await get('withdrawn'));
  part('officer').textContent = device ? `${device.officer}, ${device.unit}` : '';
}
const LINE: Readonly<Record<Contact, string>> = {
  cut: 'Sans réseau.', 'logged-out': 'Réseau présent, session terminée : les contrôles partiront après connexion.', erased: 'Cet appareil a été effacé à distance. Il ne garde plus ni données ni contrôles : ceux qui attendaient ont été remis à l’unité.',
  'bad-lists': 'Réseau présent. Les listes reçues ne sont pas celles que le registre a signées, ou sont plus anciennes : elles ne sont pas prises. Signalez-le.',
  full: 'Réseau présent. Il n’y a plus de place sur cet appareil pour les listes : libérez-en.',
  withdrawn: 'Cet appareil a été retiré : ses listes sont effacées. Les contrôles en attente seront remis à l’unité au prochain contact, même si personne n’est connecté.',
  other: 'La personne connectée n’est pas celle de cet appareil : rien ne part.', unregistered: 'Réseau présent.', done: 'Réseau présent, à jour.',
};

let meeting: Promise<void> | undefined;
let again = false;
/** One conversation at a time; asked for meanwhile, another follows: the line may have come back between the two. */
function meet(): Promise<void> {
  again = true;
  return (meeting ??= (async () => {
    while (again) {
      again = false;
      reached = await contact();
      if (reached === 'erased' || reached === 'withdrawn') { opened = undefined; part('result').hidden = true; }
      await tell();
    }
  })().finally(() => { meeting = undefined; }));
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

part<HTMLFormElement>('check').addEventListener('submit', (event) => {
  event.preventDefault();
  const form = new FormData(event.currentTarget as HTMLFormElement);
  const [typed, motive] = [textIn(form, 'q'), textIn(form, 'motive')];
  const fault = typed.replace(/[^0-9a-z]/gi, '').length < 2 ? 'Donnez une plaque, un numéro de série ou de titre, ou scannez le code.' : motive ? '' : 'Choisissez le motif : il est écrit avec le contrôle.';
  put(part('fault'), fault);
  // Nothing is shown that could not be written: no room left, or a phone withdrawn meanwhile.
  if (!fault) void check(typed, motive).catch(async () => {
    part('result').hidden = true;
    put(part('fault'), 'Ce contrôle n’a pas pu être écrit sur le téléphone (mémoire pleine, ou appareil retiré) : il n’est pas montré. Demandez par radio.');
    await tell();
  });
});
part<HTMLFormElement>('register').addEventListener('submit', (event) => {
  event.preventDefault();
  const name = textIn(new FormData(event.currentTarget as HTMLFormElement), 'name').slice(0, 60) || 'Téléphone';
  void (async () => { if (await register(name, await makeSigningKey())) await meet(); else put(part('line'), 'L’appareil n’a pas pu être inscrit : réessayez.'); })();
});
addEventListener('online', () => void meet());
setInterval(() => void meet(), EVERY);
void tell();
void meet();
void navigator.serviceWorker?.register('/police/hors-ligne/sw.js', { scope: '/police/hors-ligne' });
// Lists that the browser may not throw away when it lacks room.
void navigator.storage?.persist?.();
