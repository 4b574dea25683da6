import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { storedKey, type StoredKey } from './keys.ts'

/**
 * The private keys of a folder, made when absent (0700).
 * @throws Error when a file can be read by others, or is not a key
 */
export function readKeyFolder(folder: string): StoredKey[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return keyFiles(folder).map((name) => readKey(join(folder, name)))
}

/** Writes a first or next key of its purpose. When another process wrote the same rank first, theirs stays and ours is dropped. */
export function writeNewKey(folder: string, key: StoredKey): void {
  const rank = keyFiles(folder).filter((name) => name.startsWith(`${key.purpose}-`)).length + 1
  const path = join(folder, `${key.purpose}-${String(rank).padStart(4, '0')}.json`)
  const draft = secretFile(folder, key)
  try {
    // A link is made whole or not at all, and never over another file: a killed process leaves no half key.
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Replaces a key's file by the same key with other dates, whole or not at all. */
export function rewriteKey(folder: string, key: StoredKey): void {
  const name = keyFiles(folder).find((file) => readKey(join(folder, file)).kid === key.kid)
  if (!name) throw new Error(`No file for the key ${key.kid}`)
  renameSync(secretFile(folder, key), join(folder, name))
}

function secretFile(folder: string, key: StoredKey): string {
  const path = join(folder, `.${key.kid}.${process.pid}.draft`)
  writeFileSync(path, JSON.stringify(key, null, 2) + '\n', { mode: 0o600, flush: true })
  chmodSync(path, 0o600)
  return path
}

function keyFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => /^[a-z]+-\d{4}\.json$/.test(name)).sort()
}

function readKey(path: string): StoredKey {
  // Windows has no such modes: there the folder's own rights protect the keys.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) throw new Error(`The signing key ${path} can be read by others: chmod 600 it, and rotate it`)
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new Error(`The signing key ${path} is not readable JSON`)
  }
  return storedKey(parsed)
}
