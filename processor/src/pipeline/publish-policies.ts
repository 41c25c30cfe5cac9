import type { WallClock } from '@belfry/ingest/contract';
import type { EventLog, LogName } from '@belfry/ingest/log';
import type { PolicyOrigin, PolicyRecord } from '../domain/policy/compiled.ts';
import type { ParsedPack } from '../domain/policy/parse-pack.ts';
import { atStart } from '../domain/policy/shipped.ts';
import type { PublishedPolicies } from './published-policies.ts';

/** How often the tables are asked how far a policy has come, ms. */
const ASK_MS = 50;

/** A pack with the bytes that it is known by. */
export interface PackToPublish {
  /** Its file, for messages. */
  readonly name: string;
  readonly source: string;
  readonly parsed: ParsedPack;
}

/** How far a publication has come. */
export interface Publication {
  /** The version's number; undefined as long as nobody reads partition 0, where it is given. */
  readonly number: number | undefined;
  /** These bytes had no number before. */
  readonly isNew: boolean;
  /** The lanes (`events/3`) that have not taken it, or are not through with their open subjects. */
  readonly waitsFor: readonly string[];
}

export interface PolicyPublisher {
  /**
   * Publishes what a processor brings along, but for packs whose newest version somebody has published by hand. Resolves
   * once every lane of `events` and `kpi` has every version of every pack in its log, whoever published it.
   */
  publishShipped(packs: readonly PackToPublish[]): Promise<void>;
  /**
   * Publishes what somebody has decided, and waits until every lane has taken it, `patienceMs` at most. Whoever asks again
   * with the same bytes publishes nothing and waits on.
   */
  publishByHand(pack: PackToPublish, patienceMs: number): Promise<Publication>;
}

export interface PublisherOptions {
  readonly log: EventLog;
  readonly published: PublishedPolicies;
  readonly wallClock: WallClock;
  /** Called for what an operator should read. */
  readonly report: (line: string) => void;
}

/**
 * Publishes policies (DESIGN, Mechanics): first to partition 0 of `events`, where the first record of a hash wins and
 * its offset is the version's number; then, with that number, to every other lane that has not taken it. Someone must
 * own partition 0 meanwhile, since its lane decides who was first.
 */
export function createPolicyPublisher({ log, published, wallClock, report }: PublisherOptions): PolicyPublisher {
  const wait = (): Promise<void> => new Promise((resolve) => wallClock.after(ASK_MS, resolve));

  const append = (to: LogName, partition: number, record: PolicyRecord) =>
    log.append(to, partition, [{ key: '', kind: 'policy', value: Buffer.from(JSON.stringify(record)) }]);

  const toLaneZero = ({ source, parsed }: PackToPublish, origin: PolicyOrigin) =>
    append('events', 0, { hash: parsed.hash, number: null, origin, source, compiled: parsed.compiled });

  /** Asks until there is an answer, or until that instant has come. */
  const until = async <T>(instant: number, ask: () => Promise<T | undefined>): Promise<T | undefined> => {
    for (;;) {
      const answer = await ask();
      if (answer !== undefined || wallClock.now() >= instant) return answer;
      await wait();
    }
  };

  const lanes = (): { readonly of: LogName; readonly lane: number; readonly name: string }[] =>
    (['events', 'kpi'] as const).flatMap((of) =>
      Array.from({ length: log.partitions(of) }, (_, lane) => ({ of, lane, name: `${of}/${lane}` })),
    );

  const lacking = async (number: number) => {
    const taken = await published.takenBy();
    return lanes().filter(({ name }) => !(taken.get(name) ?? []).includes(number));
  };

  /** Every other lane gets the record as lane 0 took it: its bytes, whoever published first. */
  const spread = async (number: number): Promise<void> => {
    const missing = (await lacking(number)).filter(({ name }) => name !== 'events/0');
    if (missing.length === 0) return;
    const record = (await published.record(number))!;
    for (const { of, lane } of missing) await append(of, lane, record);
  };

  /** Nobody who published before this moment is overlooked after it. */
  const laneZeroIsRead = async (): Promise<void> => {
    const { high } = await log.bounds('events', 0);
    await until(FOREVER, async () => (await published.decidedUpTo()) >= high || undefined);
  };

  return {
    async publishShipped(packs) {
      const shipped = packs.map((pack) => ({ pack: pack.parsed.compiled.pack, hash: pack.parsed.hash, whole: pack }));
      let plan = atStart(shipped, await published.versions());
      if (plan.publish.length > 0) {
        await laneZeroIsRead();
        plan = atStart(shipped, await published.versions());
      }
      for (const { pack, ruling } of plan.keptOut) {
        report(
          `${pack.whole.name} is not published: version ${ruling.number} of pack ${pack.pack} was published by hand and rules on. To take the shipped one, publish it by hand`,
        );
      }
      for (const { whole } of plan.publish) await toLaneZero(whole, 'shipped');
      for (const { hash } of plan.publish) await until(FOREVER, () => published.numberOf(hash));
      // Those too whose publisher ended before every lane had them.
      for (const { number } of await published.versions()) await spread(number);
    },

    async publishByHand(pack, patienceMs) {
      const end = wallClock.now() + patienceMs;
      const { hash } = pack.parsed;
      let number = await published.numberOf(hash);
      const own = number === undefined ? (await toLaneZero(pack, 'hand')).baseOffset : undefined;
      number = await until(end, () => published.numberOf(hash));
      if (number === undefined) return { number, isNew: true, waitsFor: ['events/0'] };
      await spread(number);
      const decided = number;
      let waitsFor = await lacking(decided);
      while (waitsFor.length > 0 && wallClock.now() < end) {
        await wait();
        waitsFor = await lacking(decided);
      }
      return { number, isNew: number === own, waitsFor: waitsFor.map(({ name }) => name) };
    },
  };
}

const FOREVER = Number.POSITIVE_INFINITY;
