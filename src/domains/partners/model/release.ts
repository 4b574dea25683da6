/** The manager of professionals lets a held act go on. Why is private content. */
export type ReleaseAct = { kind: 'accreditation.act-released'; payload: { dossierId: string; number: string } };

/** The held acts of one accreditation that were let go on. */
export type ReleaseState = { released: { dossierId: string; at: string }[] };
export const initialRelease: ReleaseState = { released: [] };
