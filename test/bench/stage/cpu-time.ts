import { readFile } from 'node:fs/promises';

const MS_A_TICK = 10;

/** User and system time of another process, ms; 0 where the system does not tell (only Linux does, in /proc). */
export async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, , , , , , , , , , , user = '0', system = '0'] = stat.slice(stat.lastIndexOf(')') + 1).split(' ');
  return (Number(user) + Number(system)) * MS_A_TICK;
}

/** Resident memory of another process, bytes; 0 where the system does not tell. */
export async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}
