import { HttpFault, open, page, seeOther, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { checkToken, LINK_PATH, useToken } from '../../core/messages/index.ts';
import { transaction } from '../../core/db/sql.ts';
import { Button, Form } from '../../ui/index.ts';
import { show, type CitizenApp, type LinkAction } from './site.ts';

const GONE = 'Ce lien ne sert plus : il a déjà servi, il a expiré, ou il est incomplet. En cas de doute, appelez le guichet.';

/** One tap from a message: the page asks, the button does. A mail program that opens links by itself does nothing. */
export function linkRoutes(app: CitizenApp): RouteLine[] {
  const { world, messages, links = {} } = app;
  const now = () => world.clock();
  const find = async (ctx: Ctx): Promise<{ action: LinkAction; link: string }> => {
    const link = ctx.params['token'] ?? '';
    const check = messages ? await checkToken(world.read, messages.sender.secret, { link }, now()) : { refused: 'unknown' as const };
    const action = 'token' in check ? links[check.token.purpose] : undefined;
    if (!action) throw new HttpFault(404, GONE);
    return { action, link };
  };
  return [
    { method: 'GET', path: `${LINK_PATH}:token`, who: open('citizen'), perMinute: 30, handler: async (ctx) => {
      const { action, link } = await find(ctx);
      return page(show(ctx, app, { title: action.title, children: (
        <><h1 class="govuk-heading-l">{action.title}</h1><p class="govuk-body">{action.question}</p><Form action={`${LINK_PATH}${link}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="warning">{action.button}</Button></Form></>
      ) }));
    } },
    { method: 'POST', path: `${LINK_PATH}:token`, who: open('citizen'), perMinute: 10, handler: async (ctx) => {
      const { action, link } = await find(ctx);
      const used = await transaction(world.acts, (tx) => useToken(tx, messages?.sender.secret ?? '', { link }, now()), 3);
      if (!('token' in used)) throw new HttpFault(404, GONE);
      await action.act({ subjectId: used.token.subjectId, personId: used.token.personId }, `link:${link}`);
      return seeOther('/', action.done);
    } },
  ];
}
