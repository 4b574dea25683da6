import type { Tx } from '../../core/db/sql.ts';
import type { World } from '../../core/demarche/index.ts';
import { checkCashable, NotCashable, paidByAccount } from '../payments/index.ts';
import { charge, couldPay, giveBackToAccount } from './store/accounts.ts';

/**
 * The money of the engine, with the accounts of professionals: what a professional's dossier costs is taken from its
 * company's account, and what a dossier that is given up or refused, or a cancelled act, gives back goes back there.
 */
export function accountMoney(money: World['money'], { clock, mode }: Pick<World, 'clock' | 'mode'>): World['money'] {
  return {
    ...money,
    account: {
      // An amount « à confirmer » is no more taken from an account than cashed at a till.
      covers: async (tx, { id, actor }, due) => actor.kind === 'partner' && (mode !== 'production' || await isCashable(tx, id)) && couldPay(tx, { companyId: actor.companyId, dossierId: id, amount: due }),
      collect: async (tx, { id, number, actor }, total) => {
        const due = actor.kind === 'partner' ? total - await money.received(tx, id) : 0;
        if (actor.kind !== 'partner' || due <= 0) return true;
        return (mode !== 'production' || await isCashable(tx, id)) && charge(tx, { companyId: actor.companyId, dossierId: id, label: `Dossier ${number}`, amount: due, at: clock() });
      },
      release: async (tx, { id, number, actor }, why) => {
        if (actor.kind === 'partner') await giveBackToAccount(tx, { companyId: actor.companyId, dossierId: id, label: `Dossier ${number} ${why === 'refused' ? 'refusé' : 'abandonné'}`, at: clock() });
      },
    },
    giveBack: async (tx, cancel) => {
      const amount = await money.giveBack(tx, cancel);
      if (amount > 0) await backToAccount(tx, cancel.cancelledActId, clock());
      return amount;
    },
  };
}

async function isCashable(tx: Tx, dossierId: string): Promise<boolean> {
  try {
    await checkCashable(tx, dossierId, 'production');
    return true;
  } catch (error) {
    if (error instanceof NotCashable) return false;
    throw error;
  }
}

async function backToAccount(tx: Tx, actId: string, at: Date): Promise<void> {
  const dossierId = await paidByAccount(tx, actId);
  const [row] = dossierId ? await tx<{ company_id: string; number: string }[]>`select company_id, number from pub_partners_dossier where id = ${dossierId}` : [];
  if (dossierId && row) await giveBackToAccount(tx, { companyId: row.company_id, dossierId, label: `Annulation, dossier ${row.number}`, at });
}
