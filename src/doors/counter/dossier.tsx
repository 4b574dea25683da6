import { isHelper } from '../../core/access/actor.ts';
import { seal } from '../../core/access/sealed.ts';
import { advance, approveDossier, askForMore, evaluateDossier, IncompleteRefusal, InputChanged, ProcedureRefusal, refuseDossier, signDossier, WrongStage, type Dossier } from '../../core/demarche/index.ts';
import { file, notFound, page, pieceFile, seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { openPieceStore, readPiece } from '../../core/pieces/index.ts';
import { formatF, parseF } from '../../core/values/money.ts';
import { territory } from '../../territory/index.ts';
import { cashAtTill, dueOf, MoneyRefusal, sessionOf } from '../../domains/payments/index.ts';
import { findPaper } from '../../domains/documents/index.ts';
import { fleetCsv, fleetResults, type FleetResults } from '../../domains/registrations/index.ts';
import { FleetTable } from '../../domains/registrations/screens/index.ts';
import { Button } from '../../ui/index.ts';
import { dossierPage } from './dossier-page.tsx';
import { keepOne, openErrand, type Errand } from './errand.ts';
import { said } from './errand-routes.tsx';
import { helperDossierPage } from './helper-dossier.tsx';
import { recapPage } from './recap-page.tsx';
import { signedKind } from './sign-form.tsx';
import { agentOf, callerOf, counterAgents, deskAgents, isUuid, reviewAgents, show, textOf, type CounterApp } from './site.tsx';
import { takeDossier } from './store.ts';

const PURPOSE = 'instruction d’un dossier';

/** One dossier: see it whole, decide, cash, hand over. */
export function dossierRoutes(app: CounterApp): RouteLine[] {
  const { world } = app;
  const at = '/guichet/dossiers/:dossier';
  const back = ({ dossier }: Errand) => `/guichet/dossiers/${dossier.id}`;
  const line = (method: 'GET' | 'POST', path: string, handler: (ctx: Ctx, errand: Errand) => ReturnType<RouteLine['handler']>, who = reviewAgents): RouteLine => ({
    method, path: `${at}${path}`, who, purpose: PURPOSE, handler: async (ctx) => {
      const errand = await openErrand(ctx, app);
      try {
        return await handler(ctx, errand);
      } catch (error) {
        if (error instanceof IncompleteRefusal && error.missing !== 'appeals') return page(await dossierPage(ctx, app, errand, [{ path: error.missing === 'texts' ? 'textes' : 'motifs', message: refusalText(error) as string }]), 422);
        const text = refusalText(error);
        if (text) return seeOther(back(errand), { kind: 'error', text });
        throw error;
      }
    },
  });
  return [
    line('GET', '', async (ctx, errand) => (errand.dossier.state === 'draft' ? seeOther(`${back(errand)}/saisie`) : page(await (isHelper(ctx.actor) ? helperDossierPage : dossierPage)(ctx, app, errand))), deskAgents),
    line('GET', '/flotte', async (ctx, { dossier }) => {
      const title = 'Résultat, véhicule par véhicule';
      return page(show(ctx, app, { title, crumbs: [{ label: 'Guichet', href: '/guichet' }, { label: `Dossier ${dossier.number}`, href: `/guichet/dossiers/${dossier.id}` }, { label: title }], children: (
        <><h1 class="govuk-heading-l">{title}</h1><FleetTable results={await resultsOf(app, dossier)} csv={`/guichet/dossiers/${dossier.id}/flotte.csv`} hrefOf={(vehicleId) => `/guichet/vehicules/${vehicleId}`} /></>
      ) }));
    }),
    line('GET', '/flotte.csv', async (_ctx, { dossier }) => file(Buffer.from(`\uFEFF${fleetCsv(await resultsOf(app, dossier))}`), 'text/csv; charset=utf-8', `flotte-${dossier.number}.csv`)),
    line('GET', '/recapitulatif', (ctx, errand) => recapPage(ctx, app, errand), deskAgents),
    line('POST', '/prendre', async (ctx, errand) => {
      const give = textOf(ctx.form['rendre']) === '1';
      await takeDossier(world.acts, errand.dossier.id, give ? null : agentOf(ctx).agentId, world.clock());
      return seeOther(back(errand), give ? 'Le dossier est rendu à la file.' : 'Ce dossier est à vous.');
    }),
    line('POST', '/approuver', async (ctx, errand) => seeOther(back(errand), said(await approveDossier(world, callerOf(ctx), errand.dossier.id, readOf(ctx))))),
    line('POST', '/completer', async (ctx, errand) => {
      const label = textOf(ctx.form['demande']);
      if (label.length < 10) return page(await dossierPage(ctx, app, errand, [{ path: 'demande', message: 'Dites en une phrase ce qu’il faut apporter (10 caractères au moins).' }]), 422);
      await askForMore(world, callerOf(ctx), errand.dossier.id, [{ kind: 'ask', label }]);
      return seeOther(back(errand), 'La demande de compléments est enregistrée.');
    }),
    line('POST', '/refuser', async (ctx, errand) => {
      const texts = [ctx.form['textes'] ?? []].flat().filter((id) => errand.d.law.includes(id));
      const outcome = await refuseDossier(world, callerOf(ctx), errand.dossier.id, { reasons: textOf(ctx.form['motifs']), texts, requestId: ctx.requestId, appeals: territory.procedure(world.today(world.clock())).ways });
      return seeOther(back(errand), outcome.kind === 'moved' ? { kind: 'success', text: 'Le refus est signé, avec ses motifs et les voies de recours.' } : said(outcome));
    }),
    line('POST', '/signature', async (ctx, errand) => {
      const { signatures } = await evaluateDossier(world, errand.dossier, errand.dossier.actor);
      const party = signatures.find(({ key }) => key === textOf(ctx.form['partie']));
      if (!party) throw notFound();
      const means = textOf(ctx.form[`moyen.${party.key}`]) === 'marque' ? 'mark-before-witness' : 'paper-scan';
      const witness = textOf(ctx.form[`temoin.${party.key}`]).slice(0, 200);
      if (means === 'mark-before-witness' && witness.length < 3) return seeOther(back(errand), { kind: 'error', text: 'Nommez le témoin de la marque.' });
      const scans = ctx.files.filter(({ field }) => field === `scan.${party.key}`);
      if (!scans.length) return seeOther(back(errand), { kind: 'error', text: 'Joignez la photo du papier signé ou marqué.' });
      for (const { name, bytes } of scans) {
        const problem = await keepOne(ctx, app, errand.dossier, { kind: signedKind(party.key), signed: true }, name, bytes);
        if (problem) return seeOther(back(errand), { kind: 'error', text: problem });
      }
      return seeOther(back(errand), said(await signDossier(world, callerOf(ctx), errand.dossier.id, { party: party.key, personId: party.personId, means, ...(witness ? { witness } : {}) })));
    }, deskAgents),
    line('POST', '/encaisser', (ctx, errand) => cash(ctx, app, errand), counterAgents),
    line('POST', '/suite', async (ctx, errand) => seeOther(back(errand), said(await advance(world, callerOf(ctx), errand.dossier.id)))),
    line('GET', '/pieces/:piece', async (ctx, { dossier }) => {
      const id = ctx.params['piece'] ?? '';
      const [piece] = isUuid(id) ? await app.pools.read<{ filename: string; media_type: string; stored_as: string }[]>`select filename, media_type, stored_as from dossier_piece where id = ${id} and dossier_id = ${dossier.id}` : [];
      if (!piece) throw notFound('Cette pièce n’est pas dans ce dossier.');
      return pieceFile(app.data, { storedAs: piece.stored_as, mediaType: piece.media_type, filename: piece.filename });
    }, deskAgents),
    { method: 'GET', path: '/guichet/titres/:number', who: counterAgents, purpose: 'remise d’un papier', handler: (ctx) => paper(ctx, app) },
  ];
}

async function resultsOf({ world }: CounterApp, { subject_kind: kind, subject_id: id }: Dossier): Promise<FleetResults> {
  const found = kind === 'fleet' ? await fleetResults(world, id, world.clock().toISOString()) : null;
  if (!found) throw notFound('Ce dossier n’a pas changé de flotte.');
  return found;
}

/** Money at the counter: what is due, never more; change is said, and is not in the books. */
async function cash(ctx: Ctx, app: CounterApp, errand: Errand) {
  const { world } = app;
  const { dossier } = errand;
  const again = async (message: string) => page(await dossierPage(ctx, app, errand, [{ path: 'remis', message }]), 422);
  const back = `/guichet/dossiers/${dossier.id}`;
  const means = textOf(ctx.form['moyen']) === 'carte' ? 'card-terminal' as const : 'cash' as const;
  const agent = agentOf(ctx);
  const session = await sessionOf(world.acts, agent.agentId);
  if (!session) return seeOther('/guichet/caisse', { kind: 'error', text: 'Ouvrez votre caisse avant d’encaisser.' });
  const due = await dueOf(world.acts, dossier.id);
  const given = means === 'cash' ? parseF(textOf(ctx.form['remis'])) ?? (textOf(ctx.form['remis']) === '' ? due : undefined) : due;
  if (given === undefined) return again('La somme remise n’est pas un montant en francs.');
  if (due === 0) return seeOther(back, said(await advance(world, callerOf(ctx), dossier.id)));
  if (given < due) return again(`Il manque ${formatF(due - given)} : la somme remise est de ${formatF(given)} pour ${formatF(due)}.`);
  const name = textOf(ctx.form['payeur']).slice(0, 100);
  await world.acts.begin((tx) => cashAtTill(tx, world.mode, {
    dossierId: dossier.id, provider: 'till', providerId: ctx.requestId, amount: due, means, tillSessionId: session.id, agentId: agent.agentId, receivedAt: world.clock(),
    payer: { ...(dossier.applicant_id ? { personId: dossier.applicant_id } : {}), ...(name ? { name } : {}) },
  }));
  const outcome = await advance(world, callerOf(ctx), dossier.id);
  const change = given - due;
  const { kind, text } = said(outcome);
  return seeOther(back, { kind, text: `${formatF(due)} encaissés.${change ? ` À rendre : ${formatF(change)}.` : ''} ${text}` });
}

async function paper(ctx: Ctx, app: CounterApp) {
  const number = (ctx.params['number'] ?? '').replace(/\.pdf$/, '').slice(0, 60);
  const found = await findPaper(app.pools.read, number);
  if (!found) throw notFound('Aucun papier ne porte ce numéro.');
  const row = await ctx.disclose(seal(found, { personIds: found.person_id ? [found.person_id] : [], kind: 'papier', subjectId: found.subject_id }));
  if (row.pdf_sha256) return file(await readPiece(openPieceStore(app.data), row.pdf_sha256.toString('hex')), 'application/pdf', `${number}.pdf`, true);
  return page(show(ctx, app, { title: 'Le papier se prépare', children: (
    <><h1 class="govuk-heading-l">Le papier se prépare</h1><p class="govuk-body">Le numéro {number} est déjà valable ; son PDF est en cours d’écriture.</p><Button href={`/guichet/titres/${number}.pdf`}>Recharger</Button></>
  ) }), 202, { 'retry-after': '2' });
}

/** The answers that the page of this form showed, by their hash. */
function readOf(ctx: Ctx): Buffer | undefined {
  const shown = textOf(ctx.form['empreinte']);
  return shown ? Buffer.from(shown, 'hex') : undefined;
}

/** What a step refused, as the agent reads it. */
function refusalText(error: unknown): string | undefined {
  if (error instanceof MoneyRefusal || error instanceof ProcedureRefusal) return error.message;
  if (error instanceof InputChanged) return 'Les réponses ont changé depuis que vous avez ouvert ce dossier : relisez-les avant de décider.';
  if (error instanceof WrongStage) return 'Ce dossier a changé d’étape entre-temps : relisez-le.';
  if (error instanceof IncompleteRefusal) return { reasons: 'Un refus dit ses motifs : 20 caractères au moins.', texts: 'Un refus cite au moins un texte.', appeals: 'Un refus dit les voies de recours.' }[error.missing];
  return undefined;
}
