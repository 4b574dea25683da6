import { isDeepStrictEqual } from 'node:util';
import type { PublicKeySet } from '../crypto/index.ts';
import type { Tx } from '../db/sql.ts';
import { MerkleRoot } from './merkle.ts';
import { readSealFile } from './seal-file.ts';
import { readSeals, sealLink, signatureFault, type Seal } from './seal.ts';
import type { Notes } from './verify.ts';

type Batch = { acts: MerkleRoot; links: MerkleRoot };

/** Recomputes the roots of every seal while the acts go by, and compares seals, signatures, and the copy outside. */
export class SealCheck {
  readonly #seals: readonly Seal[];
  readonly #outside: ReadonlyMap<number, Seal>;
  readonly #batches = new Map<number, Batch>();
  readonly #notes: Notes;
  #unsealed = 0;

  private constructor(seals: readonly Seal[], outside: readonly Seal[], notes: Notes) {
    this.#seals = seals;
    this.#outside = new Map(outside.map((seal) => [seal.position, seal]));
    this.#notes = notes;
  }

  static async open(tx: Tx, { keys, folder }: { keys: PublicKeySet; folder: string }, notes: Notes): Promise<SealCheck> {
    const seals = await readSeals(tx);
    const outside = await readSealFile(folder).catch((error: unknown) => {
      if (!(error instanceof SyntaxError)) throw error;
      notes.report({ what: 'seal.file', where: 'seals.jsonl', sentence: 'Le fichier des scellés, hors de la base, n’est plus lisible.' });
      return { seals: [] };
    });
    const check = new SealCheck(seals, outside.seals, notes);
    check.#verifySignatures(keys);
    check.#compareOutside();
    return check;
  }

  /** Acts and links in the order of act ids, with the seal of each act; a sealed act that is gone shows in its seal's roots. */
  add(acts: readonly { id: string; hash: Buffer }[], links: readonly { act_id: string; hash: Buffer }[], sealed: readonly { act_id: string; position: number }[]): void {
    const positions = new Map(sealed.map((row) => [row.act_id, row.position]));
    for (const { id, hash } of acts) {
      const position = positions.get(id);
      if (position === undefined) this.#unsealed += 1;
      else this.#batch(position).acts.add(hash);
    }
    for (const { act_id, hash } of links) {
      const position = positions.get(act_id);
      if (position !== undefined) this.#batch(position).links.add(hash);
    }
    const present = new Set(acts.map((act) => act.id));
    for (const { act_id, position } of sealed) {
      if (!present.has(act_id)) this.#notes.report({ what: 'seal.act-missing', where: `act ${act_id}`, sentence: `Un acte que couvre le scellé n° ${position} n’existe plus.` });
    }
  }

  close(): void {
    for (const seal of this.#seals) {
      const { acts, links } = this.#batch(seal.position);
      this.#batches.delete(seal.position);
      this.#notes.count('scellés');
      const where = `seal ${seal.position}`;
      if (acts.count !== seal.acts) {
        this.#notes.report({ what: 'seal.count', where, sentence: `Le ${name(seal)} couvre ${seal.acts} actes, il en reste ${acts.count} : des actes ont été retirés ou ajoutés.` });
      } else if (acts.root().toString('hex') !== seal.actsRoot) {
        this.#notes.report({ what: 'seal.acts', where, sentence: `Le ${name(seal)} ne correspond plus à ses actes : au moins un acte scellé a été réécrit.` });
      } else if (links.root().toString('hex') !== seal.linksRoot) {
        this.#notes.report({ what: 'seal.links', where, sentence: `Le ${name(seal)} ne correspond plus aux chaînes : le rattachement d’au moins un acte scellé a été réécrit.` });
      }
    }
    for (const position of this.#batches.keys()) {
      this.#notes.report({ what: 'seal.missing', where: `seal ${position}`, sentence: `Des actes sont rangés sous le scellé n° ${position}, qui n’existe pas dans la base.` });
    }
    this.#sayWhatIsNotSeen();
  }

  #batch(position: number): Batch {
    const batch = this.#batches.get(position) ?? { acts: new MerkleRoot(), links: new MerkleRoot() };
    this.#batches.set(position, batch);
    return batch;
  }

  #verifySignatures(keys: PublicKeySet): void {
    this.#seals.forEach((seal, index) => {
      const where = `seal ${seal.position}`;
      const fault = signatureFault(seal, keys);
      if (fault) this.#notes.report({ what: 'seal.signature', where, sentence: `Le ${name(seal)} n’est pas digne de foi : ${fault}.` });
      const before = this.#seals[index - 1];
      if (seal.position !== index + 1 || seal.previous !== sealLink(before)) {
        this.#notes.report({ what: 'seal.chain', where, sentence: `Le ${name(seal)} ne suit pas le précédent : un scellé a été retiré ou remplacé.` });
      }
    });
  }

  #compareOutside(): void {
    const last = this.#seals.at(-1)?.position ?? 0;
    for (const seal of this.#outside.values()) {
      if (seal.position > last) this.#notes.report({ what: 'seal.removed', where: `seal ${seal.position}`, sentence: `Le ${name(seal)} existe hors de la base et n’y est plus : la base a été ramenée en arrière ou réécrite.` });
    }
    const lastOutside = Math.max(0, ...this.#outside.keys());
    for (const seal of this.#seals) {
      const copy = this.#outside.get(seal.position);
      if (copy ? !isDeepStrictEqual(copy, seal) : seal.position <= lastOutside) {
        this.#notes.report({ what: 'seal.outside', where: `seal ${seal.position}`, sentence: `Le ${name(seal)} n’est pas celui qui a été recopié hors de la base.` });
      }
    }
    const waiting = this.#seals.filter((seal) => seal.position > lastOutside).length;
    if (waiting) this.#notes.cannotSee(`${waiting} scellé(s) ne sont pas recopiés hors de la base : rien au-dehors ne les confirme.`);
  }

  #sayWhatIsNotSeen(): void {
    const last = this.#seals.at(-1);
    if (this.#unsealed) {
      const since = last ? `depuis le scellé n° ${last.position} du ${last.sealedAt}` : 'et aucun scellé n’existe encore';
      this.#notes.cannotSee(`${this.#unsealed} acte(s) ne sont pas scellés, ${since} : qui posséderait la base pourrait les retirer ou les réécrire tous ensemble, empreintes comprises, sans que cela se voie ici.`);
    }
    this.#notes.cannotSee('Qui détiendrait à la fois la base, la clé des scellés et leur copie extérieure pourrait tout réécrire : gardez-les en des mains différentes.');
  }
}

function name(seal: Seal): string {
  return `scellé n° ${seal.position} du ${seal.sealedAt.slice(0, 10)}`;
}
