import { existsSync } from 'node:fs';
import { type Browser, type ConsoleMessage, chromium, type Page } from 'playwright-core';

/** A Chromium to test with, or why there is none. */
export interface ChromiumForTests {
  /** What describeReal wants: undefined if there is one. */
  readonly missing: string | undefined;
  /** Starts it with a fresh profile. */
  launch(): Promise<Browser>;
}

/** Where systems put it. */
const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** It runs as root in containers, without a GPU, and has nobody to talk to but the server under test. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Finds a Chromium, in this order: CHROMIUM_PATH; the system's; playwright's; the one of npm's `@sparticuz/chromium`, if
 * it is installed, which its authors support from Node 22.17 on. A CHROMIUM_PATH that names nothing is a failure.
 */
export async function findChromium(): Promise<ChromiumForTests> {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!existsSync(given))
      throw new Error(`CHROMIUM_PATH is ${given}, and there is nothing. Name the browser's program.`);
    return found(given);
  }
  const installed = [...SYSTEM, chromium.executablePath()].find((path) => existsSync(path));
  if (installed) return found(installed);
  const packed = await fromNpm();
  if (packed) return found(packed.path, packed.flags);
  const remedy = 'install Chromium (apt-get install chromium), or name one: CHROMIUM_PATH=/path/to/chrome';
  return { missing: remedy, launch: () => Promise.reject(new Error(`No Chromium: ${remedy}`)) };
}

const found = (executablePath: string, flags: readonly string[] = []): ChromiumForTests => ({
  missing: undefined,
  launch: () => chromium.launch({ executablePath, args: [...FLAGS, ...flags] }),
});

async function fromNpm(): Promise<{ path: string; flags: readonly string[] } | undefined> {
  // Named by a variable, since it is not among our dependencies: 66 MB that most machines do not need.
  const name = '@sparticuz/chromium';
  try {
    const { default: packed } = (await import(name)) as {
      default: { executablePath(): Promise<string>; args: string[] };
    };
    return { path: await packed.executablePath(), flags: packed.args };
  } catch {
    return undefined;
  }
}

/** What a page complained about: errors on its console and errors that nobody caught. */
export interface Complaints {
  /** All so far. */
  readonly all: readonly string[];
  /** From now on, failing to reach the server is not a complaint: the test has taken it away. */
  expectOutage(): void;
  /** From now on it is one again. */
  endOutage(): void;
}

/** Listens to a page from its first line on. */
export function complaintsOf(page: Page): Complaints {
  const all: string[] = [];
  let outage = false;
  const unreachable =
    /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_SOCKET_NOT_CONNECTED|WebSocket|status of 503/;
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (outage && (unreachable.test(message.text()) || message.location().url.includes('/socket.io/'))) return;
    all.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => all.push(`uncaught: ${error.message}`));
  return {
    all,
    expectOutage: () => {
      outage = true;
    },
    endOutage: () => {
      outage = false;
    },
  };
}
