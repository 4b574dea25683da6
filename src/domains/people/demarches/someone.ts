import { z } from 'zod';

/** A person of the register, by the id that a search fills in. */
export const someone = (label: string) => z.object({
  personId: z.uuid('Choisissez la personne dans la liste.').meta({ label, hint: 'Identifiant trouvé par la recherche.', examples: ['00000000-0000-4000-8000-000000000000'] }),
}).meta({ label });
