import { createHash } from 'node:crypto';
import type { Notice, NoticeKind } from '../../contract/index.ts';

/** Why a notice is told: the record that brought it about. */
export interface NoticeCause {
  readonly lane: number;
  readonly offset: number;
  /** How far time has come in the lane, ms UTC. */
  readonly horizon: number;
}

/** What is said, and by which record. A record has one thing to say of each `about`; nothing of it is history. */
export const causedBy = ({
  lane,
  offset,
  horizon,
}: NoticeCause): Pick<Notice, 'horizon' | 'quiet' | 'lane' | 'offset' | 'k'> => ({
  horizon,
  quiet: false,
  lane,
  offset,
  k: 0,
});

/**
 * The name of a notice: the same whoever computes it, in whatever run and lane (DESIGN, Ids).
 * @param version the number of the policy that it is about; null for what has no versions.
 */
export const noticeId = (kind: NoticeKind, about: string, version: number | null): string =>
  `sig_${createHash('sha256')
    .update(JSON.stringify(['notice', kind, about, version]))
    .digest('hex')
    .slice(0, 32)}`;
