/**
 * Text that Slack shows as it is: `<!channel>`, `<@U1>` and `<http://evil|safe>` are written with the three signs that are
 * escaped here. An `@channel` in plain letters is broken by a word joiner, which nobody sees: older workspaces turn it
 * into a call to everyone.
 */
export const slackEscape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=channel|here|everyone)/gi, '@\u2060');

/** Lines gathered into texts of at most `most` characters; a line that is longer alone is cut, never within an escape. */
export function chunks(lines: readonly string[], most: number): readonly string[] {
  const texts: string[] = [];
  let text = '';
  for (const whole of lines) {
    const line = whole.length <= most ? whole : `${whole.slice(0, most - 1).replace(/&[a-z]{0,3}$/, '')}…`;
    if (text === '') text = line;
    else if (text.length + 1 + line.length <= most) text += `\n${line}`;
    else {
      texts.push(text);
      text = line;
    }
  }
  return text === '' ? texts : [...texts, text];
}
