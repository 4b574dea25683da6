import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import { open } from '../../../core/http/index.ts';
import { formatF } from '../../../core/values/money.ts';
import type { CardRequest } from './provider.ts';
import { PATH, type CardSimulator, type Choice } from './simulator.ts';

const choices: readonly { choice: Choice; label: string; hint: string }[] = [
  { choice: 'paid', label: 'Payer', hint: 'La banque accepte et le notifie.' },
  { choice: 'refused', label: 'Refuser', hint: 'La banque refuse la carte et le notifie.' },
  { choice: 'abandoned', label: 'Abandonner', hint: 'Le payeur renonce.' },
  { choice: 'paid-silently', label: 'Payer, notification perdue', hint: 'La banque accepte, mais sa notification n’arrive pas.' },
];
const form = z.object({ choice: z.enum(['paid', 'refused', 'abandoned', 'paid-silently']) });

/** Serves the simulated bank's page: it looks like another site, and says that no card is debited. Never register it in production. */
export async function simulatorPages(app: FastifyInstance, { simulator }: { simulator: CardSimulator }): Promise<void> {
  if (!app.hasContentTypeParser('application/x-www-form-urlencoded')) await app.register(formbody);
  // `raw`: a bank has no session of ours, hence no token of ours; the address itself is signed.
  const config = { who: open(), raw: true };
  app.get(`${PATH}/style.css`, { config }, (_req, reply) => reply.type('text/css').send(STYLE));
  app.get<{ Querystring: { jeton?: unknown } }>(`${PATH}/paiement`, { config }, (req, reply) => {
    const order = simulator.read(req.query.jeton);
    return reply.code(order ? 200 : 404).type('text/html; charset=utf-8').header('cache-control', 'no-store')
      .send(`<!doctype html>${renderToString(order ? <Choices order={order} /> : <Unknown />)}`);
  });
  app.post<{ Querystring: { jeton?: unknown } }>(`${PATH}/paiement`, { config }, async (req, reply) => {
    const order = simulator.read(req.query.jeton);
    const chosen = form.safeParse(req.body);
    if (!order || !chosen.success) return reply.code(404).type('text/html; charset=utf-8').send(`<!doctype html>${renderToString(<Unknown />)}`);
    await simulator.decide(order, chosen.data.choice);
    return reply.redirect(order.returnUrl, 303);
  });
}

function Choices({ order }: { order: CardRequest }): JSX.Element {
  return (
    <Frame title="Paiement par carte">
      <h1>Paiement par carte</h1>
      <dl>
        <div><dt>Commerçant</dt><dd>SITT</dd></div>
        <div><dt>Objet</dt><dd>{order.label}</dd></div>
        <div><dt>Montant</dt><dd class="amount">{formatF(order.amount)}</dd></div>
      </dl>
      <form method="post">
        {choices.map(({ choice, label, hint }) => (
          <p>
            <button name="choice" value={choice} class={choice} aria-describedby={`hint-${choice}`}>{label}</button>
            <span id={`hint-${choice}`}>{hint}</span>
          </p>
        ))}
      </form>
    </Frame>
  );
}

function Unknown(): JSX.Element {
  return (
    <Frame title="Paiement inconnu">
      <h1>Paiement inconnu</h1>
      <p>Cette adresse de paiement n’a pas été ouverte par le commerçant. Revenez à votre démarche et recommencez le paiement.</p>
    </Frame>
  );
}

function Frame({ title, children }: { title: string; children: JSX.Element | JSX.Element[] }): JSX.Element {
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – Banque de démonstration`}</title>
        <link rel="stylesheet" href={`${PATH}/style.css`} />
      </head>
      <body>
        <header><strong>Banque de démonstration</strong><span>Simulation : aucune carte n’est demandée, rien n’est débité.</span></header>
        <main>{children}</main>
      </body>
    </html>
  );
}

const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#f2f1ec;color:#1c1c1c;font:1.0625rem/1.5 system-ui,sans-serif}
header{background:#3d2b56;color:#fff;padding:1rem;display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;justify-content:center;text-align:center}
main{max-width:30rem;margin:1.5rem auto;padding:1.5rem;background:#fff;border-radius:.75rem;box-shadow:0 1px 6px #0002}
@media (max-width:32rem){main{margin:0;border-radius:0;box-shadow:none}}
h1{font-size:1.5rem;line-height:1.2;margin:0 0 1rem}
dl{margin:0 0 1.5rem;border-top:1px solid #cfccc2}
dl div{display:flex;justify-content:space-between;gap:1rem;padding:.625rem 0;border-bottom:1px solid #cfccc2}
dt{color:#555}dd{margin:0;text-align:right}.amount{font-weight:700;font-size:1.25rem;white-space:nowrap}
form p{margin:0 0 1rem}form span{display:block;color:#555;font-size:.9375rem;margin-top:.25rem}
button{width:100%;min-height:3rem;padding:.5rem 1rem;font:inherit;font-weight:600;border:2px solid #3d2b56;border-radius:.5rem;background:#fff;color:#3d2b56;cursor:pointer}
button.paid{background:#3d2b56;color:#fff}
button:focus-visible{outline:3px solid #b35900;outline-offset:2px}
`;
