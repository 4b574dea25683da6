import { Banner } from './banner.tsx';
import { BlockerPanel } from './blocker-panel.tsx';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { FeeTable } from './fee-table.tsx';
import { ROWS, THREE_BLOCKERS } from './gallery-data.ts';
import { EmptyState } from './notice.tsx';
import { Pagination } from './pagination.tsx';
import { PlateBadge } from './plate.tsx';
import { SearchBox } from './search-box.tsx';
import { StageTracker } from './stage-tracker.tsx';
import { Table } from './table.tsx';
import { Tabs } from './tabs.tsx';
import { Tag } from './tag.tsx';
import { Timeline } from './timeline.tsx';
import { TitleCard } from './title-card.tsx';
import { DateFr, MoneyF } from './values.tsx';

/** The screens of those who instruct, and of those who wait for an answer. */
export function GalleryCasework() {
  return (
    <>
      <SearchBox action="/guichet/recherche" label="Plaque, titre, châssis, nom ou dossier" hint="412345, Exemple, D-2026-000123…" query="poapidawa" shortcut="/" live={{ url: '/guichet/recherche', target: 'resultats' }} />
      <div id="resultats" role="status" />
      <Tabs label="Le véhicule" items={[{ href: '#a', label: 'Situation', current: true }, { href: '#b', label: 'Titulaires', count: 2 }, { href: '#c', label: 'Oppositions', count: 1 }, { href: '#d', label: 'Historique' }, { href: '#e', label: 'Argent' }]} />
      <h2 class="govuk-heading-l"><PlateBadge plate="412345 NC" size="l" /></h2>
      <BlockerPanel what="la vente de ce véhicule" blockers={THREE_BLOCKERS} />
      <BlockerPanel what="le changement d’adresse" blockers={[]} />
      <StageTracker stages={[
        { name: 'Vente déclarée', state: 'done', note: <DateFr date="2026-03-12" /> },
        { name: 'Acceptée par l’acheteur', state: 'done', note: <DateFr date="2026-03-14" /> },
        { name: 'Permis et assurance vérifiés', state: 'now', note: 'Chez l’agent de Koné depuis hier' },
        { name: 'Droits payés', state: 'todo' }, { name: 'Certificat délivré', state: 'todo' },
      ]} />
      <TitleCard
        kind="Certificat d’immatriculation" number="2026-0004512" plate="412345 NC" name="Toyota Hilux 2.4 D-4D" status={{ label: 'Valable', kind: 'success' }}
        facts={[{ label: 'Titulaire', value: 'Jean-Baptiste Poapidawa-Exemple' }, { label: 'Délivré le', value: <DateFr date="2026-03-01" /> }, { label: 'Commune', value: 'Koné' }]}
        actions={[{ href: '#pdf', label: 'Ouvrir le PDF' }, { href: '#verifier', label: 'Vérifier' }]}
      />
      <TitleCard dead kind="Certificat d’immatriculation" number="2019-0001234" plate="98112 NC" name="Peugeot 203" status={{ label: 'Remplacé', kind: 'neutral' }} facts={[{ label: 'Délivré', value: <DateFr date="1948~" /> }]} />
      <FeeTable total={36900} lines={[
        { label: 'Première immatriculation', amount: 12500, law: 'Tarif de la direction, texte non vu', toConfirm: true },
        { label: 'Redevance communale d’immatriculation (Koné)', amount: 21400, formula: 'Tarif de la commune de résidence du titulaire', law: 'Redevance instituée en 2008, tarif non vu', toConfirm: true },
        { label: 'Réception d’un véhicule d’occasion importé', amount: 3000, law: 'Tarif de l’homologation, véhicule à quatre roues ou plus' },
      ]} />
      <Table caption="Véhicules trouvés" rows={ROWS} columns={[
        { label: 'Plaque', cell: ({ plate }) => <PlateBadge plate={plate} size="s" />, sortHref: '#p', sorted: 'ascending' },
        { label: 'Véhicule', cell: ({ vehicle }) => vehicle, sortHref: '#v' }, { label: 'Titulaire', cell: ({ holder }) => holder },
        { label: 'Depuis', cell: ({ since }) => <DateFr date={since} /> }, { label: 'État', cell: ({ state }) => <Tag kind={state[0]}>{state[1]}</Tag> },
        { label: 'Dû', numeric: true, cell: ({ fee }) => <MoneyF amount={fee} /> },
      ]} />
      <Pagination page={6} pages={42} href={(page) => `?page=${page}`} />
      <Card title="Histoire de ce véhicule">
        <Timeline items={[
          { title: 'Vente déclarée par le titulaire', when: '12 mars 2026 à 9 h 40', by: 'en ligne', weight: 'strong', details: <p>Acheteur : Anne-Marie Kaïlo-Exemple. L’ancien titre est valable jusqu’au 27 mars 2026.</p> },
          { title: 'Changement d’adresse', when: <DateFr date="2024-07" />, by: 'guichet de Nouméa' },
          { title: 'Opposition inscrite par erreur', when: <DateFr date="2023-05-02" />, by: 'police municipale inventée', weight: 'cancelled' },
          { title: 'Première immatriculation', when: <DateFr date="2019-03-01" />, weight: 'strong' },
        ]} />
      </Card>
      <p class="govuk-body"><Tag>Brouillon</Tag> <Tag kind="info">En instruction</Tag> <Tag kind="success">Délivré</Tag> <Tag kind="warning">À compléter</Tag> <Tag kind="danger">Opposition</Tag> <Tag kind="strong">Volé</Tag></p>
      <Banner kind="information" title="Le guichet de Koné ferme à 11 h 30 le 24 septembre">Les démarches en ligne restent ouvertes.</Banner>
      <Banner kind="warning">La vente n’est pas finie : l’acheteur n’a pas encore accepté.</Banner>
      <Banner kind="error" title="Le paiement a été refusé par la banque">Aucune somme n’a été prélevée.</Banner>
      <EmptyState title="Aucun véhicule à votre nom"><p class="govuk-body">Vous venez d’en acheter un ? Il vous faut le code remis par le vendeur.</p><Button href="#code">Saisir le code d’achat</Button></EmptyState>
    </>
  );
}
