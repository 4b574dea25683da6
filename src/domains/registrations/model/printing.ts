/** A job of titles printed on blanks, as its pages show it. */
export type PrintJob = { id: string; number: string; site: string; batch_id: string | null; company_id: string | null; asked_kind: 'agent' | 'partner'; asked_by: string; again_of: string | null; created_at: Date; done_at: Date | null; pdf_sha256: Buffer | null; pdf_bytes: number | null };
/** How many titles it has, how many of them are drawn, how many were spoiled and printed again. */
export type PrintTally = { titles: number; drawn: number; spoiled: number };
/** A page of a job: what is printed, on which blank, and what became of that blank (null: still this title's). */
export type PrintTitle = { rank: number; title: string; serial: number; plate: string | null; chassis: string | null; drawn: boolean; again: string | null };
/** Where titles to print are taken from: those an office issued on a day of the law, or those that a batch made. */
export type PrintSource = { readonly kind: 'office'; readonly office: string; readonly day: string } | { readonly kind: 'batch'; readonly batchId: string };
export type ToPrint = { title: string; plate: string | null; chassis: string | null };
