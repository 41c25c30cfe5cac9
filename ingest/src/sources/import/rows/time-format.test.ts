import { describe, expect, it } from 'vitest';
import { createTimeReader } from './time-format.ts';

const at = (read: ReturnType<typeof createTimeReader>, text: string): string | undefined => {
  const time = read(text);
  return time === undefined ? undefined : new Date(time.at).toISOString();
};

describe('times of cells', () => {
  it('reads local times in the zone of the file, summer and winter', () => {
    const read = createTimeReader(['yyyy-MM-dd HH:mm:ss'], 'America/Sao_Paulo');
    expect(at(read, '2018-08-14 20:43:09')).toBe('2018-08-14T23:43:09.000Z');
    expect(at(read, '2018-01-14 20:43:09')).toBe('2018-01-14T22:43:09.000Z');
  });

  it('reads a time that exists twice as its first, and moves one that the zone skips behind the gap', () => {
    const read = createTimeReader(['yyyy-MM-dd HH:mm'], 'Europe/Prague');
    expect(at(read, '2026-10-25 02:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(at(read, '2026-03-29 02:30')).toBe('2026-03-29T01:30:00.000Z');
    // The day on which Sao Paulo's summer began had no midnight.
    expect(at(createTimeReader(['yyyy-MM-dd HH:mm'], 'America/Sao_Paulo'), '2017-10-15 00:10')).toBe(
      '2017-10-15T03:10:00.000Z',
    );
  });

  it('ends a day in the zone of the file', () => {
    const end = (zone: string, text: string) =>
      new Date(createTimeReader(['yyyy-MM-dd'], zone)(text)!.dayEnd).toISOString();
    expect(end('America/Sao_Paulo', '2018-08-28')).toBe('2018-08-29T02:59:59.999Z');
    expect(end('America/Sao_Paulo', '2018-02-17')).toBe('2018-02-18T01:59:59.999Z');
    expect(end('Asia/Riyadh', '2026-11-23')).toBe('2026-11-23T20:59:59.999Z');
  });

  it('knows whether only the day was told', () => {
    const read = createTimeReader(['yyyy-MM-dd HH:mm', 'yyyy-MM-dd'], 'UTC');
    expect(read('2026-11-23')).toEqual({
      at: Date.UTC(2026, 10, 23),
      dayEnd: Date.UTC(2026, 10, 24) - 1,
      dayOnly: true,
    });
    expect(read('2026-11-23 00:00')?.dayOnly).toBe(false);
  });

  it.each([
    ['d/M/yyyy HH:mm', '29/2/2016 01:16', '2016-02-29T01:16:00.000Z'],
    ['M/d/yyyy H:mm', '2/29/2016 1:16', '2016-02-29T01:16:00.000Z'],
    ['yyyyMMddTHHmmss', '20160229T011600', '2016-02-29T01:16:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss.SSS ZZ', '2016-02-29 01:16:00.250 +03:00', '2016-02-28T22:16:00.250Z'],
    ['iso', '2016-02-29T01:16:00.5-0300', '2016-02-29T04:16:00.500Z'],
    ['iso', '2016-02-29 01:16', '2016-02-29T01:16:00.000Z'],
  ])('%s: %s', (format, text, expected) => {
    expect(at(createTimeReader([format], 'UTC'), text)).toBe(expected);
  });

  it.each(['2026-02-29', '2026-13-01', '0000-00-00', '2026-11-23T24:00', '2026-11-23T10:61', 'tomorrow', ''])(
    'reads no time out of %j',
    (text) => {
      expect(createTimeReader(['iso'], 'UTC')(text)).toBeUndefined();
    },
  );

  it('does not guess the zone of a file that names none', () => {
    expect(createTimeReader(['iso'], undefined)('2026-11-23T10:00:00')).toBeUndefined();
    expect(at(createTimeReader(['iso'], undefined), '2026-11-23T10:00:00Z')).toBe('2026-11-23T10:00:00.000Z');
  });

  it('says what a format lacks', () => {
    expect(() => createTimeReader(['dd.MM.yy'], 'UTC')).toThrow(/'y' in 'dd.MM.yy' is no token/);
    expect(() => createTimeReader(['HH:mm'], 'UTC')).toThrow(/'HH:mm' has no year/);
  });
});
