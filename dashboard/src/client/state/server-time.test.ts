import { describe, expect, it } from 'vitest';
import { ServerTime } from './server-time.ts';

describe('the server’s time', () => {
  it('follows the message that was least late, and goes on by the steady clock', () => {
    let steady = 100;
    const time = new ServerTime(() => steady);
    time.told(1_000_000 - 80); // 80 ms on its way
    expect(time.now()).toBe(999_920);
    steady = 1_100;
    time.told(1_001_000 - 5);
    expect(time.now()).toBe(1_000_995);
    steady = 2_100;
    time.told(1_002_000 - 300);
    expect(time.now()).toBe(1_001_995);
  });

  it('forgets a server whose clock went differently', () => {
    let steady = 0;
    const time = new ServerTime(() => steady);
    time.told(9_000_000);
    time.forget();
    steady = 10;
    time.told(1_000_000);
    expect(time.now()).toBe(1_000_000);
  });
});
