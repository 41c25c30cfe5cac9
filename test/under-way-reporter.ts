import type { Reporter } from 'vitest/node';

/** What has hooks: a file, a suite, a test. */
type Entity = Parameters<NonNullable<Reporter['onHookStart']>>[0]['entity'];

/**
 * Says, when a run is ended from outside, what it was doing. A run that hangs is cut off by a time limit, and without this
 * its output ends with the last file that was well.
 */
export default class UnderWayReporter implements Reporter {
  /** What runs, by a name that its start and its end have in common, and since when (ms UTC). */
  readonly #underWay = new Map<string, number>();

  onInit(): void {
    process.once('SIGTERM', () => {
      const lines = [...this.#underWay].map(
        ([name, since]) => `${name} (for ${Math.round((Date.now() - since) / 1000)} s)`,
      );
      console.error(`ended from outside; under way: ${lines.join('; ') || 'nothing'}`);
      process.exit(143);
    });
  }

  onTestModuleQueued: NonNullable<Reporter['onTestModuleQueued']> = ({ moduleId }) => this.#begins(moduleId);
  onTestModuleEnd: NonNullable<Reporter['onTestModuleEnd']> = ({ moduleId }) => this.#ends(moduleId);
  onTestCaseReady: NonNullable<Reporter['onTestCaseReady']> = (test) => this.#begins(nameOf(test));
  onTestCaseResult: NonNullable<Reporter['onTestCaseResult']> = (test) => this.#ends(nameOf(test));
  onHookStart: NonNullable<Reporter['onHookStart']> = ({ name, entity }) =>
    this.#begins(`${name} of ${nameOf(entity)}`);
  onHookEnd: NonNullable<Reporter['onHookEnd']> = ({ name, entity }) => this.#ends(`${name} of ${nameOf(entity)}`);

  #begins(name: string): void {
    this.#underWay.set(name, Date.now());
  }
  #ends(name: string): void {
    this.#underWay.delete(name);
  }
}

/** Two files may have a test of the same name. */
function nameOf(entity: Entity): string {
  return entity.type === 'module' ? entity.moduleId : `${entity.module.moduleId} > ${entity.fullName}`;
}
