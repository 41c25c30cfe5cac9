import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { brokerClasspath } from './jars.ts';

const READY_WITHIN_MS = 90_000;
const HEAP = ['-Xmx512m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** A real Kafka broker (KRaft, one node) as a child process, with its data in a temporary folder. */
export interface LocalBroker {
  /** `host:port` */
  readonly address: string;
  /** A second door, whose clients are told to go by another port: there a test may put a line that it can cut. */
  readonly proxied: BehindProxy;
  readonly pid: number;
  /** Where its logs lie, a folder for each partition: `<topic>-<partition>`. */
  readonly data: string;
  /** Ends it at once, as a power cut would. Its data stay. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. Resolves when it answers. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Ports of 127.0.0.1. */
export interface BehindProxy {
  /** What the broker names to clients that came this way: a proxy listens there. */
  readonly port: number;
  /** Where the proxy finds the broker. */
  readonly brokerPort: number;
}

/**
 * @throws Error with the remedy if java or the jars are missing, or if the broker does not come up.
 */
export async function startLocalBroker(say: (line: string) => void = () => {}): Promise<LocalBroker> {
  const classpath = await brokerClasspath(say);
  const folder = await mkdtemp(join(tmpdir(), 'belfry-kafka-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const proxied: BehindProxy = { port: await freePort(), brokerPort: await freePort() };
  const address = `127.0.0.1:${port}`;
  const properties = join(folder, 'server.properties');
  await mkdir(join(folder, 'data'));
  await writeFile(properties, propertiesOf(folder, port, controllerPort, proxied));
  await writeFile(join(folder, 'log4j2.properties'), 'rootLogger.level=off\n');
  const java = (main: string, args: readonly string[]): ChildProcess => {
    const log4j = `-Dlog4j2.configurationFile=${join(folder, 'log4j2.properties')}`;
    const child = spawn('java', [...HEAP, log4j, '-cp', classpath, main, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: folder,
    });
    const output = createWriteStream(join(folder, 'output.txt'), { flags: 'a' });
    child.stdout!.pipe(output, { end: false });
    child.stderr!.pipe(output, { end: false });
    return child;
  };

  const format = java('kafka.tools.StorageTool', [
    'format',
    '--standalone',
    '-t',
    'YmVsZnJ5LXRlc3RzLTAwMA',
    '-c',
    properties,
  ]);
  if ((await exitOf(format)) !== 0) throw await failure('could not format its storage');

  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = java('kafka.Kafka', [properties]);
    const started = child;
    await Promise.race([
      answers(address),
      exitOf(started).then(async () => {
        throw await failure('ended while it started');
      }),
    ]);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await exitOf(child);
  };
  async function failure(what: string): Promise<Error> {
    const output = await readFile(join(folder, 'output.txt'), 'utf8').catch(() => '');
    return new Error(`the local Kafka broker ${what}: ${output.slice(-2000)}`);
  }

  // Should the tests die, the broker must not outlive them.
  const killAtExit = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', killAtExit);
  await start();
  return {
    address,
    proxied,
    data: join(folder, 'data'),
    get pid() {
      return child.pid!;
    },
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL');
      await start();
    },
    async stop() {
      process.off('exit', killAtExit);
      // Nothing in it is needed any more, so it need not close its files.
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function propertiesOf(folder: string, port: number, controllerPort: number, proxied: BehindProxy): string {
  const lines = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: listenersOf(port, controllerPort, proxied.brokerPort),
    'advertised.listeners': listenersOf(port, controllerPort, proxied.port),
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
    'log.cleaner.dedupe.buffer.size': 10_000_000,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

const listenersOf = (port: number, controllerPort: number, proxiedPort: number): string =>
  [
    `PLAINTEXT://127.0.0.1:${port}`,
    `CONTROLLER://127.0.0.1:${controllerPort}`,
    `PROXIED://127.0.0.1:${proxiedPort}`,
  ].join(',');

/** Resolves when the broker at an address serves requests. */
export async function answers(address: string): Promise<void> {
  const admin = new kafkajs.Kafka({
    clientId: 'belfry-tests',
    brokers: [address],
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 1_000,
    retry: { initialRetryTime: 100, maxRetryTime: 300, retries: 5 },
  }).admin();
  const until = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      await admin.connect();
      await admin.listTopics();
      await admin.disconnect();
      return;
    } catch (cause) {
      await admin.disconnect().catch(() => undefined);
      if (Date.now() > until) throw new Error(`no Kafka broker answers at ${address}`, { cause });
    }
  }
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', (code) => resolve(code)));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
