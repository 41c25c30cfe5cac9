import type { BacktestProgress } from '@belfry/processor/contract';
import { SingleBar } from 'cli-progress';

export interface BacktestBar {
  tell(progress: BacktestProgress): void;
  end(): void;
}

/**
 * A bar on a terminal; a line every few seconds where there is none. Both go to the error stream.
 * @param silent for whoever reads JSON.
 */
export function backtestBar(silent: boolean): BacktestBar {
  if (silent) return { tell() {}, end() {} };
  if (!process.stderr.isTTY) {
    let toldAt = Date.now();
    return {
      tell({ events, of }) {
        if (Date.now() - toldAt < 2_000) return;
        toldAt = Date.now();
        console.error(`${events} of ${of} events`);
      },
      end() {},
    };
  }
  const bar = new SingleBar({ format: '{bar} {percentage} % | {value} of {total} events', hideCursor: true });
  let begun = false;
  return {
    tell({ events, of }) {
      if (!begun) bar.start(of, events);
      begun = true;
      bar.setTotal(of);
      bar.update(events);
    },
    end() {
      if (begun) bar.stop();
    },
  };
}
