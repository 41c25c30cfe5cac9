import { describe, expect, it } from 'vitest';
import { cut, plain } from './plain.ts';

describe('foreign text as a line', () => {
  it('has no line breaks and turns no direction', () => {
    expect(plain('Noor\r\nBcc: all@example.org\u2028x\u0000y')).toBe('Noor Bcc: all@example.org x y');
    expect(plain('a\u202Egnp.exe\u2069b\u2068c\u200F')).toBe('agnp.exebc');
  });

  it('is a dash if nothing of it can be seen, and has no half characters', () => {
    expect(plain('\u0000\u202E')).toBe('–');
    expect(plain('')).toBe('');
    expect(plain('a\uD800b😀')).toBe('a\uFFFDb😀');
  });

  it('is cut at whole characters', () => {
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abcd', 3)).toBe('ab…');
    expect(cut('ab😀d', 4)).toBe('ab…');
    expect(plain('x'.repeat(300))).toHaveLength(200);
  });
});
