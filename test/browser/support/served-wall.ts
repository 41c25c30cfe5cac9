import type { Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Server } from 'socket.io';
import { inject } from 'vitest';
import { createRoutes } from '../../../dashboard/src/server/routes.ts';
import { readWallFiles, type WallFiles } from '../../../dashboard/src/server/wall-files.ts';

/** The built wall under the dashboard's own routes, with a socket behind it through which a test says whatever it likes. */
export interface ServedWall {
  readonly url: string;
  readonly files: WallFiles;
  /** To every wall that is linked; what is said need not make sense. */
  say(event: string, ...message: readonly unknown[]): void;
  /** How often a wall has asked for a snapshot. */
  readonly resyncs: number;
  close(): Promise<void>;
}

/** @param greet what a wall is told when it links, and whenever it asks for a snapshot */
export async function servedWall(greet: (files: WallFiles) => unknown): Promise<ServedWall> {
  const files = readWallFiles(inject('pages'))!;
  const app = createRoutes({
    files,
    ready: () => true,
    snapshot: () => null,
    kpisAsOf: async () => [],
    health: () => ({}),
  });
  const server = await new Promise<ServerType>((up) => {
    const listening = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => up(listening));
  });
  const io = new Server({ serveClient: false, perMessageDeflate: false });
  io.attach(server as HttpServer);
  let resyncs = 0;
  io.on('connection', (socket) => {
    socket.emit('snapshot', greet(files));
    socket.on('resync', () => {
      resyncs += 1;
      socket.emit('snapshot', greet(files));
    });
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    say: (event, ...message) => void io.emit(event, ...message),
    get resyncs() {
      return resyncs;
    },
    close: () => io.close(),
  };
}
