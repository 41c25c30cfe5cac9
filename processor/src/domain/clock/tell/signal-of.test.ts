import { expect, it } from 'vitest';
import { PackTimeline } from '../../../../../test/support/pack-timeline.ts';

it('a signal names its cause where its promise does, and is what it always was where not', () => {
  const pack = new URL('../../../../../test/support/packs/pickup.yaml', import.meta.url).href;
  const { signals } = new PackTimeline([pack], 'order/1')
    .tell('order.opened', '2026-11-26T08:00:00Z', { partner: 'p01' })
    .tell('order.shipping', '2026-11-26T10:00:00Z', { carrier: 'aramex' })
    .run('2026-11-26T14:00:00Z');
  const [packing, pickup] = ['pickup/pack', 'pickup/pick-up'].map((id) =>
    signals.find(({ kind, promise }) => kind === 'breached' && promise === id),
  );
  expect(pickup).toMatchObject({ cause: 'carrier', carrier: 'aramex', partner: 'p01' });
  expect(packing).toBeDefined();
  expect(Object.keys(packing!)).not.toContain('cause');
});
