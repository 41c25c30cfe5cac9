import { expect, it } from 'vitest';
import { chooseTheme } from './choose-theme.ts';

it('takes what the URL says before what was chosen before, and is dark without a word', () => {
  expect(chooseTheme('?theme=light', 'dark')).toBe('light');
  expect(chooseTheme('?theme=auto', 'dark')).toBe('auto');
  expect(chooseTheme('', 'light')).toBe('light');
  expect(chooseTheme('', null)).toBe('dark');
});

it('passes over what is no theme', () => {
  expect(chooseTheme('?theme=pink', 'light')).toBe('light');
  expect(chooseTheme('', 'pink')).toBe('dark');
});
