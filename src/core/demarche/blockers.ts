/**
 * A reason why an errand cannot go on, as the person reads it: what, by which text, who can clear it.
 * `path` is the input it is about, or null when it is about the vehicle or the person. `clearedBy.demarche` names the errand
 * that clears it: each door says where it begins.
 */
export type Blocker = {
  code: string;
  message: string;
  /** Id of a legal text of the territory (see src/territory/texts). */
  law: string;
  clearedBy: { who: string; how: string; href?: string; demarche?: string };
  path: string | null;
};

export function blocker(code: string, message: string, law: string, who: string, how: string, path: string | null = null, demarche?: string): Blocker {
  return { code, message, law, clearedBy: { who, how, ...(demarche ? { demarche } : {}) }, path };
}
