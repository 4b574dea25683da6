import { Button, ButtonGroup } from './button.tsx';
import { Field, Fields } from './field.tsx';
import type { FieldSpec, FormError, FormValues } from './field-spec.ts';
import { ErrorSummary, Fieldset, Form, Steps } from './form.tsx';
import { Details, Inset, Warning } from './notice.tsx';
import { SummaryList } from './summary-list.tsx';

const SPECS: readonly FieldSpec[] = [
  { path: 'vehicle.vin', control: 'text', label: 'Numéro d’identification du véhicule', letter: 'E', hint: 'Dix-sept caractères, souvent moins avant 1981.', width: 20, upper: true, required: true },
  { path: 'vehicle.plate', control: 'plate', label: 'Numéro d’immatriculation', letter: 'A', required: true },
  { path: 'vehicle.power', control: 'number', label: 'Puissance administrative', letter: 'P.6', unit: 'CV', width: 4, required: true },
  { path: 'vehicle.mass', control: 'number', label: 'Masse en charge maximale admissible en service', letter: 'F.2', unit: 'kg', width: 10, required: false },
  { path: 'price', control: 'money', label: 'Prix de vente', hint: 'En francs Pacifique, sans décimales.', required: true },
  { path: 'firstUse', control: 'date', label: 'Date de première immatriculation', letter: 'B', hint: 'Par exemple 27 3 2019', required: true },
  { path: 'buyer.birth', control: 'partial-date', label: 'Date de naissance', autocomplete: 'bday', required: true },
  { path: 'buyer.email', control: 'email', label: 'Adresse électronique', autocomplete: 'email', required: false },
  { path: 'buyer.commune', control: 'select', label: 'Commune de résidence', options: [{ value: '98818', label: 'Nouméa' }, { value: '98811', label: 'Koné' }, { value: '98814', label: 'Lifou' }], required: true },
  { path: 'buyer.kind', control: 'radios', label: 'Qui achète ?', options: [{ value: 'person', label: 'Une personne' }, { value: 'company', label: 'Une société', hint: 'Avec un numéro RIDET.' }, { value: 'gdpl', label: 'Un groupement de droit particulier local (GDPL)' }], required: true },
  { path: 'buyer.ridet', control: 'text', label: 'Numéro RIDET', width: 10, required: true, shown: [{ path: 'buyer.kind', values: ['company'] }] },
  { path: 'uses', control: 'checkboxes', label: 'Usages du véhicule', options: [{ value: 'taxi', label: 'Taxi' }, { value: 'school', label: 'Auto-école' }], required: false },
  { path: 'notes', control: 'textarea', label: 'Observations', required: false },
  { path: 'papers', control: 'file', label: 'Facture ou acte de vente', required: true },
  { path: 'sure', control: 'checkbox', label: 'Je certifie l’exactitude de ces informations.', required: true },
  { path: 'secret', control: 'hidden', label: '' },
];

const VALUES: FormValues = {
  'vehicle.vin': 'VF1ZZZINVENTE0012', 'vehicle.plate': '412345 NC', 'vehicle.power': '9', 'vehicle.mass': '3500', price: '850 000', firstUse: '2019-03-27', 'buyer.birth': '1948~',
  'buyer.commune': '98811', 'buyer.kind': 'company', uses: ['taxi'], notes: 'Pare-brise <b>fendu</b> & rétroviseur "à revoir"', sure: 'oui',
};

const ERRORS: readonly FormError[] = [
  { path: 'vehicle.vin', message: 'Le numéro d’identification contient la lettre O, jamais utilisée : est-ce un zéro ?' },
  { path: 'vehicle.mass', message: 'La masse doit être un nombre de kilogrammes, par exemple 3500.' },
  { path: 'firstUse', message: 'Indiquez une date réelle, par exemple 27/03/2024.' },
  { path: 'buyer.kind', message: 'Choisissez qui achète.' },
  { path: 'buyer.commune', message: 'Choisissez la commune de résidence.' },
  { path: 'papers', message: 'Joignez la facture ou l’acte de vente.' },
  { path: 'sure', message: 'Cochez la case pour continuer.' },
];

/** Every field filled in, then every error. Paths differ so that ids stay unique on the page. */
export function GalleryForms() {
  const wrong = SPECS.filter(({ path }) => ERRORS.some((error) => error.path === path)).map((spec) => ({ ...spec, path: `wrong.${spec.path}` }));
  const errors = ERRORS.map(({ path, message }) => ({ path: `wrong.${path}`, message }));
  return (
    <>
      <ErrorSummary errors={errors} />
      <Steps now={2} total={4} name="le véhicule et l’acheteur" />
      <Form action="/guichet" csrf="token" requestId="gallery-1" autosave="/guichet/brouillon" multipart>
        <Fieldset legend="Le véhicule, tel que le certificat le décrit"><Fields specs={SPECS} values={VALUES} /></Fieldset>
        <ButtonGroup><Button shortcut="F8">Continuer</Button><Button kind="secondary">Enregistrer et quitter</Button><Button kind="warning">Annuler la vente</Button><Button kind="link">Passer cette étape</Button></ButtonGroup>
      </Form>
      <Form action="/guichet" csrf="token" requestId="gallery-2">
        <Fieldset legend="Les mêmes questions, avec des erreurs" size="l">
          {wrong.map((spec) => <Field spec={spec} errors={errors} values={{ 'wrong.vehicle.vin': 'VFO1234', 'wrong.vehicle.mass': 'trois tonnes', 'wrong.firstUse': '32/13/2019' }} />)}
        </Fieldset>
        <Button disabled>Continuer</Button>
      </Form>
      <h2 class="govuk-heading-l">Vérifiez avant d’envoyer</h2>
      <SummaryList rows={[
        { letter: 'E', label: 'Numéro d’identification', value: 'VF1ZZZINVENTE0012', changeHref: '#vin' },
        { letter: 'P.6', label: 'Puissance administrative', value: '9 CV', changeHref: '#p6' },
        { letter: 'C.1', label: 'Titulaire', value: 'Jean-Baptiste Poapidawa-Exemple <script>alert(1)</script>', changeHref: '#c1' },
        { letter: 'J.3', label: 'Carrosserie (désignation nationale)', value: '', changeHref: '#j3' },
        { label: 'Reçu le', value: '1er mars 2026 à 14 h 05' },
      ]} />
      <Inset>L’ancien certificat, barré et marqué « vendu le », reste valable quinze jours.</Inset>
      <Warning>Ne pas présenter son certificat lors d’un contrôle coûte 15 000 F.</Warning>
      <Details summary="Où trouver ce numéro sur le certificat ?">Le repère E est imprimé au recto, sous la marque du véhicule.</Details>
    </>
  );
}
