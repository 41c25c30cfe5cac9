import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { murmur2, partitionOf } from './partition-of.ts';

describe('partitionOf', () => {
  it("gives the numbers of Kafka's own test (UtilsTest.testMurmur2)", () => {
    const known: [string, number][] = [
      ['21', -973932308],
      ['foobar', -790332482],
      ['a-little-bit-long-string', -985981536],
      ['a-little-bit-longer-string', -1486304829],
      ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
      ['abc', 479470107],
    ];
    for (const [key, hash] of known) expect(murmur2(key), key).toBe(hash);
  });

  it('sends every key where kafkajs sends it, of any alphabet and length', () => {
    const partitionMetadata = Array.from({ length: 997 }, (_, partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 1,
      replicas: [1],
      isr: [1],
    }));
    const ofKafkajs = kafkajs.Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (key) => {
        const theirs = ofKafkajs({ topic: 'events', partitionMetadata, message: { key, value: null } });
        expect(partitionOf(key, 997)).toBe(theirs);
      }),
      { numRuns: 3000 },
    );
  });

  it('stays within the partitions, for the lowest hash too', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (key, partitions) => {
        const partition = partitionOf(key, partitions);
        expect(partition).toBe((murmur2(key) & 0x7fffffff) % partitions);
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(partitions);
      }),
    );
  });
});
