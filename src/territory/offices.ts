import { commune } from './communes.ts';
import type { TextId } from './texts.ts';

/** A place that receives the public: a counter for titles, or a technical centre (CCTV) for visits. */
export type Office = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'counter' | 'inspection';
  /** INSEE code of its commune. */
  readonly commune: string;
  readonly address: string;
  readonly text: TextId;
  /** True when opening hours, street or services are placeholders. The sites themselves are sourced. */
  readonly toConfirm: boolean;
};

export const offices: readonly Office[] = [
  { id: 'noumea', name: 'Guichet unique de la DITTT', kind: 'counter', commune: '98818', address: 'Vallée du Tir', text: 'guichets', toConfirm: false },
  { id: 'kone', name: 'Antenne de la DITTT', kind: 'counter', commune: '98811', address: 'Koné', text: 'guichets', toConfirm: false },
  { id: 'cctv-riviere-salee', name: 'Centre de contrôle technique de Rivière-Salée', kind: 'inspection', commune: '98818', address: 'Rivière-Salée', text: 'controle-anciens', toConfirm: false },
  { id: 'cctv-baco', name: 'Centre de contrôle technique de Baco', kind: 'inspection', commune: '98811', address: 'Baco', text: 'controle-anciens', toConfirm: false },
  // An older page lists two centres; Canala opened on 30 June 2021.
  { id: 'cctv-canala', name: 'Centre de contrôle technique de Canala', kind: 'inspection', commune: '98804', address: 'Canala', text: 'controle-periodique', toConfirm: false },
];

/** @returns the office of an id; undefined when unknown. `mairie-98811` is the town hall of that commune, where a named helper keys for others. */
export function office(id: string): Office | undefined {
  return offices.find((one) => one.id === id) ?? townHall(id);
}

function townHall(id: string): Office | undefined {
  const place = id.startsWith('mairie-') ? commune(id.slice('mairie-'.length)) : undefined;
  return place && { id, name: `Mairie, ${place.name}`, kind: 'counter', commune: place.insee, address: place.name, text: 'guichets', toConfirm: true };
}
