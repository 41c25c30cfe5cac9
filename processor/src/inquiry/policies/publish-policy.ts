import type { PublishAnswer } from '../../contract/index.ts';
import type { CompiledPack } from '../../domain/policy/compiled.ts';
import { newest, type Standing, standings, type Version } from '../../domain/policy/versions.ts';
import type { PolicyPublisher, Publication } from '../../pipeline/publish-policies.ts';
import type { PublishedPolicies } from '../../pipeline/published-policies.ts';
import type { SentPack } from '../pack-body.ts';

/** What a publication of the pack would do. */
export async function foresee(sent: SentPack, published: PublishedPolicies, now: number): Promise<PublishAnswer> {
  const versions = await published.versions();
  const known = versions.find(({ hash }) => hash === sent.parsed.hash);
  const number = known?.number ?? Number.POSITIVE_INFINITY;
  return answer(sent, versions, { number, isNew: known === undefined, waitsFor: [] }, true, now);
}

/** Publishes it, waits for the lanes as long as `patienceMs`, and says what came of it. */
export async function publish(
  sent: SentPack,
  published: PublishedPolicies,
  publisher: PolicyPublisher,
  patienceMs: number,
  now: () => number,
): Promise<PublishAnswer> {
  const publication = await publisher.publishByHand(sent, patienceMs);
  return answer(sent, await published.versions(), publication, false, now());
}

function answer(
  { parsed }: SentPack,
  versions: readonly Version[],
  { number, isNew, waitsFor }: Publication,
  dryRun: boolean,
  now: number,
): PublishAnswer {
  const { pack, title, effective, applies } = parsed.compiled;
  const others = versions.filter((version) => version.pack === pack && version.number !== number);
  const own: Version = {
    number: number ?? Number.POSITIVE_INFINITY,
    pack,
    hash: parsed.hash,
    effective,
    origin: 'hand',
  };
  const standing = standings([...others, own], now).get(own.number)!;
  const last = newest(others, pack);
  return {
    pack,
    title,
    dryRun,
    number: number !== undefined && Number.isFinite(number) ? number : null,
    known: !isNew,
    effective: new Date(effective).toISOString(),
    applies,
    is: standing.is,
    other: last?.number ?? null,
    warnings: parsed.warnings,
    notes: notesOn(parsed.compiled, standing, own, last, !isNew),
    waitsFor,
  };
}

function notesOn(
  pack: CompiledPack,
  standing: Standing,
  own: Version,
  last: Version | undefined,
  known: boolean,
): string[] {
  const notes: string[] = [];
  if (known && last !== undefined && last.number > own.number) {
    notes.push(
      `These bytes are version ${own.number} already, and version ${last.number} came after it and rules. To go back to them, change them, be it by a comment, and publish again.`,
    );
  }
  if (standing.is === 'to-come') {
    notes.push(
      `Its promises rule clocks that start from ${new Date(standing.from).toISOString()} on; its KPIs and partners count from now on.`,
    );
  }
  if (pack.applies === 'new' && last !== undefined && !known) {
    notes.push(
      'Orders and tickets that are known already keep the version they have; `applies: open` would change that.',
    );
  }
  return notes;
}
