import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const POM = fileURLToPath(new URL('pom.xml', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../.cache/kafka', import.meta.url));
const DOWNLOAD_TIMEOUT_MS = 300_000;

/**
 * The class path of a broker, from Maven Central. Asked once; then the answer lies in `.cache/kafka`, beside the pom it
 * was for, as long as its jars exist.
 *
 * @throws Error with the remedy if java or mvn is missing or the jars cannot be had.
 */
export async function brokerClasspath(say: (line: string) => void): Promise<string> {
  await works('java', ['-version'], 'Java 17 or later');
  const cached = join(CACHE, 'classpath.json');
  const pom = await readFile(POM, 'utf8');
  const known = await readFile(cached, 'utf8').then(
    (text) => JSON.parse(text) as { pom: string; classpath: string },
    () => undefined,
  );
  if (known?.pom === pom && known.classpath.split(':').every((jar) => existsSync(jar))) return known.classpath;

  await works('mvn', ['--version'], 'Maven');
  say('fetching the jars of a Kafka broker from Maven Central (54 MB, once)');
  await mkdir(CACHE, { recursive: true });
  const output = join(CACHE, `classpath.${process.pid}`);
  await run('mvn', ['-q', '-B', '-f', POM, 'dependency:build-classpath', `-Dmdep.outputFile=${output}`], {
    timeout: DOWNLOAD_TIMEOUT_MS,
  });
  const classpath = (await readFile(output, 'utf8')).trim();
  await writeFile(output, JSON.stringify({ pom, classpath }));
  await rename(output, cached);
  return classpath;
}

async function works(command: string, args: readonly string[], what: string): Promise<void> {
  try {
    await run(command, [...args], { timeout: 20_000 });
  } catch (cause) {
    throw new Error(`${what} is needed for a local broker ("${command}" does not run)`, { cause });
  }
}
