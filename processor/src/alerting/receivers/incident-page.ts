import type { Notification } from '../../contract/notification.ts';

/**
 * Where people see the incident that a post is about; of several, the first. null where there is none, or nobody knows under
 * which address this Belfry is reached.
 */
export function incidentPage({ incidents }: Notification, baseUrl: string | undefined): string | null {
  const [first] = incidents;
  if (baseUrl === undefined || first === undefined) return null;
  return `${baseUrl.replace(/\/+$/, '')}/incident/${encodeURIComponent(first)}`;
}
