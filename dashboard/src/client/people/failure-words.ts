const MEANING: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens at its address',
  ECONNRESET: 'it broke the connection off',
  EHOSTUNREACH: 'there is no way to its address',
  ENETUNREACH: 'there is no way to its address',
  ENOTFOUND: 'its host’s name leads nowhere',
  EAI_AGAIN: 'its host’s name cannot be looked up now',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
};

/** Why a post failed, in words; a code stays beside them for whoever looks further, and what is words already stays so. */
export function failureWords(error: string): string {
  const meaning = MEANING[error];
  return meaning === undefined ? error : `${meaning} (${error})`;
}
