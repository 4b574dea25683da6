import type { App } from '../../app.ts';
import { seal, sealAll, type Sealed } from '../../core/access/sealed.ts';
import { loadStates } from '../../core/act/store.ts';
import { formatDate, today } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { displayName, personFacet, type PersonState } from '../../domains/people/index.ts';
import { accreditationOf } from '../../domains/partners/index.ts';
import { bookletsOut, driveSpan, locateBooklet, locateWw, outAt, standsWords, wTradeBlocks, type BookletState, type WUse, type WwState } from '../../domains/registrations/index.ts';
import type { Drive } from './verdict.ts';
import { Card, SummaryList, Tag } from '../../ui/index.ts';

/** A number that is of no vehicle for life, and what is declared of it at this minute. `trading`: an accreditation of the trade runs today. */
export type Special =
  | { kind: 'w'; number: string; booklet: BookletState; company: string; trading: boolean; out: WUse | undefined }
  | { kind: 'ww'; ww: WwState; holder: string };

/** What a W or WW number (or the chassis number of a provisional certificate) says: who drives what, until when. Sealed: it names persons. */
async function findSpecial({ world }: App, text: string): Promise<Sealed<Special[]>> {
  const number = territory.normalizePlate(text);
  const [booklets, wws] = await Promise.all([locateBooklet(world.read, text), locateWw(world.read, text)]);
  return named(world, booklets.map((id) => ({ id, number })), wws.slice(0, 1));
}

/** All that is said of a text, and of the W under which each vehicle found is on the road; a reading is written only where persons are named. */
export async function specialsOf(app: App, text: string, vehicles: readonly { id: string }[], disclose: (sealed: Sealed<Special[]>) => Promise<Special[]>): Promise<Special[]> {
  const all = await Promise.all([findSpecial(app, text), ...vehicles.map(({ id }) => findOut(app, id))]);
  const telling = all.filter(({ about }) => about.personIds.length > 0);
  return telling.length ? disclose(sealAll(telling).map((lists) => lists.flat())) : [];
}

/** The W under which a vehicle is on the road at this minute. */
async function findOut({ world }: App, vehicleId: string): Promise<Sealed<Special[]>> {
  return named(world, (await bookletsOut(world.read, vehicleId, world.clock())).map((id) => ({ id, vehicleId })), []);
}

async function named(world: App['world'], booklets: readonly { id: string; number?: string; vehicleId?: string }[], wws: readonly string[]): Promise<Sealed<Special[]>> {
  const states = await loadStates(world.read, world.facets, [...booklets.map(({ id }) => ({ kind: 'w-booklet', id })), ...wws.map((id) => ({ kind: 'ww', id }))]);
  const of = <T,>(id: string, facet: string) => states.get(id)?.[facet] as T;
  const whom = [...booklets.map(({ id }) => of<BookletState>(id, 'booklet').companyId), ...wws.map((id) => of<WwState>(id, 'ww').holderId)].flatMap((id) => id ?? []);
  const people = await loadStates(world.read, world.facets, whom.map((id) => ({ kind: 'person', id })));
  const nameOf = (id: string | null): string => {
    const identity = id ? (people.get(id)?.[personFacet.name] as PersonState | undefined)?.identity : undefined;
    return identity ? displayName(identity) : 'Inconnu du registre';
  };
  const now = world.clock().toISOString();
  const on = today(world.clock());
  const companies = [...new Set(booklets.flatMap(({ id }) => of<BookletState>(id, 'booklet').companyId ?? []))];
  const trading = new Set<string | null>((await Promise.all(companies.map(async (id) => (wTradeBlocks((await accreditationOf(world.read, id, on)).map(({ kind }) => kind), on).length ? [] : [id])))).flat());
  const found: Special[] = [
    ...booklets.flatMap(({ id, number, vehicleId }): Special[] => {
      const booklet = of<BookletState>(id, 'booklet');
      const outs = outAt(booklet, now).filter((one) => (vehicleId ? one.vehicleId === vehicleId : one.number === number));
      return (outs.length ? outs : [undefined]).map((out) => ({ out, asked: out?.number ?? number ?? '' })).filter(({ asked }) => booklet.numbers.includes(asked))
        .map(({ out, asked }) => ({ kind: 'w', number: asked, booklet, company: nameOf(booklet.companyId), trading: trading.has(booklet.companyId), out }));
    }),
    ...wws.map((id): Special => ({ kind: 'ww', ww: of<WwState>(id, 'ww'), holder: nameOf(of<WwState>(id, 'ww').holderId) })),
  ];
  return seal(found, { personIds: whom, kind: 'numéro W ou WW', ...(booklets[0] ? { subjectId: booklets[0].id } : {}) });
}

