import type { Ctx } from '../../core/http/index.ts';
import type { Dossier, Evaluation, SignatureLine } from '../../core/demarche/index.ts';
import { clearingErrand, loadSigning, powerKindWords, whoSigns } from '../../domains/people/index.ts';
import { Card, SummaryList, Tag } from '../../ui/index.ts';
import { beginAt, cite, type CounterApp } from './site.tsx';
import { personsById } from './store.ts';

/** Who signs for a person today, whatever the errand; or the power that nobody has shown, and where it is recorded. */
export async function whoSignsFor(ctx: Ctx, app: CounterApp, personId: string, name: string) {
  const today = app.world.today(app.world.clock());
  const found = whoSigns(personId, await loadSigning(app.pools.read, [personId]), { on: today, act: 'any', called: name });
  if ('missing' in found) {
    const { code, sentence, clearedBy, law } = found.missing;
    return (
      <Card title="Qui signe">
        <p class="govuk-body"><Tag kind="warning">personne à ce jour</Tag></p>
        <p class="govuk-body">{sentence}</p>
        <p class="govuk-body-s">{clearedBy.how}. {cite(law).title}.</p>
        <p class="govuk-body"><a class="govuk-link" href={beginAt(clearingErrand(code))}>{app.world.catalogue.get(clearingErrand(code))?.title}</a></p>
      </Card>
    );
  }
  const { signers } = found;
  const others = signers.map((one) => one.personId).filter((id) => id !== personId);
  const people = await ctx.disclose(await personsById(app.pools.read, others));
  const nameOf = (id: string) => people.find(({ person_id }) => person_id === id)?.name ?? 'Identité effacée';
  return (
    <Card title="Qui signe">
      {signers.length > 1 ? <p class="govuk-body">Ensemble :</p> : null}
      <ul class="govuk-list">{signers.map(({ personId: id, as }) => <li>{id === personId ? <>{name} <span class="sitt-optional">pour soi-même</span></> : <><a class="govuk-link" href={`/guichet/personnes/${id}`}>{nameOf(id)}</a> <span class="sitt-optional">{as === 'self' ? 'propriétaire en commun' : powerKindWords[as].toLowerCase()}</span></>}</li>)}</ul>
    </Card>
  );
}

/** Who signs a dossier: each party that its démarche names over these answers, and whether they did. */
export function WhoSigns({ parties, signed, state }: { parties: Evaluation['signatures']; signed: readonly string[]; state: Dossier['state'] }) {
  if (!parties.length) return null;
  const over = ['decided', 'issued', 'refused', 'cancelled'].includes(state);
  return (
    <Card title="Qui signe">
      <SummaryList rows={parties.map(({ key, label, paper }) => ({ label, value: signed.includes(key) ? <Tag kind="success">a signé</Tag> : paper ? 'sur le papier' : over ? 'n’a pas signé' : <Tag kind="warning">attendue</Tag> }))} />
    </Card>
  );
}

/** Before whom the mark of somebody who cannot sign was made: whoever keyed it reads it again, and so does whoever examines. */
export function Marks({ signed }: { signed: readonly SignatureLine[] }) {
  const marks = signed.filter(({ means }) => means === 'mark-before-witness');
  if (!marks.length) return null;
  return <Card title="Marque devant témoin"><SummaryList rows={marks.map(({ witness }) => ({ label: 'Témoin', value: witness ?? 'non nommé' }))} /></Card>;
}
