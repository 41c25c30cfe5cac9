import type { Reporter } from 'vitest/node';

/** What the reporter reads of a hook. */
type Hook = Parameters<NonNullable<Reporter['onHookStart']>>[0];

/**
 * Says, when a run is ended from outside, what it was doing. A run that hangs is cut off by a time limit, and without this
 * its output ends with the last file that was well.
 */
export default class UnderWayReporter implements Reporter {
  /** What runs, by a name that its start and its end have in common, and since when (ms UTC). */
  readonly #underWay = new Map<string, number>();

  onInit(): void {
    process.once('SIGTERM', () => {
      console.error(`ended from outside; under way: ${this.underWay(Date.now()).join('; ') || 'nothing'}`);
      process.exit(143);
    });
  }

  /** @param now ms UTC */
  underWay(now: number): string[] {
    return [...this.#underWay].map(([name, since]) => `${name} (for ${Math.round((now - since) / 1000)} s)`);
  }

  onTestModuleQueued: NonNullable<Reporter['onTestModuleQueued']> = ({ moduleId }) => this.#begins(moduleId);
  onTestModuleEnd: NonNullable<Reporter['onTestModuleEnd']> = ({ moduleId }) => this.#ends(moduleId);
  onTestCaseReady: NonNullable<Reporter['onTestCaseReady']> = (test) => this.#begins(test.fullName);
  onTestCaseResult: NonNullable<Reporter['onTestCaseResult']> = (test) => this.#ends(test.fullName);
  onHookStart: NonNullable<Reporter['onHookStart']> = (hook) => this.#begins(nameOf(hook));
  onHookEnd: NonNullable<Reporter['onHookEnd']> = (hook) => this.#ends(nameOf(hook));

  #begins(name: string): void {
    this.#underWay.set(name, Date.now());
  }
  #ends(name: string): void {
    this.#underWay.delete(name);
  }
}

function nameOf({ name, entity }: Hook): string {
  return `${name} of ${'fullName' in entity ? entity.fullName : entity.moduleId}`;
}
