import { afterEach, describe, expect, it } from 'vitest';
import { type Door, openDoor } from './door.ts';

describe('the door', () => {
  const doors: Door[] = [];
  afterEach(async () => {
    await Promise.all(doors.splice(0).map((door) => door.close()));
  });
  async function open(port: number): Promise<Door> {
    const door = await openDoor(port, '127.0.0.1');
    doors.push(door);
    return door;
  }

  it('asks to come back while Belfry starts, and then serves', async () => {
    const door = await open(0);
    const early = await fetch(door.url);
    expect(early.status).toBe(503);
    expect(early.headers.get('retry-after')).toBe('1');
    door.serve(() => new Response('here'));
    expect(await (await fetch(door.url)).text()).toBe('here');
  });

  it('names a busy port and another one', async () => {
    const port = Number(new URL((await open(0)).url).port);
    await expect(open(port)).rejects.toThrow(
      `port ${port} on 127.0.0.1 is busy: choose another with --port ${port + 1}`,
    );
  });

  it('closes although somebody keeps a connection open', async () => {
    const door = await open(0);
    door.serve(() => new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array(1)) })));
    const response = await fetch(door.url);
    await door.close();
    await expect(response.text()).rejects.toThrow();
  });
});
