import { expect, it } from 'vitest';
import { findSubject } from './subject-path.ts';

const knowing = (...subjects: string[]) => {
  return (subject: string): Promise<boolean> => Promise.resolve(subjects.includes(subject));
};

it('goes where the kind is written, and asks nobody', async () => {
  const nobody = (): Promise<boolean> => Promise.reject(new Error('asked'));
  expect(await findSubject(' Ticket/T-4181 ', nobody)).toBe('/subject/ticket/T-4181');
  expect(await findSubject('order 8812~p17', nobody)).toBe('/subject/order/8812~p17');
});

it('finds out of an id alone whether it is an order or a ticket', async () => {
  expect(await findSubject('#8812', knowing('order/8812', 'ticket/8812'))).toBe('/subject/order/8812');
  expect(await findSubject('T-1/2', knowing('ticket/T-1/2'))).toBe('/subject/ticket/T-1%2F2');
});

it('takes what nobody knows of for an order, and nothing for nothing', async () => {
  expect(await findSubject('9', knowing())).toBe('/subject/order/9');
  expect(await findSubject('9', () => Promise.reject(new Error('away')))).toBe('/subject/order/9');
  expect(await findSubject(' # ', knowing())).toBeNull();
});
