/** Short ways to speak for the professionals, citizens and agents of the demo country in a test. */
import { demoAgentId } from '../../src/core/access/demo.ts';
import { demoPersonId } from '../../src/core/access/demo-citizens.ts';
import type { Actor } from '../../src/core/access/actor.ts';
import { addPiece, advance, evaluateDossier, loadDossier, openDossier, submitDossier, unflatten, type Caller, type Demarche, type Flat, type Outcome } from '../../src/core/demarche/index.ts';
import { sha256 } from '../../src/core/crypto/index.ts';
import { uuid } from '../../src/core/values/ids.ts';
import { receivePayment } from '../../src/domains/payments/index.ts';
import { demoCompanyId, demoPartnerId } from '../../db/seeds/partners.ts';
import type { Country } from './country.ts';

export type Trade = ReturnType<typeof trade>;

export function trade({ app: { world } }: Country) {
  const agent = (key: string, roles: Extract<Actor, { kind: 'agent' }>['roles'] = ['clerk']): Caller & { actor: Extract<Actor, { kind: 'agent' }> } => ({ actor: { kind: 'agent', agentId: demoAgentId(key), name: 'Essai', roles, office: 'noumea' }, door: 'test', office: 'noumea' });
  const citizen = (sub: string): Caller => ({ actor: { kind: 'citizen', personId: demoPersonId(sub), accountId: uuid(), name: 'Essai', assurance: 'verified' }, door: 'test' });
  const pro = (user: string, kind: string, roles: readonly string[] = ['operator']): Caller => ({ actor: { kind: 'partner', userId: demoPartnerId(user), companyId: demoCompanyId(user.split('-')[0] ?? ''), partnerKind: kind, name: 'Essai', roles }, door: 'test' });
  const demarche = (id: string): Demarche => world.catalogue.get(id) as Demarche;
  const find = async (id: string, named: string): Promise<string> => {
    const [found] = await demarche(id).subject.view.locate(world.read, named);
    if (!found) throw new Error(`${named} names nothing`);
    return found;
  };
  /** Asks with every paper that is asked for. @param named what a person reads on a paper; null: a new subject */
  const ask = async (caller: Caller, id: string, named: string | null, flat: Flat): Promise<Outcome> => {
    const d = demarche(id);
    const subject = named === null ? null : { kind: d.subject.view.kind, id: await find(id, named) };
    const dossier = await openDossier(world, caller, { demarche: d, subject, input: unflatten(d.input, flat) as never });
    const { pieces } = await evaluateDossier(world, (await loadDossier(world.acts, dossier.id))!, caller.actor);
    for (const { kind } of pieces) await world.acts.begin((tx) => addPiece(tx, dossier.id, { id: uuid(), kind, filename: 'x.pdf', mediaType: 'application/pdf', bytes: 1, sha256: sha256(Buffer.from(`${dossier.id} ${kind}`)), storedAs: 'x' }, caller.actor, world.clock().toISOString()));
    return submitDossier(world, caller, dossier.id);
  };
  const pay = async (outcome: Outcome): Promise<Outcome> => {
    if (outcome.kind !== 'moved' || outcome.dossier.state !== 'to_pay') return outcome;
    const { id, quote } = outcome.dossier;
    await world.acts.begin((tx) => receivePayment(tx, { dossierId: id, provider: 'simulator', providerId: uuid(), amount: quote!.total, means: 'card-online', receivedAt: world.clock() } as never));
    return advance(world, { actor: { kind: 'system', job: 'paiement' }, door: 'system' }, id);
  };
  /** Why not, or the state that it reached. */
  const codes = (outcome: Outcome): string[] => (outcome.kind === 'blocked' ? outcome.blockers.map(({ code }) => code) : outcome.kind === 'moved' ? [outcome.dossier.state] : [outcome.kind]);
  return { agent, citizen, pro, demarche, find, ask, pay, codes };
}
