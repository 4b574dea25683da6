/** What the anomaly score looks at. Everything here is given: by the domains above (`Matter`, `Past`) and by the acts of the company (`Habits`). */
export type Evidence = { kind: 'dossier' | 'vehicle' | 'act'; id: string };

/** What an act is about, as the domain that knows its answers reads it. Texts are compared by digest, never kept. */
export type Matter = {
  vehicleId: string | null; saleId: string | null;
  /** The number of a vehicle that is new to the register. */
  chassis: string | null;
  /** It was on the road somewhere before. */
  used: boolean;
  /** Who receives the vehicle, as one text; null for the company itself, or nobody. */
  party: string | null;
  /** Where they say that they live. */
  place: string | null;
  /** What is paid for it, in francs; 0: nothing. Null: not said, or not asked. */
  price: number | null;
  /** Sold to be destroyed: its price says nothing of the others. */
  scrapped: boolean;
};
export const NO_MATTER: Matter = { vehicleId: null, saleId: null, chassis: null, used: false, party: null, place: null, price: null, scrapped: false };

/** What was done to the vehicle lately, and what stands on it. */
export type Past = {
  /** The vehicle itself, where the act is on its sale; null: none is known. */
  vehicleId: string | null;
  registered: { actId: string; on: string } | null;
  /** Changes of holder, the latest first. */
  changes: readonly { actId: string; on: string }[];
  duplicate: { actId: string; on: string } | null;
  /** Theft, seizure or a contested identity that stands on it. */
  measures: readonly string[];
};
export const NO_PAST: Past = { vehicleId: null, registered: null, changes: [], duplicate: null, measures: [] };

/** A vehicle of the register whose number is this one, or differs from it by one sign. */
export type Twin = { vehicleId: string; chassis: string; stolen: boolean };

/** What this company and this user did just before: dossiers, the latest first. */
export type Habits = { burst: readonly string[]; sameParty: readonly string[]; samePlace: readonly string[]; userSince: Date | null };

/** Other dossiers of the company, about something else, that bear the very photograph of this one. */
export type SharedPhotos = readonly { id: string; number: string }[];

/** What the company usually declares for this démarche, and what professionals declared of the same vehicle just before, the latest first. */
export type Prices = { usual: { median: number; of: number } | null; same: readonly { dossierId: string; price: number; on: Date }[] };
export const NO_PRICES: Prices = { usual: null, same: [] };

export type Seen = { demarche: string; kind: string; at: Date; matter: Matter; past: Past; twins: readonly Twin[]; habits: Habits; prices: Prices; photos?: SharedPhotos };

export type Signal = 'hours' | 'burst' | 'same-party' | 'same-place' | 'vin-twin' | 'vin-near' | 'vin-stolen' | 'resold-at-once' | 'many-holders' | 'duplicate-then-sale' | 'price' | 'price-chain' | 'price-nominal' | 'new-user' | 'unlike-kind' | 'under-measure' | 'same-photo';
/** Why an act is odd: a French sentence for whoever looks, never for the professional. */
export type Reason = { signal: Signal; points: number; said: string; evidence: readonly Evidence[] };
export type Anomalies = { score: number; reasons: readonly Reason[] };
export const NOTHING_ODD: Anomalies = { score: 0, reasons: [] };
