declare module 'snappyjs' {
  /** Of a Buffer it makes a Buffer. */
  export function uncompress(bytes: Buffer): Buffer;
  export function compress(bytes: Buffer): Buffer;
}
