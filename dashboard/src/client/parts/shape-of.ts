import type { KpiState } from '../../contract/index.ts';

/**
 * The shape of a state, beside its colour and its word: ● ok, ▲ at risk, ◆ breached, ✓ acknowledged, ▨ stale, – no
 * promise; and a bell that is struck through for what a silence hides from hooks.
 */
export const SHAPES = ['ok', 'risk', 'breach', 'acknowledged', 'silenced', 'stale', 'none'] as const;
export type Shape = (typeof SHAPES)[number];

const OF_KPI: Readonly<Record<KpiState, Shape>> = { ok: 'ok', warn: 'risk', breach: 'breach', none: 'none' };

/** The shape that stands for a KPI's state. */
export const shapeOf = (state: KpiState): Shape => OF_KPI[state];
