/**
 * Foreign text as one line: partners, promises and comments may hold anything, and none of it may break a line, a header or the
 * direction of what stands around it. What has nothing to show is a dash. What turns the direction of text is left out, so that an isolate around it holds.
 * @param most longer text is cut there, in UTF-16 units, and ends in an ellipsis.
 */
export function plain(text: string, most = 200): string {
  const line = text
    .replace(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g, '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return cut(line === '' && text !== '' ? '–' : line, most);
}

/** At most `most` UTF-16 units, never half a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = most - 1;
  if (/[\uD800-\uDBFF]/.test(text[end - 1] ?? '')) end--;
  return `${text.slice(0, end)}…`;
}
