import { type HookReceiver, type Reaction, startHookReceiver } from '../../support/hook-receiver.ts';
import { type Fault, mustBite, mustHold } from '../fault.ts';
import { calm, notStored, stillToCome } from '../oracle/calm.ts';
import { compare } from '../oracle/compare.ts';
import { notificationsIn } from '../oracle/deliveries.ts';
import { drive } from '../workload/drive.ts';
import { traffic } from '../workload/traffic.ts';
import type { Room } from '../world/room.ts';
import type { World } from '../world/world.ts';

export const hookReceiver: Fault = {
  number: 18,
  title:
    'hook receiver down, slow, 500 and redirecting in turns, the processor killed in between; another one answers 410',
  quick: false,
  async run(world) {
    return `${await inTurns(world)}; ${await gone(world)}`;
  },
};

async function inTurns(world: World): Promise<string> {
  const room = await world.room('f18');
  const elsewhere = await startHookReceiver();
  room.onClose(() => elsewhere.close());
  const intake = await room.intake();
  const turns: readonly (readonly [string, Reaction])[] = [
    ['down', 'die'],
    ['slow', 'stall'],
    ['500', { status: 500 }],
    ['redirecting', { status: 302, headers: { location: elsewhere.url } }],
  ];
  /** Each id in the order in which it was first taken. */
  const taken = new Set<string>();
  let [turn, met] = [0, 0];
  room.receiver.react(({ id }) => {
    const bad = turns[turn]?.[1];
    if (bad === undefined) {
      taken.add(id);
      return { status: 204 };
    }
    met++;
    return bad;
  });
  await (await room.processor()).stop();
  const begun = Date.now();
  const source = drive(traffic({ seed: 18, subjects: 300, lastsMs: 25_000, begun }), () => intake.url, begun);
  const bitten: string[] = [];
  for (const [what] of turns) {
    met = 0;
    const processor = await room.processor();
    await until(() => met > 0, `a post met the receiver while it was ${what}`);
    await processor.kill();
    mustBite((await processor.ended) === 'SIGKILL', 'it was killed');
    bitten.push(`${what} (${met})`);
    turn++;
  }
  const last = await room.processor();
  const told = await source.done;
  await calm(room, [last]);
  const notifications = await notificationsIn(room);
  const expected = new Map(notifications.map((each) => [each.id, each]));
  await until(() => [...expected.keys()].every((id) => taken.has(id)), 'every notification is taken with 2xx');
  await last.stop();
  const next = new Map<string, number>();
  for (const id of taken) {
    const { group, n } = expected.get(id)!;
    mustHold(
      n > (next.get(group) ?? -1),
      `${id} is number ${n} of its group, and number ${next.get(group)} was there first`,
    );
    next.set(group, n);
  }
  mustHold(elsewhere.posts.length === 0, 'nothing was sent where a redirect pointed');
  return `killed while it was ${bitten.join(', ')}; ${taken.size} taken in the order of ${next.size} groups; compared ${await compare(room, [told])}`;
}

/** Who answers 410 is left alone from then on, also by the next processor, and its fallback is told in its place. */
async function gone(world: World): Promise<string> {
  const room = await world.room('f18g');
  const [closed, spare] = [await startHookReceiver(), await startHookReceiver()];
  room.onClose(() => Promise.all([closed.close(), spare.close()]).then(() => undefined));
  closed.react(() => ({ status: 410 }));
  const hooks = hooksFile(closed, spare);
  const intake = await room.intake();
  const tell = (name: string) => {
    const begun = Date.now();
    return drive(traffic({ seed: 18, subjects: 40, lastsMs: 2_000, begun, name }), () => intake.url, begun).done;
  };
  const first = await room.processor({ hooks });
  await tell('a');
  await allWith(room, spare);
  const [asked] = [closed.posts.length];
  mustBite(asked > 0, 'the hook has answered 410');
  await first.kill();
  const last = await room.processor({ hooks });
  await tell('b');
  await allWith(room, spare);
  await last.stop();
  mustHold(
    closed.posts.length === asked,
    `the hook that is gone was posted to ${closed.posts.length - asked} times more`,
  );
  return `410 to ${asked} posts, then silence, and ${spare.posts.length} posts to its fallback`;
}

/** Until the fallback has had everything that the hook which is gone was to be told, and nothing is left to come. */
async function allWith(room: Room, spare: HookReceiver): Promise<void> {
  await until(
    async () => ((await stillToCome(room)) ?? (await notStored(room))) === undefined,
    'nothing is left to come',
  );
  const wanted = (await notificationsIn(room)).filter(({ hook }) => hook === 'closed');
  mustBite(wanted.length > 0, 'the hook was to be told something');
  await until(
    () => wanted.every(({ id }) => spare.posts.some((post) => post.id === `${id}~spare`)),
    'the fallback has it all',
  );
}

const hooksFile = (closed: HookReceiver, spare: HookReceiver): string => `hooks:
  closed: { webhook: "${closed.url}", secret: "\${OPS_SECRET}", allow private: true, limit: 1000 a minute, fallback: spare }
  spare: { webhook: "${spare.url}", secret: "\${OPS_SECRET}", allow private: true, limit: 1000 a minute }
routes:
  - { name: everything, to: [closed], wait: 1 second, every: 1 second }
`;

async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 120_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited two minutes until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
