/**
 * Makes a checkout ready before `npm start`, `npm test` and `npm run check` (npm runs it as their `pre` script): installs
 * what is missing, and says before what it downloads and how large that is; then builds the wall. Both are skipped when
 * there is nothing to do, so a second start costs well under a second here. Plain Node, no dependency: it runs first.
 *
 *     node cli/bin/prepare.mjs start | test | check
 */
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINE_MEASURED, enginePackage, missingPackages } from './packages.mjs';
import { requireNode } from './require-node.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MB = 1_000_000;
/** What an installation needs on the disk: about 1 GB unpacked and the same again, packed, in npm's cache. */
const NEEDED_MB = 2_000;

requireNode();
const purpose = process.argv[2] ?? 'start';
try {
  await install();
  if (purpose !== 'check') await build();
} catch (error) {
  console.error(`belfry: ${error.message}`);
  process.exitCode = 1;
}

async function install() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const missing = missingPackages(lock, installed());
  if (missing.length === 0) return;
  await requireDisk();
  await announce(lock, missing.length);
  // Not `npm ci`: it refuses a lock file that lacks another platform's optional packages, and a lock file can only hold
  // those that the registry offered where it was written. This installs what is locked, and never writes the lock file.
  // No install scripts, as npm 11 has it by itself: nothing here needs one, and so every npm installs the same.
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  const stop = watchEngine(lock);
  const { code } = await run(npmCommand(args)).finally(stop);
  if (code !== 0) {
    throw new Error(`npm failed with code ${code}; its message is above. Mend that (network, disk) and try again.`);
  }
}

/** What npm has put into node_modules, by its own account; nothing if an installation was broken off. */
function installed() {
  try {
    return JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8'));
  } catch {
    return { packages: {} };
  }
}

async function requireDisk() {
  const { bavail, bsize } = await statfs(root);
  const freeMb = Math.floor((bavail * bsize) / MB);
  if (freeMb >= NEEDED_MB) return;
  throw new Error(
    `too little disk: ${freeMb} MB free where ${root} lies, the packages need ${NEEDED_MB} MB. Free some space and try again.`,
  );
}

async function announce(lock, count) {
  console.log(`Belfry installs ${count} packages from npm into node_modules, about 1 GB on the disk (once).`);
  const engine = enginePackage(lock);
  if (engine === undefined) return;
  const { name, version } = engine;
  const told = await unpackedSize(`${name}@${version}`);
  const measured = ENGINE_MEASURED.version === version ? '' : ` when it was ${ENGINE_MEASURED.version}`;
  const size =
    told !== undefined
      ? `${Math.round(told / MB)} MB unpacked`
      : `${ENGINE_MEASURED.downloadMb} MB to download and ${ENGINE_MEASURED.unpackedMb} MB unpacked, as measured on ${ENGINE_MEASURED.platform}${measured}`;
  console.log(`The largest is the ClickHouse engine, ${name} ${version}: ${size}.`);
}

/** What the registry says of a package's size in bytes. Not every registry knows, and none may hold up the start. */
async function unpackedSize(spec) {
  const { code, output } = await run(npmCommand(['view', spec, 'dist.unpackedSize']), {
    quiet: true,
    timeoutMs: 5_000,
  });
  const bytes = Number.parseInt(output, 10);
  return code === 0 && bytes > 0 ? bytes : undefined;
}

/** Says every few seconds how much of the engine has arrived: npm is silent about it, and it is most of the wait. */
function watchEngine(lock) {
  const engine = enginePackage(lock);
  if (engine === undefined) return () => {};
  const file = join(root, 'node_modules', engine.name, 'libchdb.so');
  let last = -1;
  const timer = setInterval(() => {
    const mb = Math.round((statSync(file, { throwIfNoEntry: false })?.size ?? 0) / MB);
    if (mb !== last && mb > 0)
      console.log(`  ClickHouse engine: ${mb} of about ${ENGINE_MEASURED.unpackedMb} MB unpacked`);
    last = mb;
  }, 3_000);
  return () => clearInterval(timer);
}

/** npm itself when it started us, so that one npm does everything; otherwise the one on the path. */
function npmCommand(args) {
  const npmCli = process.env.npm_execpath;
  if (npmCli !== undefined && /npm-cli\.[cm]?js$/.test(npmCli)) return [process.execPath, [npmCli, ...args]];
  return ['npm', args];
}

async function build() {
  // Turbo replays a build whose inputs have not changed, in a fraction of a second.
  const turbo = join(root, 'node_modules/turbo/bin/turbo');
  const { code, output } = await run([process.execPath, [turbo, 'run', 'build', '--output-logs=errors-only']], {
    quiet: true,
    env: { TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
  });
  if (code !== 0) throw new Error(`the wall could not be built:\n${output}`);
}

function run([command, args], { quiet = false, timeoutMs, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      env: { ...process.env, ...env },
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
