import type { KpiVerdict } from '../../contract/kpi-api.ts';
import type { Shape } from '../parts/shape-of.ts';

/** The shape and the word that stand beside a verdict's colour. */
export interface VerdictLook {
  readonly shape: Shape;
  readonly word: string;
}

const LOOKS: Readonly<Record<KpiVerdict, VerdictLook>> = {
  ok: { shape: 'ok', word: 'kept' },
  warn: { shape: 'risk', word: 'at risk' },
  block: { shape: 'breach', word: 'blocked' },
  'n/a': { shape: 'none', word: 'no verdict' },
};

export const lookOf = (verdict: KpiVerdict): VerdictLook => LOOKS[verdict];
