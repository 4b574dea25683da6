import { HttpFault, open, page, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { checkToken, LINK_PATH, useToken, type Token } from '../../core/messages/index.ts';
import { transaction } from '../../core/db/sql.ts';
import { Banner, Button, Form } from '../../ui/index.ts';
import { DOOR, OUTSIDE, show, type CitizenApp, type LinkAction } from './site.ts';

const GONE = 'Ce lien ne sert plus : il a déjà servi, il a expiré, ou il est incomplet. En cas de doute, appelez le guichet.';

/** One tap from a message: the page asks, the button does. A mail program that opens links by itself does nothing. */
export function linkRoutes(app: CitizenApp): RouteLine[] {
  const { world, messages, links = {} } = app;
  const now = () => world.clock();
  const find = async (ctx: Ctx): Promise<{ action: LinkAction; link: string; token: Token }> => {
    const link = ctx.params['token'] ?? '';
    const check = messages ? await checkToken(world.read, messages.sender.secret, { link }, now()) : { refused: 'unknown' as const };
    const action = 'token' in check ? links[check.token.purpose] : undefined;
    if (!('token' in check) || !action) throw new HttpFault(404, GONE);
    return { action, link, token: check.token };
  };
  return [
    { method: 'GET', path: `${LINK_PATH}:token`, who: open('citizen'), perMinute: 30, handler: async (ctx) => {
      const { action, link } = await find(ctx);
      return page(show(ctx, app, { title: action.title, door: ctx.actor.kind === 'citizen' ? DOOR : OUTSIDE, children: (
        <><h1 class="govuk-heading-l">{action.title}</h1><p class="govuk-body">{action.question}</p><Form action={`${LINK_PATH}${link}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="warning">{action.button}</Button></Form></>
      ) }));
    } },
    { method: 'POST', path: `${LINK_PATH}:token`, who: open('citizen'), perMinute: 10, handler: async (ctx) => {
      const { action, link, token } = await find(ctx);
      // The act first, once for this link however often it is pressed; the link ends after it, so that an act that failed can be asked for again.
      const said = await action.act({ subjectId: token.subjectId, personId: token.personId }, `link:${link}`);
      await transaction(world.acts, (tx) => useToken(tx, messages?.sender.secret ?? '', { link }, now()), 3);
      // Said on this very page: whoever holds a link has perhaps no account, and no other page would tell them.
      return page(show(ctx, app, { title: action.title, door: ctx.actor.kind === 'citizen' ? DOOR : OUTSIDE, children: (
        <><h1 class="govuk-heading-l">{action.title}</h1><Banner kind={said.done ? 'success' : 'error'} title={said.done ? 'C’est fait' : 'Rien n’a changé'}><p class="govuk-body">{said.done ? action.done : said.instead}</p></Banner>{[...(said.done ? said.next ?? [] : []), ...(action.next ?? [])].map(({ label, href }) => <p class="govuk-body"><a class="govuk-link" href={href}>{label}</a></p>)}</>
      ) }));
    } },
  ];
}
