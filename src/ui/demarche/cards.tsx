import type { Demarche } from '../../core/demarche/index.ts';

const FAMILIES: Readonly<Record<Demarche['family'], string>> = {
  titulaire: 'Acheter, vendre, déménager', vehicule: 'Le véhicule', titre: 'Le certificat', 'rendez-vous': 'Rendez-vous', mesure: 'Oppositions et mesures', registre: 'Le registre', professionnel: 'Professionnels',
};

/** The catalogue by family, each démarche with its one sentence. */
export function DemarcheCards({ demarches, hrefOf }: { demarches: readonly Demarche[]; hrefOf: (d: Demarche) => string }) {
  const families = [...new Set(demarches.map(({ family }) => family))];
  return (
    <>{families.map((family) => (
      <section>
        <h2 class="govuk-heading-m">{FAMILIES[family]}</h2>
        <ChoiceList demarches={demarches.filter((one) => one.family === family)} hrefOf={hrefOf} />
      </section>
    ))}</>
  );
}

/** Démarches to choose among, each with its one sentence. */
export function ChoiceList({ demarches, hrefOf }: { demarches: readonly Demarche[]; hrefOf: (d: Demarche) => string }) {
  return <ul class="sitt-choices">{demarches.map((one) => <li class="sitt-choice"><a class="sitt-choice__name" href={hrefOf(one)}>{one.title}</a><p class="sitt-choice__text">{one.summary}</p></li>)}</ul>;
}
