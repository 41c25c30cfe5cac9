import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One INSERT on its way. */
export interface PassingInsert {
  readonly table: string;
  /** Its whole body, as the client sent it. */
  readonly body: Buffer;
  /** Sends so many bytes of it on; resolves when they have left. */
  forward(bytes: number): Promise<void>;
  /** Sends the rest and resolves with the status that ClickHouse answers; the answer itself is not passed on. */
  finish(): Promise<number>;
  /** Breaks off towards the client. */
  hangUp(): void;
}

/** The line between the product and ClickHouse. Everything passes, but for INSERTs that somebody lies in wait for. */
export interface ClickHouseLine {
  /** With user and password, for `url` of a process. */
  readonly url: string;
  /** Lies in wait for the next INSERT into a table; resolves when that has been dealt with. */
  ambush<Result>(table: string, deal: (insert: PassingInsert) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** @param target ClickHouse's url, with user and password. */
export async function startClickHouseLine(target: string): Promise<ClickHouseLine> {
  const to = new URL(target);
  const ambushes = new Map<string, (insert: PassingInsert) => void>();

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const table = /INSERT INTO `(\w+)`/.exec(new URL(incoming.url!, target).searchParams.get('query') ?? '')?.[1];
    const spring = table === undefined ? undefined : ambushes.get(table);
    const outgoing = ask({
      host: to.hostname,
      port: to.port,
      path: incoming.url,
      method: incoming.method,
      headers: incoming.headers,
      agent: false,
    });
    const broken = (): void => void incoming.socket.destroy();
    outgoing.on('error', broken);
    if (spring === undefined) {
      outgoing.on('response', (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
        answer.on('error', broken);
      });
      incoming.pipe(outgoing);
      return;
    }
    ambushes.delete(table!);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    let sent = 0;
    spring({
      table: table!,
      body,
      forward: (bytes) =>
        new Promise((resolve) => {
          outgoing.write(body.subarray(sent, sent + bytes), () => resolve());
          sent += bytes;
        }),
      finish: () =>
        new Promise((resolve, reject) => {
          outgoing.on('error', reject);
          outgoing.on('response', (answer) => {
            answer.resume();
            answer.on('end', () => resolve(answer.statusCode!));
          });
          outgoing.end(body.subarray(sent));
        }),
      hangUp: () => {
        outgoing.destroy();
        incoming.socket.destroy();
      },
    });
  }

  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${to.username}:${to.password}@127.0.0.1:${port}`,
    ambush: (table, deal) =>
      new Promise((resolve, reject) => {
        ambushes.set(table, (insert) => void deal(insert).then(resolve, reject));
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
