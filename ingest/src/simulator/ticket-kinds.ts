/** What merchants ask for, and how long a desk usually has for it. The promises themselves stand in policy packs. */
export interface TicketKind {
  readonly category: string;
  readonly subcategory: string;
  /** Hours round the clock, business days, or null where nothing is promised. */
  readonly promised: { readonly hours: number } | { readonly days: number } | null;
  readonly team: string;
  readonly weight: number;
}

const hours = (count: number) => ({ hours: count });
const days = (count: number) => ({ days: count });
type Row = readonly [subcategory: string, promised: TicketKind['promised'], team: string, weight: number];

const rows = (category: string, list: readonly Row[]): TicketKind[] =>
  list.map(([subcategory, promised, team, weight]) => ({ category, subcategory, promised, team, weight }));

export const TICKET_KINDS = [
  ...rows('account', [
    ['package-change', days(1), 'AM', 2],
    ['account-settings', days(1), 'L2', 3],
    ['adding-new-ecommerce', days(1), 'AM', 1],
    ['adding-new-feature', null, 'AM', 1],
    ['incorrect-amount-in-credit', days(1), 'AM', 2],
    ['demo-training', days(1), 'AM', 1],
    ['adding-new-users', days(1), 'L2', 2],
    ['user-roles', days(1), 'L2', 1],
    ['supplies-request', days(5), '3PL', 2],
    ['whatsapp-configurations', days(1), 'L2', 1],
    ['adding-new-integration', hours(6), 'L2', 2],
    ['activating-a-new-dc', hours(6), 'L2', 1],
    ['reports', hours(6), 'L2', 2],
    ['warehouse-edit', hours(3), 'L2', 3],
  ]),
  ...rows('finance', [
    ['invoicing', hours(4), 'L2', 4],
    ['account-statement-request', hours(4), 'Finance', 3],
    ['cod-transfer', null, 'Finance', 3],
  ]),
  ...rows('order', [
    ['city-not-covered', hours(4), 'L2', 3],
    ['manual-orders-sync', hours(4), 'L2', 4],
    ['cancel-orders', hours(6), 'L2', 5],
    ['edit-orders', hours(6), 'L2', 4],
    ['edit-orders-status', hours(6), 'L2', 3],
    ['weight-issues', hours(6), 'L2', 3],
  ]),
  ...rows('shipment', [
    ['awb-issue', hours(4), 'L2', 5],
    ['create-shipment-with-another-dc', hours(4), 'L2', 2],
    ['courier-issue', hours(2), '3PL', 6],
    ['delay-in-pick-up', hours(2), '3PL', 8],
    ['delay-in-return-shipment', hours(2), '3PL', 3],
    ['delay-in-shipment-delivery', hours(2), '3PL', 9],
    ['delivery-and-return-proofs', hours(2), '3PL', 3],
    ['custom-duties', hours(5), '3PL', 1],
  ]),
  ...rows('tech', [
    ['integration-issues', hours(4), 'L2', 4],
    ['sms-issue', hours(4), 'L2', 1],
    ['api-related-questions', days(1), 'L3', 2],
    ['user-interface-issue', days(1), 'L3', 1],
    ['sharing-api', null, 'L1', 1],
    ['configuration-issue', hours(6), 'L2', 2],
    ['flex-wallet-issues', hours(6), 'L2', 1],
    ['system-down', hours(3), 'L2', 1],
    ['webhook-updates', hours(3), 'L2', 2],
    ['feasibility-and-priority-rules', hours(3), 'L2', 1],
    ['inventory-issues', hours(3), 'L2', 3],
    ['scanning-issue', hours(3), 'L2', 1],
    ['printing-issues', hours(3), 'L2', 2],
    ['partnerships', null, 'Partnership Manager', 1],
    ['special-projects', null, 'Account Manager', 1],
  ]),
] as unknown as readonly [TicketKind, ...TicketKind[]];
