/**
 * What no id, name or subject may contain: control characters, and halves of surrogate pairs, which UTF-8 cannot carry,
 * so that a key would not be the same on both sides of the log. Written as ranges, because many readers of the
 * published schema do not know Unicode classes. To be used between brackets, with the flag `u`.
 */
export const UNPRINTABLE = '\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff';

export const ONE_LINE = new RegExp(`^[^${UNPRINTABLE}]+$`, 'u');
