import { findAct, type DoneAct } from '../../../core/jobs/index.ts';
import { addDays, formatDate, formatDateTime, today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { FOOTER, issuerOf, type DrawEnv, type PaperRow, type PaperTemplate } from '../../documents/index.ts';
import { loadStates } from '../../../core/act/store.ts';
import type { DeclaredBuyer, SaleState } from '../model/sale.ts';
import { codeSource } from '../reactions/code.ts';
import { personAt, vehicleAt, vehicleFields, vouchVehicle } from './read.ts';

/** What the seller keeps: sold to whom, on which day and at which hour. */
export const saleReceipt: PaperTemplate = {
  version: 1,
  vouches: (tx, facets, order) => vouchVehicle('ACV', tx, facets, order),
  draw: async (env, paper) => {
    const { sale, soldAt, buyer } = await declaredIn(env, paper);
    const known = await vehicleAt(env, paper);
    const { sellers } = sale.payload as { sellers: string[] };
    const names = await Promise.all(sellers.map((id) => personAt(env, id, paper.ordered_at)));
    const until = known.registration.sale?.titleUntil;
    return {
      kind: 'attestation', language: 'fr-FR', title: 'Accusé d’enregistrement d’une cession', subtitle: 'À conserver par le vendeur', issuedAt: paper.ordered_at.toISOString(), issuer: issuerOf(null), footer: FOOTER,
      body: [
        { type: 'fields', title: 'Véhicule', columns: 3, fields: vehicleFields(known) },
        { type: 'fields', title: 'Cession', columns: 2, fields: [
          { label: 'Vendu le', value: formatDateTime(soldAt) }, { label: 'Déclaré le', value: formatDateTime(paper.ordered_at) },
          { label: names.length > 1 ? 'Vendeurs' : 'Vendeur', value: names.map((one) => one.name).join('\n') }, { label: 'Acheteur déclaré', value: buyer?.name ?? '' }] },
        { type: 'notice', tone: 'info', title: 'Ce que ce document prouve', text: 'La date et l’heure de la cession que vous avez déclarée. Le véhicule ne sera au nom de l’acheteur que lorsqu’il aura terminé la démarche ; vous serez prévenu.' },
        ...(until ? [{ type: 'text' as const, paragraphs: [`L’ancien certificat, cédé, vaut pour l’acheteur jusqu’au ${formatDate(until)}.`] }] : []),
      ],
    };
  },
};

/** The slip for a buyer who has neither phone nor e-mail: the code, big, and what to do with it. */
export const buyerSlip: PaperTemplate = {
  version: 1,
  vouches: (tx, facets, order) => vouchVehicle('ACH', tx, facets, order),
  draw: async (env, paper) => {
    const { sale, soldAt } = await declaredIn(env, paper);
    const code = await firstCodeOf(env, sale);
    const days = territory.parameter('buyerCodeDays', today(paper.ordered_at)).value;
    return {
      kind: 'slip', language: 'fr-FR', title: 'Achat à terminer', subtitle: 'À remettre à l’acheteur', issuedAt: paper.ordered_at.toISOString(), issuer: issuerOf(null),
      hero: {
        look: 'code', label: 'Code à usage unique', text: code,
        beside: [{ label: 'À utiliser avant le', value: formatDate(addDays(today(paper.ordered_at), days)) }],
      },
      body: [
        { type: 'fields', fields: [...vehicleFields(await vehicleAt(env, paper)).slice(0, 2), { label: 'Vendu le', value: formatDateTime(soldAt) }] },
        { type: 'text', paragraphs: ['Avec ce code, sur le site, à la borne ou au guichet : prouvez votre identité, puis acceptez l’achat ou dites que ce n’est pas vous.', 'Ne donnez ce code à personne. Aucun agent ne le demande par téléphone.'] },
      ],
    };
  },
};

/** The first code, while it is the one in force: one given again at a counter has ended it. */
async function firstCodeOf(env: DrawEnv, sale: DoneAct): Promise<string> {
  const saleId = sale.subjects.find(({ kind }) => kind === 'sale')?.id ?? '';
  const { code } = (await loadStates(env.sql, env.facets, [{ kind: 'sale', id: saleId }])).get(saleId)?.['sale'] as SaleState;
  if (code && code.round !== 1) return 'remplacé';
  return env.codeOf?.(codeSource(saleId, 1)) ?? 'au guichet';
}

async function declaredIn(env: DrawEnv, paper: PaperRow): Promise<{ sale: DoneAct; soldAt: Date; buyer: DeclaredBuyer | null }> {
  const sale = paper.act_id ? await findAct(env.sql, paper.act_id) : undefined;
  if (sale?.kind !== 'sale.declared') throw new Error('a sale paper of no sale');
  return { sale, soldAt: new Date((sale.payload as { soldAt: string }).soldAt), buyer: (sale.private['buyer'] ?? null) as DeclaredBuyer | null };
}
