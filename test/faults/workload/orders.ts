import { generator, type Telling, type ToldEvent } from './traffic.ts';

export interface OrdersShape {
  readonly seed: number;
  readonly orders: number;
  /** ms UTC: when the first one is opened. */
  readonly begun: number;
  /** Over how long they are opened, ms. */
  readonly lastsMs: number;
  /** Stands in the names of the orders. */
  readonly name: string;
  /** Default: all. */
  readonly isWanted?: (subject: string) => boolean;
}

/** Orders that ship in time, for rows that need many: each is told whole, so that hardly one of them rings. */
export const keptOrders = (shape: OrdersShape): Telling[] =>
  ordersOf(shape, (opened, tell) => {
    tell('order.opened', opened, { salesChannel: 'web' });
    tell('order.shipped', opened + 1_500, { shipment: 's', carrier: 'c1' });
  });

/** Orders whose course is told backwards, in so many events: each of them makes the whole order be judged anew. */
export const tangledOrders = (shape: OrdersShape, events: number): Telling[] =>
  ordersOf(shape, (opened, tell) => {
    tell('order.shipped', opened + 1_500, { shipment: 's', carrier: 'c1' });
    for (let n = events - 2; n > 0; n--) tell('order.accepted', opened + n, {});
    tell('order.opened', opened, { salesChannel: 'web' });
  });

type Tell = (type: string, at: number, data: Record<string, unknown>) => void;

function ordersOf(
  { seed, orders, begun, lastsMs, name, isWanted = () => true }: OrdersShape,
  tellOne: (opened: number, tell: Tell) => void,
): Telling[] {
  const random = generator(seed);
  const tellings: Telling[] = [];
  for (let n = 0, told = 0; told < orders; n++) {
    const subject = `order/${name}-${n}`;
    if (!isWanted(subject)) continue;
    const partner = `p${1 + Math.floor(random() * 4)}`;
    let k = 0;
    tellOne(begun + Math.floor((told++ * lastsMs) / orders), (type, at, data) => {
      const event: ToldEvent = {
        specversion: '1.0',
        id: `${name}-${n}-${k++}`,
        source: 'faults',
        type,
        subject,
        time: new Date(at).toISOString(),
        data: { partner, ...data },
      };
      tellings.push({ afterMs: 0, event });
    });
  }
  return tellings;
}
