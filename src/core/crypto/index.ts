export { canonical, canonicalText, digest, newSalt, NotCanonical, saltedDigest, sha256, type Canonical } from './canonical.ts'
export { CODE_PREFIX, codeMatchesContent, signCode, verifyCode, type CodeCheck, type CodeClaims, type CodeRefusal } from './code.ts'
export { openKeyRing, publicKeyOf, PURPOSES, type KeyRing, type KeySource, type PublicKey, type PublicKeySet, type Purpose, type SigningKey } from './keys.ts'
