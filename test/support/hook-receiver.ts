import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One post as it arrived. */
export interface ReceivedPost {
  readonly id: string;
  readonly body: string;
  readonly headers: Record<string, string>;
  readonly path: string;
}

/** How it writes what it answers: in one go, one byte and no more, or without end. */
export type Writing = 'whole' | 'slow' | 'huge';
/** What a receiver does with a post: answers, never answers, or drops the connection. */
export type Reaction =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly writing?: Writing }
  | 'stall'
  | 'die';

export interface HookReceiver {
  readonly url: string;
  readonly posts: ReceivedPost[];
  /** Decides from now on; the default answers 204. */
  react(how: (post: ReceivedPost) => Reaction): void;
  /** Posts that were received and have no answer yet. */
  open(): number;
  close(): Promise<void>;
}

function writeWithoutEnd(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', write);
  write();
}

/** A real HTTP receiver on this machine. */
export async function startHookReceiver(): Promise<HookReceiver> {
  const posts: ReceivedPost[] = [];
  let reaction: (post: ReceivedPost) => Reaction = () => ({ status: 204 });
  let open = 0;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const post = {
      id: headers['webhook-id'] ?? '',
      body: Buffer.concat(chunks).toString('utf8'),
      headers,
      path: request.url ?? '',
    };
    posts.push(post);
    open++;
    response.once('close', () => open--);
    const answer = reaction(post);
    if (answer === 'stall') return;
    if (answer === 'die') return void request.socket.destroy();
    response.writeHead(answer.status, answer.headers);
    if (answer.writing === 'slow') return void response.write('t');
    if (answer.writing === 'huge') return writeWithoutEnd(response);
    response.end(answer.status === 204 ? undefined : 'thanks');
  };
  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    posts,
    react(how) {
      reaction = how;
    },
    open: () => open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
