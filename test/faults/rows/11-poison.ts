import { createHash } from 'node:crypto';
import kafkajs from 'kafkajs';
import { type Fault, mustBite, mustHold } from '../fault.ts';
import { calm } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { quarantinedIn } from '../oracle/quarantine.ts';
import { drive } from '../workload/drive.ts';
import { POISON, poisonKey } from '../workload/poison.ts';
import { traffic } from '../workload/traffic.ts';
import { foreignProducer } from '../world/foreign-producer.ts';
import { repack } from '../world/repack.ts';
import { setTopic } from '../world/topic.ts';

const LARGE = 10 * 1024 * 1024;
/** Of three bits; Kafka knows 0 to 4. */
const NOBODYS_CODEC = 5;

export const poison: Fault = {
  number: 11,
  title: 'poison straight in the log: no JSON, wrong types, 10 MB, deep nesting, bad UTF-8, an unknown codec',
  quick: false,
  async run(world) {
    const room = await world.room('f11');
    const intake = await room.intake();
    const first = await room.processor();
    const begun = Date.now();
    const tell = (name: string, lastsMs: number) => {
      const now = Date.now();
      return drive(traffic({ seed: 11, subjects: 200, lastsMs, begun: now, name }), () => intake.url, now).done;
    };
    const before = tell('before', 4_000);
    const foreign = await foreignProducer(room);

    const large = { key: poisonKey(0), value: Buffer.alloc(LARGE, '{"id":') };
    mustBite(await isRefused(foreign.send([large])), 'as it is set, the topic takes no 10 MB');
    await setTopic(room, 'events', { 'max.message.bytes': String(2 * LARGE) });
    const over = await fetch(`${intake.url}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: large.value,
    });
    const { error } = (await over.json()) as { error?: { code: string; message: string } };
    mustHold(over.status === 413 || over.status === 400, `intake refuses 10 MB with ${over.status}`);
    mustHold((error?.message ?? '').length > 20, `and says why: ${JSON.stringify(error)}`);

    const records = [large, ...POISON.map(({ value }, n) => ({ key: poisonKey(n), value }))];
    await foreign.send(records);
    // Packed, as other producers do, and under the name of a subject that has a life.
    await foreign.send([{ key: 'order/before-1', value: Buffer.from('{"id":') }], kafkajs.CompressionTypes.GZIP);
    const bytes = Buffer.from('{"specversion":"1.0"}');
    mustBite(await isRefused(foreign.send([{ key: 'a', value: bytes }], NOBODYS_CODEC)), 'the broker knows the codec');
    const told = [await before];
    await calm(room, [first]);

    // So it can only come from a broker that knows more than we do: its file says so when it is back.
    await first.stop();
    const packed = [1, 2, 3].map((n) => ({ key: poisonKey(0), value: Buffer.from(`{"of a batch":${n}}`) }));
    const [[lane, offset]] = [...(await foreign.send(packed))] as [[number, number]];
    await world.broker.kill();
    await repack(world.broker, `${room.prefix}.events-${lane}`, offset, NOBODYS_CODEC);
    await world.broker.restart();
    const last = await room.processor();
    told.push(await tell('after', 2_000));
    await calm(room, [last]);
    await last.stop();

    const kept = await quarantinedIn(room);
    const hashes = new Map(kept.map((row) => [row.hash, row]));
    for (const { value } of records) {
      const row = hashes.get(createHash('md5').update(value).digest('hex').toUpperCase());
      mustHold(row !== undefined, `kept with its bytes: ${value.subarray(0, 80)}`);
      mustHold(row.reason.length > 10, `with a reason: ${row.reason}`);
    }
    const unread = kept.filter((row) => row.code === 'UNREADABLE' && row.lane === lane);
    mustBite(unread.length === 3, `${unread.length} of the 3 offsets of the unknown codec are quarantined`);
    mustHold(unread[0]!.offset === offset && unread[0]!.length > 61, 'the first has the bytes of the batch');
    mustHold(unread[1]!.length === 0 && unread[2]!.offset === offset + 2, 'the others say where those are');
    mustHold(unread[0]!.reason.includes('send it again'), unread[0]!.reason);
    const seconds = Math.round((Date.now() - begun) / 1000);
    return `${kept.length} quarantined in ${seconds} s, 3 of them in a batch of codec ${NOBODYS_CODEC}; compared ${await compare(room, told)}`;
  },
};

const isRefused = (sent: Promise<unknown>): Promise<boolean> =>
  sent.then(
    () => false,
    () => true,
  );
