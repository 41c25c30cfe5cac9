import type { KpiState } from '../../contract/index.ts';

/**
 * The shape of a state, beside its colour and its word: ● ok, ▲ at risk, ◆ breached, ✓ acknowledged, ▨ stale, – no
 * promise; and a bell that is struck through for what a silence hides from hooks.
 */
export type Shape = 'ok' | 'risk' | 'breach' | 'acknowledged' | 'silenced' | 'stale' | 'none';

const SHAPES: Readonly<Record<KpiState, Shape>> = { ok: 'ok', warn: 'risk', breach: 'breach', none: 'none' };

/** The shape that stands for a KPI's state. */
export const shapeOf = (state: KpiState): Shape => SHAPES[state];
