/**
 * What a professional says was paid. It is asked for the control of acts only (decision 0031): it stays in the answers of the
 * dossier, and is never in an act, on a paper, or before the other party.
 */
import { z } from 'zod';

/** Whole francs; more than a vehicle costs is a slip. */
const MOST = 999_999_999;

/** The two questions: what was paid, or that nothing was. */
export function declaredPrice(label: string, free: string) {
  return {
    price: z.int('Indiquez un prix en francs entiers, par exemple 1 450 000.').min(1, `Un prix est d’un franc au moins. Si rien n’est payé, cochez « ${free} ».`).max(MOST, 'Ce prix a trop de chiffres : vérifiez-le.').optional().meta({
      label, control: 'money', width: 10, audience: 'partner', examples: ['1450000'],
      hint: 'Tel que sur la facture. Il sert au seul contrôle des actes des professionnels : un agent peut le lire, l’autre partie non, et aucun papier ne le porte.',
    }),
    free: z.boolean().optional().meta({ label: free, audience: 'partner' }),
  };
}

export type DeclaredPrice = { price?: number | undefined; free?: boolean | undefined };

/** @returns francs, 0 where nothing was paid, null where it is not said */
export const paid = ({ price, free }: DeclaredPrice): number | null => (free ? 0 : price ?? null);
