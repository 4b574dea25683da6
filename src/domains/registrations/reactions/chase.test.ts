import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findAct, REACT, reactTask, runDue, type Tasks } from '../../../core/jobs/index.ts';
import { countMessages, demoAdapter, inboxAdapter, listMessages, render, SEND, sendTask, useToken, type MessageRow } from '../../../core/messages/index.ts';
import { parseHumanCode } from '../../../core/values/human-code.ts';
import { act } from '../../../core/act/types.ts';
import { transaction } from '../../../core/db/sql.ts';
import { reactions } from '../../../reactions.ts';
import { territory } from '../../../territory/index.ts';
import { personRef, type PersonAct } from '../../people/index.ts';
import { register, type TestRegister } from '../fixture.ts';
import { titleOf } from '../model/state.ts';
import { locateSale, notTransferred } from '../store.ts';
import { contestLink, REMIND, reminderTask, texts } from './index.ts';

let r: TestRegister;
let tasks: Tasks;
const sender = { secret: 'a secret of the tests, thirty-two signs', publicUrl: 'https://sitt.example.nc', name: 'DITTT' };
const at = (text: string) => { r.time.now = new Date(text); };
beforeAll(async () => {
  r = await register();
  const messaging = { sender, templates: texts, textable: territory.takesTextMessages };
  const env = { world: r.world, messaging };
  const letter = { name: 'letter', send: () => Promise.resolve({ state: 'to_print' as const, providerId: 'x' }) };
  tasks = {
    [REACT]: reactTask(env, r.world.read, reactions), [REMIND]: reminderTask(env), 'draw-paper': () => Promise.resolve(),
    [SEND]: sendTask({ acts: r.world.acts, messaging, adapters: { email: demoAdapter, sms: demoAdapter, letter, inbox: inboxAdapter }, clock: () => r.time.now }),
  };
});
afterAll(() => r.close());
beforeEach(async () => {
  at('2026-11-21T02:00:00Z');
  await r.db.owner`delete from message_token`;
  await r.db.owner`delete from message`;
  await r.db.owner`delete from graphile_worker._private_jobs`;
});

const run = async () => expect((await runDue(r.db.sql, tasks, r.time.now)).failed).toEqual([]);
const told = async (saleId: string) => (await listMessages(r.db.sql, { subjectId: saleId })).map((one) => `${one.template} ${one.channel}`).sort();
const words = (row: MessageRow) => render(sender, (texts as never)[row.template], { ...row, contact: row.contact!, data: row.data! });
let serial = 200;
const scene = async (contact: Parameters<TestRegister['person']>[2] = null) => {
  const then = r.time.now;
  at('2026-11-20T02:00:00Z');
  const lea = await r.person('Exemple', '98814', contact);
  const vehicleId = await r.vehicle(`MR0DEMO0000000${serial += 1}`, [lea]);
  r.time.now = then;
  return { lea, vehicleId };
};

