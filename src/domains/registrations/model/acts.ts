/** The acts that registrations write into the chain of a vehicle. Every payload carries its results. */

export type HolderRole = 'holder' | 'co-holder' | 'lessor' | 'lessee';
export type Holder = { personId: string; role: HolderRole; principal: boolean };
export type LifeStatus = 'registered' | 'stock' | 'withdrawn' | 'exported' | 'destroyed' | 'out-of-fleet';
export type TitleStatus = 'valid' | 'sold' | 'revoked' | 'suspended' | 'destroyed';
export type TitleForm = 'digital' | 'paper';
export type Usage = 'private' | 'taxi' | 'ambulance' | 'school' | 'collection' | 'passenger-transport' | 'goods-transport' | 'rental' | 'public-service';

export type HoldType =
  | 'theft' | 'gage' | 'treasury' | 'seizure' | 'judicial' | 'customs' | 'immobilisation' | 'pound' | 'damaged' | 'inquiry' | 'dispute' | 'death' | 'plate-theft' | 'identity-dispute';

/** What the paper behind an act says of itself: its day, its reference, the end that it foresees. Never who it names. */
type Paper = { on?: string; reference?: string; until?: string };

export type RegistrationAct =
  | { kind: 'registration.registered'; payload: { plate: string; series: string; titleNumber: string; form: TitleForm; holders: Holder[]; commune: string; usage: Usage; origin: 'new' | 'used-import' | 'legacy'; since?: string } }
  | { kind: 'registration.title-issued'; payload: { number: string; form: TitleForm; reason: string } & Paper }
  | { kind: 'registration.title-revoked'; payload: { number: string; reason: string } }
  | { kind: 'registration.holders-changed'; payload: { holders: Holder[]; commune: string | null; reason: string; titleNumber: string | null } & Paper }
  | { kind: 'registration.commune-changed'; payload: { commune: string; titleNumber: string | null } }
  | { kind: 'registration.usage-changed'; payload: { usage: Usage; titleNumber: string | null } }
  | { kind: 'registration.plate-changed'; payload: { plate: string; series: string; reason: string; titleNumber: string } & Pick<Paper, 'reference'> }
  | { kind: 'registration.life-changed'; payload: { status: LifeStatus; reason: string; reference: string | null; titleNumber: string | null } & Pick<Paper, 'on'> }
  | { kind: 'registration.sale-opened'; payload: { saleId: string; soldAt: string; titleUntil: string } }
  | { kind: 'registration.sale-closed'; payload: { saleId: string; outcome: 'completed' | 'cancelled' | 'contested' } }
  /** `by`: the company that had it registered, where its authority is many of them (banks, bailiffs); absent: keyed by an agent, or from before this was kept. */
  | { kind: 'registration.hold-set'; payload: { holdId: string; type: HoldType; authority: string; reference: string; basis: string; until: string | null; by?: string } }
  | { kind: 'registration.hold-lifted'; payload: { holdId: string; reason: string } }
  | { kind: 'registration.certified'; payload: { document: string; number: string } }
  | { kind: 'registration.restored'; payload: { restored: Partial<import('./state.ts').RegistrationState>; reason: string } };
