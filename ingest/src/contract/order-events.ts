import * as z from 'zod';
import { by, data, line, lines, name, promise, seller, sellers, text } from './data.ts';
import { instant } from './instant.ts';

/** Events of orders and of their shipments. Nearly every field is optional: what a source does not know it leaves out. */

const order = <Shape extends z.ZodRawShape>(shape: Shape) =>
  data({ lines: lines.optional(), sellers: sellers.optional(), ...shape });
const reason = text.optional();
const shipment = name.optional().meta({ description: "The parcel. An order's parcels share its subject." });

export const orderSnapshot = data({
  asOf: instant.optional().meta({ description: 'When this was the state; the event time if missing.' }),
  status: z
    .enum([
      'created',
      'opened',
      'accepted',
      'refused',
      'held',
      'released',
      'shipping',
      'shipped',
      'delivered',
      'returned',
      'cancelled',
    ])
    .optional(),
  statusSince: instant.optional(),
  createdAt: instant.optional(),
  openedAt: instant.optional(),
  acceptedAt: instant.optional(),
  shippingAt: instant.optional(),
  shippedAt: instant.optional(),
  deliveredAt: instant.optional(),
  returnedAt: instant.optional(),
  cancelledAt: instant.optional(),
  promise: promise.optional(),
  carrier: name.optional(),
  by: by.optional(),
  reason,
  lines: z.array(line).optional(),
  sellers: sellers.optional(),
  shipments: z
    .array(
      z.looseObject({
        shipment: name,
        seller: seller.optional(),
        number: name.optional(),
        url: text.optional(),
        carrier: name.optional(),
        trackingSetAt: instant.optional(),
        pickedUpAt: instant.optional(),
        deliveredAt: instant.optional(),
        returnedAt: instant.optional(),
        lostAt: instant.optional(),
        evidence: z.enum(['carrier', 'customer']).optional(),
      }),
    )
    .optional(),
});

const scan = order({ shipment, carrier: name.optional(), evidence: z.enum(['carrier', 'customer']).optional() });

export const ORDER_EVENTS = {
  'order.created': order({
    promise: promise.optional(),
    fulfilledBy: name.optional(),
    deliveredBy: name.optional(),
  }),
  'order.opened': order({}),
  'order.accepted': order({ reason }),
  'order.refused': order({ reason }),
  'order.held': order({ reason }),
  'order.released': order({ reason }),
  'order.promise-changed': order({ from: promise.optional(), to: promise, by: by.optional() }),
  'order.shipping': order({ shipment, carrier: name.optional() }),
  'order.shipped': order({ shipment, carrier: name.optional() }),
  'order.delivered': order({ by: by.optional() }),
  'order.returned': order({ by: by.optional() }),
  'order.cancelled': order({ by: by.optional(), reason }),
  'order.status-corrected': order({ from: name.optional(), to: name, by: by.optional() }),
  'order.snapshot': orderSnapshot,
  'order.rated': order({
    score: z.number(),
    scale: z.number().positive().optional().meta({ description: 'The best score there is; 5 where it is left out.' }),
  }),
};

export const SHIPMENT_EVENTS = {
  'shipment.tracking-set': order({
    shipment,
    number: name.optional(),
    url: text.optional(),
    carrier: name.optional(),
  }),
  'shipment.picked-up': scan,
  'shipment.in-transit': scan,
  'shipment.attempted': scan,
  'shipment.delayed': scan,
  'shipment.delivered': scan,
  'shipment.returned': scan,
  'shipment.lost': scan,
};
