import type { Evidence, Explanation } from '@belfry/processor/contract';
import type { AuditEntry, NamedIncident } from '../../contract/people-api.ts';
import type { SubjectAnswer, SubjectExclusion, ToldPost } from '../../contract/subject-api.ts';
import type { Directory } from '../directory.ts';
import type { Store } from '../drilldown/selection.ts';
import { incidentList } from '../incidents/incident-list.ts';
import { auditOfSubject } from '../people/audit/audit-list.ts';
import { byUrgency, retractionOf, verdictOf } from './clock-verdict.ts';
import type { Explain } from './explain-by-processor.ts';
import { linkedSubjects } from './linked-subjects.ts';

export interface SubjectQuestion {
  readonly subject: string;
  /** ms UTC; undefined: now. */
  readonly asOf: number | undefined;
  /** How many records of evidence are told, the newest. */
  readonly evidence: number;
}

/** What is asked of others than the tables. */
export interface SubjectSources {
  readonly explain: Explain;
  /** Posts that spoke of it, newest first. */
  readonly told: (subject: string) => readonly ToldPost[];
}

const INCIDENTS = 50;

/** Everything that is known of one order or ticket. @throws RefusedQuestion, ProcessorAway, SqlError */
export async function subjectAnswer(
  store: Store,
  directory: Directory,
  { explain, told }: SubjectSources,
  question: SubjectQuestion,
): Promise<SubjectAnswer> {
  const { subject, asOf } = question;
  const explanation = await explain(subject, asOf);
  const [linked, incidents] = await Promise.all([
    linkedSubjects(store, subject, explanation.evidence),
    incidentsOf(store, directory, subject),
  ]);
  const said = await auditOfSubject(store, subject, explanation.partner, incidents);
  return {
    ...whole(explanation),
    clocks: [...explanation.clocks].sort(byUrgency).map((clock) => ({
      ...clock,
      verdict: verdictOf(clock, explanation.asOf),
      retraction: retractionOf(clock),
    })),
    evidence: explanation.evidence.slice(-question.evidence),
    evidenceTotal: explanation.evidence.length,
    linked,
    told: told(subject),
    incidents,
    said,
    exclusions: exclusionsIn(said),
    people: true,
  };
}

const whole = ({ clocks: _, evidence: __, ...rest }: Explanation) => rest;

async function incidentsOf(store: Store, directory: Directory, subject: string): Promise<readonly NamedIncident[]> {
  const all = { state: 'all', partner: undefined, before: undefined } as const;
  const { incidents } = await incidentList(store, directory, { ...all, subject, limit: INCIDENTS });
  return incidents;
}

const exclusionsIn = (said: readonly AuditEntry[]): SubjectExclusion[] =>
  said
    .filter(({ type }) => type === 'kpi.excluded')
    .map(({ data, who, reason, at }) => ({
      kpi: text(data.kpi) === '' ? null : text(data.kpi),
      withdrawn: data.withdrawn === true,
      who,
      reason,
      evidence: text(data.evidence) === '' ? null : text(data.evidence),
      at,
    }));

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** For those to whom people are not named: what happened and when, and nothing that anybody has written. */
export const withoutNames = (answer: SubjectAnswer): SubjectAnswer => ({
  ...answer,
  people: false,
  assignee: '',
  clocks: answer.clocks.map((clock) => ({
    ...clock,
    said: clock.said.map((signal) => ({ ...signal, tell: [] })),
  })),
  evidence: answer.evidence.map((one): Evidence => ({ ...one, data: {} })),
  told: answer.told.map((post) => ({ ...post, hook: '', route: '', error: '' })),
  incidents: answer.incidents.map((incident) => ({
    ...incident,
    acknowledged: null,
    expired: null,
    assigned: null,
  })),
  said: [],
  exclusions: answer.exclusions.map((one) => ({ ...one, who: '', reason: '', evidence: null })),
});
