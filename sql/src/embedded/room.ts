import { statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { SqlError } from '../sql.ts';

/** @throws SqlError SQL_EMBEDDED when less than `minimum` bytes are free where the directory is. */
export function requireSpace(directory: string, minimum: number): void {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  if (free >= minimum) return;
  throw new SqlError(
    'SQL_EMBEDDED',
    `Only ${megabytes(free)} MB are free in ${directory}; ClickHouse needs ${megabytes(minimum)} MB. Free some space, or set BELFRY_DATA to a larger disk.`,
  );
}

/**
 * The port itself if it is free, or any free one for 0. The engine binds it right after.
 *
 * @throws SqlError SQL_EMBEDDED when another program has it.
 */
export function takePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${cause.code})`;
      const message = `Port ${port} of 127.0.0.1 ${why}. Stop what uses it, or give ClickHouse another port.`;
      reject(new SqlError('SQL_EMBEDDED', message, { cause }));
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1024 ** 2);
}
