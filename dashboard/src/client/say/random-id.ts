/** 24 hexadecimal digits; also where the page is not served over TLS, and the browser gives no UUIDs. */
export const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
