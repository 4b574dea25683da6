import type { Query } from '../db/sql.ts';

/** True when this database carries the demo mark: the only thing that makes demo identities and keys exist. */
export async function isDemo(read: Query): Promise<boolean> {
  const [row] = await read<{ demo: boolean }[]>`select is_demo() as demo`;
  return row?.demo ?? false;
}

/** Anything in the register or among its users: such a database can never become a demo. */
export async function isEmptyRegister(read: Query): Promise<boolean> {
  const [row] = await read<{ used: boolean }[]>`
    select exists (select 1 from act) or exists (select 1 from agent) or exists (select 1 from citizen_account) or exists (select 1 from dossier) as used`;
  return row?.used === false;
}

/** Marks an empty database as a demo; as its owner, since the application has no right to. Throws when it is not empty. */
export async function markDemo(owner: Query): Promise<void> {
  if (!(await isEmptyRegister(owner))) throw new Error('only an empty database can become a demo');
  await owner`insert into installation (demo) values (true)`;
}
