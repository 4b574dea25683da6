import { flatten, InputChanged, signDossier } from '../../core/demarche/index.ts';
import { citizens, notFound, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { Button, EmptyState, ErrorSummary, Field, Form, Inset, Table, Warning } from '../../ui/index.ts';
import { BackLink, Recap } from '../../ui/demarche/index.ts';
import { citizenOf, show, textOf, type CitizenApp } from './site.ts';
import { oneToSign, subjectLabel, toSign, type ToSign } from './store.ts';

const PURPOSE = 'signature demandée';

/** What others ask me to sign: the exact input, and nothing else. */
export function signRoutes(app: CitizenApp): RouteLine[] {
  const { world } = app;
  const open = async (ctx: Ctx): Promise<ToSign> => {
    const sealed = await oneToSign(world, citizenOf(ctx), ctx.params['dossier'] ?? '');
    if (!sealed) throw notFound();
    return ctx.disclose(sealed);
  };
  return [
    { method: 'GET', path: '/usager/a-signer', who: citizens, purpose: PURPOSE, handler: async (ctx) => {
      const rows = await ctx.disclose(await toSign(world, citizenOf(ctx)));
      return page(show(ctx, app, { title: 'À signer', width: 'wide', children: (
        <><h1 class="govuk-heading-l">À signer</h1>{rows.length ? <Table caption="À signer" captionHidden rows={rows} columns={[
          { label: 'Démarche', cell: ({ dossier, demarche }) => <a class="govuk-link" href={`/usager/a-signer/${dossier.id}`}>{demarche.title}</a> },
          { label: 'Dossier', cell: ({ dossier }) => dossier.number }, { label: 'Vous signez comme', cell: ({ label }) => label },
        ]} /> : <EmptyState title="Rien à signer" />}</>
      ) }));
    } },
    { method: 'GET', path: '/usager/a-signer/:dossier', who: citizens, purpose: PURPOSE, handler: async (ctx) => page(await signPage(ctx, app, await open(ctx))) },
    { method: 'POST', path: '/usager/a-signer/:dossier', who: citizens, purpose: PURPOSE, keepsForm: true, handler: async (ctx) => {
      const one = await open(ctx);
      const shown = textOf(ctx.form['empreinte']);
      // What was read and what is signed must be the same: an input changed meanwhile is shown again.
      const changed = async (now: ToSign) => unprocessable(await signPage(ctx, app, now, { path: 'accord', message: 'Les réponses ont changé pendant votre lecture : relisez-les.' }));
      if (shown !== hashOf(one)) return changed(one);
      if (!ctx.form['accord']) return unprocessable(await signPage(ctx, app, one, { path: 'accord', message: 'Cochez la case pour signer.' }));
      try {
        await signDossier(world, { actor: ctx.actor, door: 'citizen' }, one.dossier.id, { party: one.party, personId: citizenOf(ctx).personId, means: 'account' }, Buffer.from(shown, 'hex'));
      } catch (error) {
        if (error instanceof InputChanged) return changed(await open(ctx));
        throw error;
      }
      return seeOther('/usager/a-signer', 'Votre signature est enregistrée.');
    } },
  ];
}

const hashOf = ({ dossier }: ToSign) => dossier.input_hash?.toString('hex') ?? '';

async function signPage(ctx: Ctx, app: CitizenApp, one: ToSign, error?: { path: string; message: string }): Promise<string> {
  const { dossier, demarche, label } = one;
  const errors = error ? [error] : [];
  return show(ctx, app, { title: `Signer : ${demarche.title}`, hasErrors: errors.length > 0, children: (
    <>
      <BackLink href="/usager/a-signer">À signer</BackLink>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{demarche.title}</h1>
      <p class="govuk-body">{await subjectLabel(app.world, dossier.subject_kind, dossier.subject_id)}, dossier <span class="sitt-num">{dossier.number}</span>. Vous signez comme : {label.toLowerCase()}.</p>
      <Recap demarche={demarche} flat={flatten(demarche.input, dossier.input)} />
      <Inset>Votre signature porte sur ces réponses exactes. Si l’une change, elle s’efface et vous est redemandée.</Inset>
      <Warning>Si vous n’êtes pas d’accord, ne signez pas : sans votre signature, rien ne se fait.</Warning>
      <Form action={`/usager/a-signer/${dossier.id}`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <input type="hidden" name="empreinte" value={hashOf(one)} />
        <Field spec={{ path: 'accord', control: 'checkbox', label: 'J’ai lu ces réponses et je les signe.', required: true }} errors={errors} />
        <Button>Signer</Button>
      </Form>
    </>
  ) });
}
