/** A receiver of signals, by Standard Webhooks. */
export interface HookConfig {
  readonly name: string;
  readonly url: string;
  /** `whsec_` and base64. */
  readonly secret: string;
}
