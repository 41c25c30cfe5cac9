/** What a test tells a Belfry that runs: one event, at once or as of some time ago. */
export interface Told {
  readonly type: string;
  /** `order/1`; the event's id follows from both. */
  readonly subject: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** When it happened, ms UTC; now without. */
  readonly at?: number;
}

/**
 * Posts it to `/events` of that Belfry.
 *
 * @param token where one is needed, that of a source or an admin
 * @throws Error with Belfry's own words if it is not accepted
 */
export async function tell(belfry: string, { type, subject, data = {}, at }: Told, token?: string): Promise<void> {
  const response = await fetch(`${belfry}/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/cloudevents+json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({
      specversion: '1.0',
      id: `${type}-${subject}`,
      source: 'test',
      type,
      subject,
      time: new Date(at ?? Date.now()).toISOString(),
      data,
    }),
  });
  if (!response.ok) throw new Error(`${type} of ${subject} was not taken: ${response.status} ${await response.text()}`);
}
