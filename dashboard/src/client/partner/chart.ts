import uPlot from 'uplot';
import type { DayAnswer } from '../../contract/kpi-api.ts';
import { dayShort } from '../wording/day.ts';
import { failingOf } from './failing.ts';

/** What is drawn. The days are numbered from the left, so that two windows of the same length lie upon each other. */
export interface Drawn {
  readonly days: readonly DayAnswer[];
  readonly before: readonly DayAnswer[];
  readonly good: 'high' | 'low';
  readonly limit: number | null;
}

/** The page's own colours, so that a chart never disagrees with what stands beside it. */
interface Inks {
  readonly rate: string;
  readonly breach: string;
  readonly line: string;
  readonly soft: string;
  readonly bar: string;
  readonly font: string;
}

export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  const ink = (name: string): string => style.getPropertyValue(name).trim();
  return {
    rate: ink('--text'),
    breach: ink('--breach'),
    line: ink('--line'),
    soft: ink('--text-soft'),
    bar: ink('--chosen'),
    font: `500 13px ${ink('--face')}`,
  };
}

/** The lowest and the highest rate that the scale shows: a little room, and never beyond what a rate can be. */
function rateRange({ days, before, limit }: Drawn): [number, number] {
  const rates = [...days, ...before].flatMap(({ rate }) => (rate === null ? [] : [rate]));
  if (limit !== null) rates.push(limit);
  if (rates.length === 0) return [0, 1];
  const [low, high] = [Math.min(...rates), Math.max(...rates)];
  const room = Math.max((high - low) * 0.15, high < 0.1 ? 0.001 : 0.005);
  return [Math.max(0, low - room), Math.min(1, high + room)];
}

const columns = ({ days, before, good, limit }: Drawn): uPlot.AlignedData => [
  days.map((_, index) => index),
  days.map(({ den }) => den),
  days.map((day) => failingOf(day, good)),
  days.map((_, index) => before[index]?.rate ?? null),
  days.map(() => limit),
  days.map(({ rate }) => rate),
];

/** Draws it; `point` is called with the day under the pointer. The answer moves the mark, fits a new width, and ends it. */
export function drawChart(
  into: HTMLElement,
  drawn: Drawn,
  { inks, height, point }: { inks: Inks; height: number; point: (index: number | null) => void },
) {
  const axis = { font: inks.font, stroke: inks.soft, ticks: { show: false } };
  const none = { show: false };
  const most = Math.max(1, ...drawn.days.map(({ den }) => den));
  const bars = uPlot.paths.bars!({ size: [0.7, 28] });
  const plot: uPlot = new uPlot(
    {
      width: into.clientWidth,
      height,
      legend: none,
      padding: [12, 8, 0, 0],
      cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: none },
      scales: {
        x: { time: false, range: [-0.6, drawn.days.length - 0.4] },
        rate: { range: rateRange(drawn) },
        // Volume keeps to the lower third and leaves the line alone.
        volume: { range: [0, most * 3] },
      },
      axes: [
        {
          ...axis,
          grid: none,
          size: 32,
          space: 64,
          incrs: [1, 2, 3, 5, 7, 14, 30, 60, 90, 180, 365],
          values: (_, splits) => splits.map((at) => (drawn.days[at] ? dayShort(drawn.days[at].day) : '')),
        },
        {
          ...axis,
          scale: 'rate',
          size: 62,
          grid: { stroke: inks.line, width: 1 },
          values: (_, splits) => splits.map((rate) => `${Number((rate * 100).toFixed(2))} %`),
        },
        {
          ...axis,
          scale: 'volume',
          side: 1,
          size: 48,
          grid: none,
          splits: () => [0, most],
          values: (_, splits) => splits.map(String),
        },
      ],
      series: [
        {},
        { scale: 'volume', fill: inks.bar, width: 0, paths: bars, points: none },
        { scale: 'volume', fill: inks.breach, width: 0, paths: bars, points: none },
        { scale: 'rate', stroke: inks.soft, width: 1.5, dash: [2, 4], points: none },
        { scale: 'rate', stroke: inks.breach, width: 1.5, dash: [8, 5], points: none },
        { scale: 'rate', stroke: inks.rate, width: 2, points: { size: 6, fill: inks.rate } },
      ],
      hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? null)] },
    },
    columns(drawn),
    into,
  );
  return {
    mark: (index: number): void => plot.setCursor({ left: plot.valToPos(index, 'x'), top: 0 }, false),
    fit: (width: number): void => plot.setSize({ width, height }),
    end: (): void => plot.destroy(),
  };
}
