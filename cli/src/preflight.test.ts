import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireDisk } from './preflight.ts';

describe('the disk', () => {
  let place: string;
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'belfry-disk-'));
  });
  afterEach(() => rm(place, { recursive: true }));

  it('gets the directory if it has room', async () => {
    await requireDisk(join(place, 'a/b'), async () => 2_000_000_000);
    expect((await stat(join(place, 'a/b'))).isDirectory()).toBe(true);
  });
  it('is refused below 2 GB, with what is free and what to do', async () => {
    await expect(requireDisk(place, async () => 1_999_999_999)).rejects.toThrow(
      `too little disk: 1999 MB free where ${place} lies, Belfry needs 2000 MB. Free some, or choose another place with BELFRY_DATA.`,
    );
  });
  it('is refused where no directory can be made', async () => {
    const file = join(place, 'file');
    await writeFile(file, '');
    await expect(requireDisk(join(file, 'data'))).rejects.toThrow(/cannot be written: choose another/);
  });
});
