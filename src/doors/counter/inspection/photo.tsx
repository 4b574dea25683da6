/** A photograph of a visit, opened by an agent: whoever the vehicle is about reads in their log that it was seen. */
import { seal } from '../../../core/access/sealed.ts';
import { stateAt } from '../../../core/act/read.ts';
import { notFound, pieceFile, type Answer, type Ctx } from '../../../core/http/index.ts';
import { photosWhere, photoWords, type ApprovalState, type Photo } from '../../../domains/inspections/index.ts';
import { holdersOf, type Registered } from '../../../domains/registrations/index.ts';
import { isUuid, type CounterApp } from '../site.tsx';

/** @param allowed whether this reader's desk may open it. @throws notFound, the same for a stranger's and for none */
export async function openPhoto(ctx: Ctx, app: CounterApp, allowed: (photo: Photo) => boolean): Promise<Answer> {
  const id = ctx.params['piece'] ?? '';
  const [photo] = isUuid(id) ? await photosWhere(app.pools.read, { id }) : [];
  if (!photo || !allowed(photo)) throw notFound('Cette photographie n’est pas au registre.');
  return pieceFile(app.data, await ctx.disclose(seal(photo, { personIds: await about(app, photo), kind: 'photographie d’une visite', subjectId: photo.subjectId })));
}

/** Who holds the vehicle, or asked for its homologation. */
async function about({ pools, world }: CounterApp, { subjectKind: kind, subjectId: id }: Photo): Promise<string[]> {
  const states = await stateAt(pools.read, world.facets, { kind, id });
  if (!states) return [];
  if (kind === 'vehicle') return holdersOf((states as unknown as Registered).registration).map(({ personId }) => personId);
  const { applicantId } = states['approval'] as ApprovalState;
  return applicantId ? [applicantId] : [];
}

/** Links to photographs, each named by what it shows. @param hrefOf its address at this door */
export function PhotoLinks({ photos, hrefOf }: { photos: readonly Photo[]; hrefOf: (photo: Photo) => string }) {
  return photos.length ? <ul class="govuk-list govuk-!-margin-bottom-0">{photos.map((one, index) => <li><a class="govuk-link" href={hrefOf(one)}>{photoWords(one.kind)}, photographie {index + 1}</a></li>)}</ul> : null;
}
