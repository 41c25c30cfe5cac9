import { expect, it } from 'vitest';
import { subjectAt } from './subject-at.ts';

it('reads ids with slashes and those that cannot be decoded, and no other path', () => {
  expect(subjectAt('/subject/order/8812~p17')).toEqual({ kind: 'order', id: '8812~p17' });
  expect(subjectAt('/subject/ticket/A%2F1')).toEqual({ kind: 'ticket', id: 'A/1' });
  expect(subjectAt('/subject/order/A/1')).toEqual({ kind: 'order', id: 'A/1' });
  expect(subjectAt('/subject/order/100%')).toEqual({ kind: 'order', id: '100%' });
  expect(subjectAt('/subject/incident/1')).toBeNull();
  expect(subjectAt('/subject/order/')).toBeNull();
});
