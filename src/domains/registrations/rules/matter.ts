import type { Controlled } from '../../../core/demarche/index.ts';
import type { Party } from '../../people/index.ts';
import { normalizeChassis } from '../../vehicles/index.ts';
import type { Matter } from '../../partners/index.ts';
import { paid, type DeclaredPrice } from '../model/price.ts';

/** Answers as the démarches on vehicles and sales ask them; while somebody types, any may be missing. */
type Answers = { origin?: string; chassis?: string; holder?: Partial<Party>; buyer?: Partial<Party> & { name?: string }; purpose?: string } & DeclaredPrice;

/** What an act of a professional is about, for its anomaly score: read from its answers, whatever the démarche. */
export function matterOf({ subject, input, actor }: Controlled): Matter {
  const answers = (input ?? {}) as Answers;
  const { origin, chassis, holder, buyer } = answers;
  const party = holder ?? buyer;
  return {
    vehicleId: subject.kind === 'vehicle' && !subject.fresh ? subject.id : null, saleId: subject.kind === 'sale' ? subject.id : null,
    chassis: typeof chassis === 'string' ? normalizeChassis(chassis) : null, used: origin === 'used-import',
    party: buyer?.name ?? (party ? partyText(party, actor.companyId) : null), place: party?.who === 'fresh' && party.address ? Object.values(party.address).filter((one) => typeof one === 'string').join(' ') : null,
    price: paid(answers), scrapped: answers.purpose === 'destruction',
  };
}

/** One text a person; none for the company itself, which buys and registers in its own name all day. */
function partyText(party: Partial<Party>, companyId: string): string | null {
  if (party.who === 'known') return party.personId === companyId ? null : party.personId ?? null;
  if (party.who !== 'fresh' || !party.person) return null;
  const { person } = party;
  return person.kind === 'natural' ? `${person.givenNames ?? ''} ${person.familyName ?? ''}` : person.legalName;
}
