/** Why a vehicle is checked: written with each check, online or not. */
export const motives = { roadside: 'Contrôle routier', accident: 'Accident', theft: 'Recherche d’un véhicule volé', inquiry: 'Enquête', parking: 'Stationnement ou fourrière' } as const;
export type Motive = keyof typeof motives;
/** What the person will read of it, before the unit and the reason. */
export const PURPOSE = 'contrôle d’un véhicule';
