/** What the lock file says against what is installed. Pure: it is handed both. */

/**
 * The size of the ClickHouse engine, said when the registry does not tell one. Measured on the installed package and on
 * its tarball in npm's cache; measure again when the version in package-lock.json changes.
 */
export const ENGINE_MEASURED = { version: '26.7.3-stable.1', platform: 'linux-x64', downloadMb: 178, unpackedMb: 569 };

/**
 * The packages that the lock file names and that are not installed in that version. Optional ones count only if they
 * are there in another version: whether they fit this platform is npm's decision.
 * @param lock package-lock.json
 * @param installed node_modules/.package-lock.json, which npm writes when an installation is complete
 * @returns {string[]} their places, for instance `node_modules/hono`
 */
export function missingPackages(lock, installed) {
  const missing = [];
  for (const [place, wanted] of Object.entries(lock.packages)) {
    if (!place.includes('node_modules/')) continue;
    const there = installed.packages[place];
    if (
      there === undefined ? !wanted.optional && !wanted.devOptional && !wanted.peer : there.version !== wanted.version
    ) {
      missing.push(place);
    }
  }
  return missing;
}

/**
 * Optional packages for this platform that the lock file does not record: it can only hold those that the registry
 * offered where it was written. npm would leave them out without a word.
 * @returns {{ name: string, version: string }[]}
 */
export function unrecordedPackages(lock, platform = process.platform, arch = process.arch) {
  const recorded = new Set(Object.keys(lock.packages).map(nameOf));
  const found = new Map();
  for (const owner of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
      if (!recorded.has(name) && isFor(name, platform, arch)) found.set(name, { name, version });
    }
  }
  return [...found.values()];
}

/** @returns the engine's package for this platform, or undefined where ClickHouse has none */
export function enginePackage(lock, platform = process.platform, arch = process.arch) {
  const engines = lock.packages['node_modules/chdb']?.optionalDependencies ?? {};
  const name = Object.keys(engines).find((candidate) => isFor(candidate, platform, arch));
  return name === undefined ? undefined : { name, version: engines[name] };
}

const nameOf = (place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Native packages carry platform and processor at the end of their names: `lib-darwin-arm64`, `darwin-64`. */
function isFor(name, platform, arch) {
  const os = platform === 'win32' ? '(?:win32|windows)' : platform;
  const cpu = arch === 'x64' ? '(?:x64|64)' : arch;
  return new RegExp(`[/-]${os}-${cpu}(?:-gnu|-msvc)?$`).test(name);
}
