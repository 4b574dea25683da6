/** The doors, as the terminal shows them: address, what is behind, and whether it is built. */
const doors = [
  ['/usager', 'Usagers : mes véhicules, vendre, acheter', true],
  ['/guichet', 'Guichet : tout chercher, instruire, encaisser', true],
  ['/police', 'Police et gendarmerie : contrôler une plaque', true],
  ['/professionnel', 'Professionnels', false],
  ['/borne', 'Borne', false],
  ['/pilotage', 'Pilotage : ce qui reste à confirmer, tarifs, délégations, redevance', true],
  ['/api', 'Interface de programmation (OpenAPI)', true],
] as const;

export function printDoors(address: string, demo: boolean): void {
  console.log(`\n  SITT est ouvert : ${address}\n`);
  for (const [path, text, built] of doors) console.log(`    ${(address + path).padEnd(address.length + 16)} ${text}${built ? '' : ' (pas encore construit)'}`);
  if (demo) console.log(`\n  Démonstration : personnes et véhicules inventés. Chaque porte propose ses identités en un clic.\n  Clés d’API : demo-counter, demo-citizen, demo-police.`);
  console.log('\n  Ctrl-C pour tout arrêter.\n');
}
