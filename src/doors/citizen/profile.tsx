import { seal } from '../../core/access/sealed.ts';
import { loadStates } from '../../core/act/store.ts';
import { citizens, page, type RouteLine } from '../../core/http/index.ts';
import { listMessages, render } from '../../core/messages/index.ts';
import { addressLines, describePerson } from '../../domains/people/index.ts';
import { personFacet, type PersonState } from '../../domains/people/index.ts';
import { Card, DateTimeFr, EmptyState, Inset, SummaryList } from '../../ui/index.ts';
import { citizenOf, show, type CitizenApp } from './site.ts';

const MINE = 'consultation de mon propre dossier';

/** Who I am for the register, and what it wrote to me. */
export function profileRoutes(app: CitizenApp): RouteLine[] {
  const { world } = app;
  return [
    { method: 'GET', path: '/usager/profil', who: citizens, purpose: MINE, handler: async (ctx) => {
      const me = citizenOf(ctx);
      const state = (await loadStates(world.read, world.facets, [{ kind: 'person', id: me.personId }])).get(me.personId)?.[personFacet.name] as PersonState | undefined;
      const known = await ctx.disclose(seal(state, { personIds: [me.personId], kind: 'identité' }));
      const open = <T extends { to: string | null }>(periods: readonly T[] | undefined) => periods?.find(({ to }) => to === null);
      const address = open(known?.addresses)?.address;
      const contact = open(known?.contacts)?.contact;
      return page(show(ctx, app, { title: 'Mon profil', children: (
        <>
          <h1 class="govuk-heading-l">Mon profil</h1>
          <SummaryList rows={[
            { label: 'Compte', value: `${me.name}, identité ${me.assurance === 'verified' ? 'vérifiée' : 'non vérifiée'}` },
            { label: 'Au registre', value: known?.identity ? describePerson(known.identity) : 'Le registre ne vous connaît pas encore.' },
            { label: 'Adresse', value: address ? <>{addressLines(address).map((line) => <div>{line}</div>)}</> : '' },
            { label: 'Téléphone', value: contact?.phone ?? '' }, { label: 'Courriel', value: contact?.email ?? '' },
          ]} />
          <p class="govuk-body"><a class="govuk-link" href="/usager/consultations">Qui a lu mon dossier, et pourquoi</a></p>
          <Inset>Vous avez déménagé ? <a class="govuk-link" href="/usager/demarches">Changez l’adresse</a> : c’est elle qui figure sur vos certificats. Une erreur d’état civil se corrige au guichet, avec l’acte.</Inset>
        </>
      ) }));
    } },
    { method: 'GET', path: '/usager/messages', who: citizens, purpose: MINE, handler: async (ctx) => {
      const me = citizenOf(ctx);
      const { messages } = app;
      const rows = messages ? await ctx.disclose(seal(await listMessages(world.read, { personId: me.personId, limit: 50 }), { personIds: [me.personId], kind: 'messages' })) : [];
      const written = rows.flatMap((row) => {
        const template = messages?.templates[row.template];
        return template && row.contact && row.data && messages ? [{ row, text: render(messages.sender, template, { id: row.id, channel: row.channel, contact: row.contact, data: row.data }) }] : [];
      });
      return page(show(ctx, app, { title: 'Mes messages', children: (
        <>
          <h1 class="govuk-heading-l">Mes messages</h1>
          {written.length ? written.map(({ row, text }) => (
            <Card title={text.subject}>
              <p class="govuk-body-s"><DateTimeFr at={row.queuedAt} />, {CHANNELS[row.channel]}</p>
              {text.blocks.map((block) => (typeof block === 'string' ? <p class="govuk-body">{block}</p> : <ul class="govuk-list govuk-list--bullet">{block.map((item) => <li>{item}</li>)}</ul>))}
              {text.code ? <p class="govuk-body">{text.code.label} : <strong class="sitt-num">{text.code.text}</strong></p> : null}
              {text.action ? <p class="govuk-body"><a class="govuk-link" href={text.action.href}>{text.action.label}</a></p> : null}
            </Card>
          )) : <EmptyState title="Aucun message" />}
        </>
      ) }));
    } },
  ];
}

const CHANNELS: Readonly<Record<string, string>> = { email: 'par courriel', sms: 'par SMS', letter: 'par lettre', inbox: 'dans votre espace' };
