import type { Party } from '../../core/demarche/index.ts';
import { Button, Details, Field, Form } from '../../ui/index.ts';

/** The kind of the paper that a party signed, among the pieces. */
export const signedKind = (party: string): string => `signe-${party}`.slice(0, 80);

/** A party of a dossier signs at the desk: on the paper, whose scan is attached, or by a mark before a named witness. */
export function SignForm({ party, back, form }: { party: Party; back: string; form: { csrf: string; requestId: string } }) {
  const at = (name: string) => `${name}.${party.key}`;
  return (
    <Details summary={`Recueillir la signature : ${party.label}`}>
      <Form action={`${back}/signature`} {...form} multipart>
        <input type="hidden" name="partie" value={party.key} />
        <Field spec={{ path: at('moyen'), control: 'radios', label: 'Comment', options: [{ value: 'papier', label: 'Récapitulatif signé sur papier' }, { value: 'marque', label: 'Marque devant témoin' }] }} values={{ [at('moyen')]: 'papier' }} />
        <Field spec={{ path: at('scan'), control: 'file', label: 'Le papier signé ou marqué', hint: 'Une photo nette ou un PDF, 10 Mo au plus.' }} />
        <Field spec={{ path: at('temoin'), control: 'text', label: 'Nom et qualité du témoin', hint: 'Pour une marque.', required: false }} />
        <Button kind="secondary">Enregistrer la signature</Button>
      </Form>
    </Details>
  );
}
