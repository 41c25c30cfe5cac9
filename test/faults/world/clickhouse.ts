import { type EmbeddedClickHouse, startEmbeddedClickHouse } from '@belfry/sql';

/** A real ClickHouse in a process of its own, that a row may take away. */
export interface ClickHouseProcess {
  /** With user and password; the same for as long as the world lasts. */
  readonly url: string;
  /** Ends it at once, as a power cut would; it is started again by itself, on the same port. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it and leaves it so. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

/** @param directory its data; made if it is missing. */
export async function startClickHouse(directory: string): Promise<ClickHouseProcess> {
  let server: EmbeddedClickHouse | undefined = await startEmbeddedClickHouse({ directory });
  const { url } = server;
  const port = Number(new URL(url).port);
  return {
    url,
    async kill() {
      const pid = server?.pid;
      if (pid === undefined) return;
      process.kill(pid, 'SIGKILL');
      while (server?.pid === pid) await new Promise((resolve) => setImmediate(resolve));
    },
    async down() {
      await server?.stop();
      server = undefined;
    },
    async up() {
      server ??= await startEmbeddedClickHouse({ directory, port });
    },
    async stop() {
      await server?.stop();
      server = undefined;
    },
  };
}