/** Why a W or a WW should not be on the road now; undefined when nothing says so. */
export function misuse(found: Special, now: Date): string | undefined {
  const on = today(now);
  if (found.kind === 'ww') return found.ww.to && found.ww.to < on ? `Ce certificat provisoire ne vaut plus depuis le ${formatDate(found.ww.to)}.` : undefined;
  const { booklet, out, trading } = found;
  if (booklet.to && booklet.to < on) return `Ce carnet W a pris fin le ${formatDate(booklet.to)}.`;
  if (!trading) return 'L’accréditation de ce professionnel est suspendue ou finie : ses numéros W ne valent plus.';
  if (!out) return 'Aucune sortie n’est déclarée à cette heure sous ce numéro.';
  return out.stands === 'other' ? 'Le véhicule déclaré n’est pas dans le stock de ce professionnel.' : undefined;
}

/** The drive that a vehicle is on, as the verdict of its own number takes it; two at once contradict each other. */
export function driveOf(special: readonly Special[], vehicleId: string, now: Date): Drive | undefined {
  const drives = special.flatMap((one) => (one.kind === 'w' && one.out?.vehicleId === vehicleId ? [{ ...one, out: one.out }] : []));
  const [first] = drives;
  if (!first) return undefined;
  const numbers = [...new Set(drives.map(({ number }) => territory.formatPlate(number)))];
  return { said: `roule sous le W ${numbers.join(' et le ')}, déclaré ${driveSpan(first.out)}`, wrong: numbers.length > 1 ? 'Plusieurs numéros W sont déclarés sur ce véhicule à la même heure.' : misuse(first, now) };
}

export function SpecialView({ found, now }: { found: Special; now: Date }) {
  const wrong = misuse(found, now);
  const number = territory.formatPlate(found.kind === 'w' ? found.number : found.ww.number ?? '');
  return (
    <Card title={found.kind === 'w' ? `Numéro W garage ${number}` : `Certificat provisoire ${number}`}>
      <p class="govuk-body"><Tag kind={wrong ? 'danger' : 'success'}>{wrong ? 'À vérifier' : 'Conforme à ce qui est déclaré'}</Tag></p>
      {wrong ? <p class="govuk-body">{wrong}</p> : null}
      <SummaryList rows={found.kind === 'w' ? bookletRows(found) : wwRows(found)} />
    </Card>
  );
}

const bookletRows = ({ booklet, company, out }: Extract<Special, { kind: 'w' }>) => [
  { label: 'Professionnel', value: company }, { label: 'Carnet', value: `${booklet.booklet ?? ''}, jusqu’au ${booklet.to ? formatDate(booklet.to) : ''}` },
  ...(out ? [
    { label: 'Véhicule déclaré', value: `${territory.formatPlate(out.named)} (${standsWords[out.stands]})` }, { label: 'Conducteur déclaré', value: out.driver ?? 'effacé' },
    { label: 'Sortie', value: driveSpan(out) },
  ] : []),
];

const wwRows = ({ ww, holder }: Extract<Special, { kind: 'ww' }>) => [
  { label: 'Véhicule', value: [ww.make, ww.model].filter(Boolean).join(' ') }, { label: 'Numéro de série (VIN)', value: ww.chassis ?? '' },
  { label: 'Titulaire', value: holder }, { label: 'Valable', value: `du ${ww.from ? formatDate(ww.from) : ''} au ${ww.to ? formatDate(ww.to) : ''}` },
];
