/** A signal to begin with: the fields that routes look at. */
export const EXAMPLE_SIGNAL = {
  kind: 'breached',
  subject: 'order/8812',
  promise: 'mall/pickup',
  title: 'Pickup 2 h',
  partner: 'noor',
  market: 'SA',
  carrier: 'SMSA',
  channel: 'web',
  team: 'L2',
  level: '',
  role: '',
  step: 'deadline',
  tell: [],
  quiet: false,
};
