import { addSignature, type Dossier, type Piece } from '../../core/demarche/index.ts';
import type { Ctx } from '../../core/http/index.ts';
import { Details, Field } from '../../ui/index.ts';
import type { FormError, FormValues } from '../../ui/field-spec.ts';
import { textOf, type CounterApp } from './site.tsx';

/** Somebody who cannot sign: their mark on the paper, before a witness whom the agent names. */
export type Mark = { witness: string };

const boxes = (kind: string) => ({ mark: `marque.${kind}`, name: `temoin.${kind}`, who: `temoin-qualite.${kind}` });
/** The name of the note of a mark: with the beginning of the hash of the answers that were read to the person. */
export const markNoteName = (hash: Buffer): string => `Marque devant témoin (${hash.toString('hex').slice(0, 8)}).pdf`;

/** Under the box of a signed paper: for whoever cannot sign. */
export function MarkFields({ kind, ctx, errors }: { kind: string; ctx: Ctx; errors: readonly FormError[] }) {
  const { mark, name, who } = boxes(kind);
  const values: FormValues = Object.fromEntries([mark, name, who].map((path) => [path, textOf(ctx.form[path])]));
  return (
    <Details summary="La personne ne sait pas ou ne peut pas signer" open={Boolean(values[mark]) || errors.some(({ path }) => path === name || path === who)}>
      <p class="govuk-body">Lisez-lui le récapitulatif. Elle appose sa marque (une croix, son doigt) devant un témoin qui sait lire et n’a pas d’intérêt à la démarche.</p>
      <Field spec={{ path: mark, control: 'checkbox', label: 'Marque apposée devant témoin' }} values={values} />
      <Field spec={{ path: name, control: 'text', label: 'Nom et prénom du témoin', required: false, width: 30 }} values={values} errors={errors} />
      <Field spec={{ path: who, control: 'text', label: 'Qui est le témoin', hint: 'Un voisin, un agent d’un autre service… et la pièce d’identité qu’il a montrée.', required: false }} values={values} errors={errors} />
    </Details>
  );
}

/** The mark that the form tells of. @returns undefined when none; errors beside the boxes when the witness is not named */
export function markIn(ctx: Ctx, { kind, signed }: Piece): Mark | FormError[] | undefined {
  const { mark, name, who } = boxes(kind);
  const [ticked, witness, quality] = [mark, name, who].map((path) => textOf(ctx.form[path]).slice(0, 120)) as [string, string, string];
  if (!signed || !ticked) return undefined;
  const errors = [...(witness.length < 3 ? [{ path: name, message: 'Nommez le témoin de la marque.' }] : []), ...(quality.length < 3 ? [{ path: who, message: 'Dites qui est le témoin, et quelle pièce d’identité il a montrée.' }] : [])];
  return errors.length ? errors : { witness: `${witness}, ${quality}` };
}

/** The mark binds the exact answers that were read: it is recorded over their hash. */
export async function recordMark(app: CounterApp, dossier: Dossier, piece: Piece, { witness }: Mark): Promise<void> {
  await app.world.acts.begin((tx) => addSignature(tx, dossier.id, { party: `papier:${piece.kind}`, personId: dossier.applicant_id, inputHash: dossier.input_hash as Buffer, means: 'mark-before-witness', witness }, app.world.clock().toISOString()));
}
