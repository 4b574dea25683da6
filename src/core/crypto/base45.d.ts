/** RFC 9285. The package has no types of its own. */
declare module 'base45' {
  const base45: {
    encode(bytes: Uint8Array): string
    /** Lenient: unknown characters are not refused. Compare with `encode` of the result. */
    decode(text: string): Buffer
  }
  export default base45
}
