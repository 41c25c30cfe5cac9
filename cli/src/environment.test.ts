import { describe, expect, it } from 'vitest';
import { readEnvironment } from './environment.ts';

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(readEnvironment({})).toMatchObject({
      kafkaBrokers: [],
      clickhouseUrl: undefined,
      clickhouseDb: 'belfry',
      prefix: 'belfry',
      url: 'http://127.0.0.1:4100',
      port: 4100,
      host: '127.0.0.1',
    });
  });

  it('takes an empty variable for an unset one', () => {
    const variables = { KAFKA_BROKERS: '', CLICKHOUSE_URL: ' ', HOST: '' };
    expect(readEnvironment(variables)).toEqual({ ...readEnvironment({}), variables });
  });

  it('lets the command look where this environment would listen', () => {
    expect(readEnvironment({ PORT: '4200' }).url).toBe('http://127.0.0.1:4200');
    expect(readEnvironment({ PORT: '4200', BELFRY_URL: 'http://wall.example:80' }).url).toBe('http://wall.example:80');
  });

  it('reads several brokers', () => {
    expect(readEnvironment({ KAFKA_BROKERS: 'a:9092, b:9092,' }).kafkaBrokers).toEqual(['a:9092', 'b:9092']);
  });

  it.each([
    [{ PORT: 'http' }, 'PORT is "http"'],
    [{ PORT: '70000' }, 'PORT is "70000"'],
  ])('refuses %j with what to write instead', (env, told) => {
    expect(() => readEnvironment(env)).toThrow(told);
  });
});
