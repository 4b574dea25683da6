import { placeholder } from '../dated.ts';
import { one, type Parameter } from './one.ts';
import { oddParameters } from './partners-odd.ts';

/** What each profession may be allowed to do: patterns of démarches; its convention takes all of them or some. */
const acts = {
  importer: ['premiere-immatriculation', '*homologation*', 'declarer-cession', 'completer-achat', 'acheter-pour-revente', '*carnet-w', '*sortie-w', 'delivrer-ww', 'demander-attestation', '*rendez-vous*'],
  dealer: ['premiere-immatriculation', '*homologation*', 'declarer-cession', 'completer-achat', 'acheter-pour-revente', '*carnet-w', '*sortie-w', 'delivrer-ww', 'annuler-cession', 'changer-adresse', 'mettre-a-jour-flotte', 'demander-duplicata', 'demander-attestation', '*rendez-vous*'],
  'used-yard': ['declarer-cession', 'completer-achat', 'acheter-pour-revente', '*carnet-w', '*sortie-w', 'delivrer-ww', 'annuler-cession', 'demander-attestation', '*rendez-vous*'],
  lessor: ['premiere-immatriculation', 'commencer-location', 'terminer-location', 'changer-adresse', 'mettre-a-jour-flotte', 'changer-usage', 'declarer-cession', 'completer-achat', 'retirer-circulation', 'demander-duplicata', 'demander-attestation', '*rendez-vous*'],
  insurer: ['*assurance*', 'declarer-cession', 'completer-achat', 'demander-attestation'],
  'inspection-centre': ['*visite*', '*controle*', '*homologation*', '*rendez-vous*'],
  'vhu-operator': ['declarer-destruction', 'completer-achat', 'retirer-circulation'],
  bank: ['poser-opposition', 'lever-opposition', 'demander-attestation'],
  bailiff: ['poser-opposition', 'lever-opposition', 'demander-attestation'],
  customs: ['poser-opposition', 'lever-opposition'],
  pound: ['poser-opposition', 'lever-opposition', 'declarer-destruction'],
  municipality: ['changer-adresse', 'mettre-a-jour-flotte', 'premiere-immatriculation', 'completer-achat', 'declarer-cession', 'demander-attestation', '*rendez-vous*'],
} as const satisfies Record<string, readonly string[]>;

/** How many of one démarche a day, where a convention says nothing else. */
const perDay = { importer: 200, dealer: 60, 'used-yard': 30, lessor: 100, insurer: 2000, 'inspection-centre': 200, 'vhu-operator': 40, bank: 100, bailiff: 50, customs: 100, pound: 40, municipality: 40 } as const satisfies Record<keyof typeof acts, number>;

type Kind = keyof typeof acts;
const dated = placeholder('convention-professionnel');
const byKind = <Name extends string, V>(name: Name, values: Record<Kind, V>, line: (kind: Kind, value: V) => Parameter<V>) =>
  Object.fromEntries((Object.keys(values) as Kind[]).map((kind) => [`${name}.${kind}`, line(kind, values[kind])])) as { [K in Kind as `${Name}.${K}`]: Parameter<V> };

const words: Record<Kind, string> = {
  importer: 'importateur', dealer: 'concessionnaire', 'used-yard': 'marchand d’occasion', lessor: 'loueur', insurer: 'assureur', 'inspection-centre': 'centre de contrôle', 'vhu-operator': 'centre VHU',
  bank: 'établissement de crédit', bailiff: 'commissaire de justice', customs: 'douane', pound: 'fourrière', municipality: 'commune',
};

/** Professionals: conventions, quotas, controls, stock. */
export const partnerParameters = {
  dealerStockMonths: one('Validité annuelle d’un numéro W', 'mois', 12, placeholder('series-particulieres')),
  ...byKind('partnerActs', acts as Record<Kind, readonly string[]>, (kind, value) => one(`Démarches ouvertes au métier : ${words[kind]}`, 'démarches', value, dated)),
  ...byKind('partnerPerDay', perDay as Record<Kind, number>, (kind, value) => one(`Quota usuel de chaque démarche : ${words[kind]}`, 'actes par jour', value, dated)),
  partnerConventionMonths: one('Durée la plus longue d’une convention de professionnel', 'mois', 36, dated),
  partnerExpiryWarningDays: one('Alerte avant la fin d’une convention', 'jours', 60, dated),
  partnerPhotoActs: one('Démarches d’un professionnel qui exigent les photographies', 'démarches', ['premiere-immatriculation', 'completer-achat'] as readonly string[], dated),
  partnerPhotoKinds: one('Métiers dont les photographies sont exigées', 'métiers', ['importer', 'dealer', 'used-yard', 'lessor'] as readonly string[], dated),
  partnerTrustedActs: one('Démarches qu’une convention peut accorder sans agent, quand la machine a vérifié les faits et que le professionnel garde les papiers', 'démarches', ['premiere-immatriculation'] as readonly string[], dated),
  partnerTrustedKinds: one('Métiers auxquels une convention peut laisser les papiers de ces démarches', 'métiers', ['importer', 'dealer'] as readonly string[], dated),
  partnerSamplePercent: one('Part des démarches accordées sans agent qu’un agent contrôle ensuite, par tirage', '%', 10, dated),
  partnerClerkScore: one('Score d’anomalie au-delà duquel un agent examine', 'points', 30, dated),
  partnerTwoPersonsScore: one('Score d’anomalie au-delà duquel deux agents examinent', 'points', 60, dated),
  partnerHeldScore: one('Score d’anomalie au-delà duquel l’acte est retenu jusqu’à ce que le gestionnaire l’ait vu', 'points', 100, dated),
  partnerFreezeHours: one('Durée du gel provisoire d’une accréditation, sans suspension signée', 'heures', 72, dated),
  partnerFreezeAgainDays: one('Délai avant un autre gel, quand le dernier n’a pas été confirmé', 'jours', 15, dated),
  ...oddParameters,
  partnerWebhookDays: one('Un webhook qui ne répond pas est fermé après', 'jours', 5, dated),
  partnerWebhooksMost: one('Adresses de webhooks d’une entreprise, au plus', 'adresses', 5, dated),
  partnerWebhookKeepDays: one('Ce qui est dit par webhook, et ce qui attend à une adresse fermée, est gardé', 'jours', 90, dated),
  partnerLowBalance: one('Seuil d’alerte du compte professionnel prépayé', 'F', 50_000, dated),
  partnerBatchRows: one('Lignes d’un lot au plus', 'lignes', 10_000, dated),
};
