import type { App } from '../../app.ts';
import { verifyCode } from '../../core/crypto/index.ts';
import { loadStates } from '../../core/act/store.ts';
import { page, type RouteLine } from '../../core/http/index.ts';
import { today } from '../../core/values/time.ts';
import { titleOf, vehicleView, type Registered, type RegistrationState } from '../../domains/registrations/index.ts';
import { findPaper } from '../../domains/documents/index.ts';
import { Banner, Button, DateFr, Field, SummaryList } from '../../ui/index.ts';
import { show } from './site.ts';

type Found = { valid: boolean; said: string; name?: string; until?: string };

/** Is this title good? Validity, make and model: never a person, never a plate that was not given. */
export function checkRoute(app: App): RouteLine {
  return { method: 'GET', path: '/verifier', who: 'public', perMinute: 30, handler: async (ctx) => {
    const typed = String(ctx.query['code'] ?? '').trim().slice(0, 600);
    const found = typed ? await check(app, typed) : undefined;
    return page(show(ctx, app, { title: 'Vérifier un titre', children: (
      <>
        <h1 class="govuk-heading-l">Vérifier un titre</h1>
        {found ? <Answer found={found} /> : null}
        <p class="govuk-body">Scannez le code imprimé sur le titre, ou recopiez son numéro. La réponse dit s’il est valable, la marque et le modèle, et rien de son titulaire.</p>
        <form method="get" action="/verifier">
          <Field spec={{ path: 'code', control: 'text', label: 'Code ou numéro du titre', hint: 'Par exemple T26-480001. Le code scanné commence par SITT1.', required: true }} values={{ code: typed }} />
          <Button>Vérifier</Button>
        </form>
      </>
    ) }));
  } };
}

function Answer({ found }: { found: Found }) {
  return (
    <>
      <Banner kind={found.valid ? 'success' : 'warning'} title={found.valid ? 'Titre valable' : 'Titre non valable'}>{found.said}</Banner>
      {found.name ? <SummaryList rows={[{ label: 'Marque et modèle', value: found.name }, ...(found.until ? [{ label: 'Valable jusqu’au', value: <DateFr date={found.until} /> }] : [])]} /> : null}
    </>
  );
}

async function check(app: App, typed: string): Promise<Found> {
  if (!typed.startsWith('SITT1:')) return byNumber(app, typed.toUpperCase());
  const read = await verifyCode(typed, app.keys.publicKeys(), today(app.world.clock()));
  if (!read.claims) return { valid: false, said: 'Ce code n’a pas été signé par nous, ou il est incomplet.' };
  if (!read.valid && read.reason !== 'expired') return { valid: false, said: 'La signature de ce code n’est pas reconnue.' };
  return byNumber(app, read.claims.number);
}

async function byNumber(app: App, number: string): Promise<Found> {
  const { read, facets, clock } = app.world;
  const [title] = await read<{ vehicle_id: string }[]>`select vehicle_id from pub_registrations_title where number = ${number} order by since desc limit 1`;
  if (!title) {
    const paper = await findPaper(read, number.slice(0, 60));
    return paper ? { valid: true, said: 'Ce document a bien été délivré.' } : { valid: false, said: 'Aucun titre ne porte ce numéro.' };
  }
  const states = (await loadStates(read, facets, [{ kind: 'vehicle', id: title.vehicle_id }])).get(title.vehicle_id) as { vehicle: Registered['vehicle']; registration: RegistrationState };
  const name = vehicleView.label(states);
  const current = titleOf(states.registration);
  if (current?.number !== number) return { valid: false, said: 'Ce titre a été remplacé, retiré ou annulé.', name };
  const until = current.validUntil ?? undefined;
  if (until && until < today(clock())) return { valid: false, said: 'Ce titre a expiré.', name };
  if (current.status === 'sold') return { valid: true, said: 'Véhicule cédé : l’ancien titre vaut encore quelques jours.', name, ...(until ? { until } : {}) };
  return current.status === 'valid' ? { valid: true, said: 'Ce titre est en cours de validité.', name } : { valid: false, said: 'Ce titre est suspendu.', name };
}
