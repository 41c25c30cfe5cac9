type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>;

/** Whether somebody presses `s`, or the key that bears it on a keyboard of other letters. What the browser means by it stays the browser's. */
export const asksForSettings = ({ key, code, ctrlKey, metaKey, altKey, repeat }: Pressed): boolean =>
  !ctrlKey && !metaKey && !altKey && !repeat && (key.toLowerCase() === 's' || (code === 'KeyS' && key > '\u007f'));
