import { describe, expect, it } from 'vitest';
import { readDeltas } from './decode-deltas.ts';

const read = (message: unknown) => readDeltas({ value: Buffer.from(JSON.stringify(message)), appendTime: 77 });
const short = [3, 'order/1', 'k/on-time', 'm', 'c', 'x', 20_000, 1, 1, 0];
const of = (...deltas: unknown[]) => ({ partner: 'noor', lane: 1, deltas });

describe('reading deltas', () => {
  it('takes deltas that say when and why', () => {
    for (const cause of ['counted', 'revised', 'moved', 'withdrawn', 'policy', 'history', 'excluded/own delivery']) {
      expect(read(of([...short, 5, cause]))).toEqual(of([...short, 5, cause]));
    }
  });

  it('takes those from before as counted when the message was appended', () => {
    expect(read(of(short, [...short, 5, 'moved']))).toEqual(of([...short, 77, 'counted'], [...short, 5, 'moved']));
  });

  it('refuses what is none, and names the first', () => {
    const refused = /^deltas\[1\] is not \[offset, subject/;
    for (const bad of [
      null,
      [],
      short.slice(1),
      [...short, 5],
      [...short, 5, 'counted', 1],
      [...short, -1, 'counted'],
      [...short, 1.5, 'counted'],
      [...short, null, 'counted'],
      [...short, 5, 'because'],
      [...short, 5, null],
      [...short.slice(0, 9), 2],
      [...short.slice(0, 9), true, 5, 'counted'],
      [...short.slice(0, 6), 0.5, 1, 1, 0, 5, 'counted'],
      [...short.slice(0, 7), 2 ** 31, 1, 0, 5, 'counted'],
    ]) {
      expect(read(of(short, bad))).toMatch(refused);
    }
    expect(read({ partner: 'noor', lane: 1 })).toBe('expected {partner, lane, deltas}');
    expect(read(null)).toBe('expected {partner, lane, deltas}');
    expect(readDeltas({ value: Buffer.from('{'), appendTime: 1 })).toMatch(/^not JSON/);
  });
});
