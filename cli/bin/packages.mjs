/** What the lock file says against what is installed. Pure: it is handed both. */

/**
 * The size of the ClickHouse engine, said when the registry does not tell one. Measured on the installed package and on
 * its tarball in npm's cache; measure again when the version in package-lock.json changes.
 */
export const ENGINE_MEASURED = { version: '26.7.3-stable.1', platform: 'linux-x64', downloadMb: 178, unpackedMb: 569 };

/**
 * The packages that the lock file names and that are not installed in that version. Optional ones count only if they
 * are there in another version, since whether they fit this platform is npm's decision; but the engine is needed.
 * @param lock package-lock.json
 * @param installed node_modules/.package-lock.json, which npm writes when an installation is complete
 * @returns {string[]} their places, for instance `node_modules/hono`
 */
export function missingPackages(lock, installed, platform = process.platform, arch = process.arch) {
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
  const engine = enginePackage(lock, platform, arch);
  if (engine !== undefined && installed.packages[`node_modules/${engine.name}`] === undefined) {
    missing.push(`node_modules/${engine.name}`);
  }
  return missing;
}

/** @returns the engine's package for this platform, or undefined where ClickHouse has none */
export function enginePackage(lock, platform = process.platform, arch = process.arch) {
  const engines = lock.packages['node_modules/chdb']?.optionalDependencies ?? {};
  const name = Object.keys(engines).find((candidate) => candidate.includes(`-${platform}-${arch}`));
  return name === undefined ? undefined : { name, version: engines[name] };
}
