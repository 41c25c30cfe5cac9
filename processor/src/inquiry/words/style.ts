import { styleText } from 'node:util';

/** How words are set apart: by a terminal's means, or by marks where there are none. */
export interface Style {
  strong(text: string): string;
  /** What is broken. */
  alarm(text: string): string;
  /** What is said beside it. */
  faint(text: string): string;
  /** A line that no longer holds, behind an indentation of two. */
  struck(line: string): string;
}

export const plain: Style = {
  strong: (text) => text,
  alarm: (text) => text,
  faint: (text) => text,
  struck: (line) => `~~${line}~~`,
};

export const terminal: Style = {
  strong: (text) => styleText('bold', text),
  alarm: (text) => styleText(['bold', 'red'], text),
  faint: (text) => styleText('dim', text),
  struck: (line) => `  ${styleText('strikethrough', line)}`,
};
