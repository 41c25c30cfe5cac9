import type { ClockVerdict } from '../../contract/subject-api.ts';
import type { Shape } from '../parts/shape-of.ts';

/** The shape beside a verdict's words. */
export const VERDICT_SHAPES: Readonly<Record<ClockVerdict['is'], Shape>> = {
  'due-in': 'risk',
  'breached-ago': 'breach',
  paused: 'none',
  met: 'ok',
  'met-late': 'breach',
  cancelled: 'none',
  'no-deadline': 'none',
  pending: 'none',
};
