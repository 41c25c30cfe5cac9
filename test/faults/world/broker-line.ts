import { connect, createServer, type Server, type Socket } from 'node:net';
import type { BehindProxy } from '../../support/kafka/local-broker.ts';

/** The line between the product and its broker. It can be cut, and it sees who is about to append. */
export interface BrokerLine {
  /** `host:port`, for `brokers` of a process. */
  readonly address: string;
  /** Nothing gets through any more, and nobody is told: as when a cable is pulled out. */
  cut(): void;
  /** What was connected before has to connect anew. */
  mend(): void;
  /** Resolves when somebody is about to append something of these words to a topic: that is kept back, and the line cut. */
  cutBeforeAppend(topic: string, words: string): Promise<void>;
  close(): Promise<void>;
}

/** The number of a Produce request in Kafka's protocol. */
const PRODUCE = 0;
const SIZE_BYTES = 4;

export async function startBrokerLine({ port, brokerPort }: BehindProxy): Promise<BrokerLine> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let awaited: { readonly topic: string; readonly words: string; readonly seen: () => void } | undefined;

  /** Answers whether it may pass. */
  const pass = (request: Buffer): boolean => {
    if (isCut) return false;
    const isAwaited =
      awaited !== undefined &&
      request.readInt16BE(SIZE_BYTES) === PRODUCE &&
      request.includes(awaited.topic) &&
      request.includes(awaited.words);
    if (!isAwaited) return true;
    isCut = true;
    awaited!.seen();
    awaited = undefined;
    return false;
  };

  const server: Server = createServer((client) => {
    const broker = connect(brokerPort, '127.0.0.1');
    for (const socket of [client, broker]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        // A pulled cable says nothing to the other end.
        if (!isCut) for (const each of [client, broker]) each.destroy();
      });
    }
    let waiting = Buffer.alloc(0);
    client.on('data', (bytes: Buffer) => {
      waiting = Buffer.concat([waiting, bytes]);
      for (;;) {
        if (waiting.length < SIZE_BYTES) return;
        const end = SIZE_BYTES + waiting.readInt32BE(0);
        if (waiting.length < end) return;
        const request = waiting.subarray(0, end);
        waiting = waiting.subarray(end);
        if (pass(request)) broker.write(request);
      }
    });
    broker.on('data', (bytes) => {
      if (!isCut) client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${port}`,
    cut() {
      isCut = true;
    },
    mend() {
      for (const socket of sockets) socket.destroy();
      isCut = false;
    },
    cutBeforeAppend: (topic, words) =>
      new Promise((seen) => {
        awaited = { topic, words, seen };
      }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
