/**
 * What the page of policies asks. All of it is the processor's to answer:
 *
 * | | |
 * |---|---|
 * | `GET /api/policies` | `ListedPolicy[]`, every version, and which is in force |
 * | `GET /api/policies/812` | the YAML, as it was published |
 * | `GET /api/policies/812/reading?at=` | `PolicyReading`: it in plain sentences, with example deadlines; not answered yet |
 * | `GET /api/policies/812/changes?from=640` | `PolicyChanges`: what is different, without `from` to the version before it |
 * | `POST /api/policies/lint?file=shop.yaml` | `LintAnswer`: every mistake of a pack (application/yaml), with line and column |
 * | `POST /api/backtest` | lines of `BacktestLine` |
 * | `GET /api/deadline?promise=&start=` | `DeadlineAnswer` |
 */
export type {
  BacktestLine,
  DeadlineAnswer,
  LintAnswer,
  ListedPolicy,
  PackProblem,
  PolicyChanges,
  PolicyReading,
  PublishAnswer,
  ReadAlias,
  ReadCalendar,
  ReadChange,
  ReadKpi,
  ReadPartner,
  ReadPromise,
  ReadRow,
  ReadStep,
  VersionStanding,
} from '@belfry/processor/contract';