describe('la vente est suivie jusqu’au bout (cession-15-jours, maison-relances)', { timeout: 60_000 }, () => {
  it('prévient l’acheteur par SMS avec le code du registre, et la titulaire à son contact d’avant', async () => {
    const { lea, vehicleId } = await scene({ preferred: 'email', email: 'lea@exemple.nc' });
    at('2026-11-22T02:00:00Z');
    await r.record([act<PersonAct>({ kind: 'person.reachable', subjects: [personRef(lea)], payload: {}, private: [{ class: 'identity', name: 'contact', content: { preferred: 'email', email: 'voleur@exemple.nc' } }] })]);
    at('2026-11-23T02:00:00Z');
    const saleId = await r.sell(lea, vehicleId, { name: 'Marc Modele', phone: '+687741234' }, '2026-11-23');
    await run();
    const messages = await listMessages(r.db.sql, { subjectId: saleId });
    const [buyer] = messages.filter((one) => one.template === 'sale-buyer-code');
    const code = /code (\S+) sur/.exec(words(buyer!).sms)?.[1] ?? '';
    expect(buyer).toMatchObject({ channel: 'sms', state: 'sent' });
    expect(await locateSale(r.world.read, parseHumanCode(code) ?? '')).toEqual([saleId]);
    expect(messages.filter((one) => one.template === 'sale-holder-warned').map((one) => one.contact?.email).sort()).toEqual(['lea@exemple.nc', 'voleur@exemple.nc']);
  });

  it('écrit une lettre par le vendeur quand l’acheteur n’a ni téléphone ni courriel', async () => {
    const { lea, vehicleId } = await scene();
    const saleId = await r.sell(lea, vehicleId, { name: 'Marc Modele' }, '2026-11-21');
    await run();
    const [buyer] = (await listMessages(r.db.sql, { subjectId: saleId })).filter((one) => one.template === 'sale-buyer-code');
    expect(buyer).toMatchObject({ channel: 'letter', state: 'to_print' });
    expect(buyer?.contact?.postal?.slice(0, 2)).toEqual(['Marc Modele (acheteur)', 'Aux bons soins de EXEMPLE Œdonie']);
  });

  it('relance à J+3, 10, 15 et 30, une fois chaque jour, même si tout est rejoué ; puis la police voit « acquéreur déclaré, non muté »', async () => {
    const { lea, vehicleId } = await scene();
    const saleId = await r.sell(lea, vehicleId, { name: 'Marc Modele', phone: '+687741234' }, '2026-11-21');
    await run();
    for (const [day, count] of [['2026-11-24', 1], ['2026-12-01', 2], ['2026-12-06', 3], ['2026-12-20', 3], ['2026-12-21', 4]] as const) {
      at(`${day}T00:00:00Z`);
      await run();
      await run();
      expect((await r.sale(saleId)).reminders).toHaveLength(count);
    }
    expect((await r.sale(saleId)).reminders.map((one) => one.step)).toEqual([3, 10, 15, 30]);
    const before = await told(saleId);
    expect(before.filter((one) => one.startsWith('sale-reminder'))).toEqual(['sale-reminder-10 sms', 'sale-reminder-15 sms', 'sale-reminder-3 sms', 'sale-reminder-30 sms']);
    // The worker died after each job and before it could say so: everything comes again.
    const acts = await r.db.owner<{ id: string; kind: string }[]>`select a.id, a.kind from act a join act_subject s on s.act_id = a.id where s.subject_id = ${saleId}`;
    const attempt = { number: 2, last: false, signal: new AbortController().signal };
    for (const { id, kind } of acts) for (const { name } of reactions[kind] ?? []) await tasks[REACT]!({ actId: id, reaction: name }, attempt);
    const declared = acts.find((one) => one.kind === 'sale.declared')!.id;
    for (const step of [3, 10, 15, 30]) await tasks[REMIND]!({ actId: declared, saleId, step }, attempt);
    await run();
    expect(await told(saleId)).toEqual(before);
    expect((await r.sale(saleId)).reminders).toHaveLength(4);
    expect(await findAct(r.world.read, declared)).toBeDefined();
    expect(await notTransferred(r.world.read, new Date('2026-12-20T00:00:00Z'), vehicleId)).toEqual([]);
    expect(await notTransferred(r.world.read, r.time.now, vehicleId)).toMatchObject([{ saleId, mention: 'acquéreur déclaré, non muté' }]);
  });

  it('ne relance plus une vente contestée d’un geste par la titulaire ; le lien ne sert qu’une fois', async () => {
    const { lea, vehicleId } = await scene({ preferred: 'email', email: 'lea@exemple.nc' });
    const saleId = await r.sell(lea, vehicleId, { name: 'Marc Modele', phone: '+687741234' }, '2026-11-21');
    await run();
    const [warned] = (await listMessages(r.db.sql, { subjectId: saleId })).filter((one) => one.template === 'sale-holder-warned');
    const link = words(warned!).action!.href.split('/l/')[1]!;
    const used = await transaction(r.world.acts, (tx) => useToken(tx, sender.secret, { link }, r.time.now));
    if (!('token' in used)) throw new Error(used.refused);
    expect(used.token).toMatchObject({ purpose: 'contest-sale', subjectId: saleId, personId: lea });
    await contestLink(r.world).act(used.token, `link:${link}`);
    expect(await r.sale(saleId)).toMatchObject({ status: 'contested', closedAt: null });
    expect(titleOf(await r.registration(vehicleId))).toMatchObject({ status: 'sold' });
    expect(await transaction(r.world.acts, (tx) => useToken(tx, sender.secret, { link }, r.time.now))).toEqual({ refused: 'used' });
    at('2027-01-15T00:00:00Z');
    await run();
    expect((await told(saleId)).filter((one) => one.startsWith('sale-reminder'))).toEqual([]);
    expect((await told(saleId)).filter((one) => one.startsWith('sale-contested'))).toEqual(['sale-contested email', 'sale-contested sms']);
    expect(await notTransferred(r.world.read, r.time.now, vehicleId)).toEqual([]);
    expect((await countMessages(r.db.sql)).filter((one) => one.state === 'failed')).toEqual([]);
  });

  it('ne joue pas d’un coup les relances qu’une déclaration tardive a déjà dépassées', async () => {
    const { lea, vehicleId } = await scene();
    at('2027-01-05T02:00:00Z');
    const saleId = await r.sell(lea, vehicleId, { name: 'Marc Modele', phone: '+687741234' }, '2026-12-24');
    await run();
    expect((await r.sale(saleId)).reminders).toEqual([]);
    at('2027-01-08T02:00:00Z');
    await run();
    expect((await r.sale(saleId)).reminders.map((one) => one.step)).toEqual([15]);
  });
});
