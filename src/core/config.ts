import { resolve } from 'node:path';

/** A start that cannot go on; its message is a French sentence that says what to do. Print it without a stack. */
export class CannotStart extends Error {
  override name = 'CannotStart';
}

/** Everything that the environment may decide, read once at start. */
export type Config = {
  /** The checkout: where node_modules, db/ and .build/ lie. */
  readonly root: string;
  /** Where SITT keeps what it must find again: embedded database, generated secrets, seals. */
  readonly data: string;
  /** True for `npm run serve`: secrets are required, nothing is generated, no demo. */
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** Address of the service as its users type it, without a final slash. */
  readonly publicUrl: string;
  /** Owner of the tables (migrations) on another PostgreSQL; absent: the embedded one. */
  readonly databaseUrl: string | undefined;
  /** Application role on that PostgreSQL; absent: derived from `databaseUrl`. */
  readonly appDatabaseUrl: string | undefined;
  /** Root of every generated key and token; required in production. */
  readonly secret: string | undefined;
  /** Which proxies may say for whom they ask (X-Forwarded-For): 'loopback', addresses, or false for none. */
  readonly trustProxy: string | false;
  /** Bearer token of /metrics when SITT is neither on loopback nor in demo. */
  readonly metricsToken: string | undefined;
};

/**
 * Reads the environment. Throws CannotStart on the first value that cannot be used.
 * @param production true for `serve`
 */
export function readConfig(production = false, env: NodeJS.ProcessEnv = process.env): Config {
  const root = resolve(env['SITT_ROOT'] ?? process.cwd());
  const port = readPort(env['PORT']);
  const host = env['HOST'] ?? '127.0.0.1';
  const secret = env['SITT_SECRET'];
  if (production && (secret === undefined || secret.length < 32)) {
    throw new CannotStart(
      'En production, la variable SITT_SECRET est obligatoire (32 caractères au hasard au moins, par exemple « openssl rand -base64 48 »).',
    );
  }
  const publicUrl = readPublicUrl(env['PUBLIC_URL'], port, production);
  return {
    root,
    data: resolve(root, env['SITT_DATA'] ?? '.data'),
    production,
    port,
    host,
    publicUrl,
    databaseUrl: readDatabaseUrl(env, 'DATABASE_URL'),
    appDatabaseUrl: readDatabaseUrl(env, 'APP_DATABASE_URL'),
    secret,
    // A production stands behind a proxy that speaks https for it, most often on the same machine.
    trustProxy: env['TRUST_PROXY'] === 'none' ? false : env['TRUST_PROXY'] || (production && 'loopback'),
    metricsToken: env['METRICS_TOKEN'] || undefined,
  };
}

/** What messages, papers and cookies are made for: in production it must be said, and be https away from this machine. */
function readPublicUrl(text: string | undefined, port: number, production: boolean): string {
  if (!text && !production) return `http://localhost:${port}`;
  const url = URL.canParse(text ?? '') ? new URL(text as string) : undefined;
  const local = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!url || url.pathname !== '/' || !(url.protocol === 'https:' || (url.protocol === 'http:' && (local || !production)))) {
    throw new CannotStart('PUBLIC_URL est l’adresse que les usagers tapent, sans chemin, en https : par exemple PUBLIC_URL=https://transports.example.nc.');
  }
  return url.origin;
}

/** The value itself is not said again: it may hold a password. */
function readDatabaseUrl(env: NodeJS.ProcessEnv, name: 'DATABASE_URL' | 'APP_DATABASE_URL'): string | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol) && new URL(text).pathname.length > 1) return text;
  throw new CannotStart(`${name} n’est pas l’adresse d’une base PostgreSQL : écrivez ${name}=postgres://nom:motdepasse@serveur:5432/base (un signe spécial du mot de passe s’écrit en %XX).`);
}

function readPort(text = '3000'): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new CannotStart(`PORT vaut « ${text} » : il faut un nombre entre 0 et 65535.`);
  }
  return port;
}
