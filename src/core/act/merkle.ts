import { sha256 } from '../crypto/index.ts';

const LEAF = 0;
const NODE = 1;
const scratch = Buffer.alloc(65);

/**
 * The Merkle root of a stream of hashes, as RFC 6962 §2.1 computes it (leaves and nodes told apart by a first byte),
 * in the memory of one hash per level.
 */
export class MerkleRoot {
  /** One perfect subtree per set bit of `count`, the largest first. */
  readonly #subtrees: { size: number; hash: Buffer }[] = [];
  count = 0;

  add(leaf: Uint8Array): void {
    this.count += 1;
    let hash = prefixed(LEAF, leaf);
    let size = 1;
    for (let left = this.#subtrees.at(-1); left?.size === size; left = this.#subtrees.at(-1)) {
      hash = prefixed(NODE, left.hash, hash);
      size *= 2;
      this.#subtrees.pop();
    }
    this.#subtrees.push({ size, hash });
  }

  /** The root so far (32 bytes); of nothing, the hash of nothing. */
  root(): Buffer {
    const hashes = this.#subtrees.map((subtree) => subtree.hash);
    return hashes.length ? hashes.reduceRight((right, left) => prefixed(NODE, left, right)) : sha256(Buffer.alloc(0));
  }
}

/** One buffer for every node: a register has millions. */
function prefixed(prefix: number, first: Uint8Array, second?: Uint8Array): Buffer {
  if (first.length > 32) return sha256(Buffer.concat([Buffer.from([prefix]), first]));
  scratch[0] = prefix;
  scratch.set(first, 1);
  if (second) scratch.set(second, 1 + first.length);
  return sha256(scratch.subarray(0, 1 + first.length + (second?.length ?? 0)));
}
