import type { Signal } from '../../contract/index.ts';
import { SIGNAL_KINDS, schemaOfKind } from '../../contract/signal-schema.ts';
import { nearest } from '../../domain/policy/nearest.ts';
import { RefusedError } from '../refusal.ts';

const EXAMPLE =
  'Give a signal as `belfry explain --json`, the log or a hook told it: contract/signal.schema.json says its fields.';
/** How many things that are wrong with one are worth a line. */
const TOLD = 5;

/**
 * The signal in a JSON text: by itself, as the `data` of a hook's post, or the one item of a notification; also as the one line
 * of a file with a line for each.
 * @throws RefusedError that says what is wrong with anything else
 */
export function readSignal(text: string): Signal {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (lines.length === 0) throw refused('There is nothing here.', EXAMPLE);
    if (lines.length > 1 && isJson(lines[0]!)) throw several(lines.length, 'lines');
    throw refused(`This is no JSON: ${(cause as Error).message}.`, EXAMPLE);
  }
  return checked(signalIn(value));
}

/** Whatever a hook's post wraps around it is taken off. */
function signalIn(value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length === 1) return signalIn(value[0]);
    throw value.length === 0 ? refused('The list is empty.', EXAMPLE) : several(value.length, 'signals');
  }
  if (typeof value !== 'object' || value === null) return value;
  const { kind, signal, data, items } = value as Readonly<Record<string, unknown>>;
  // A notification has a kind of its own, which is the incident's.
  if (Array.isArray(items)) return signalIn(items);
  if (typeof signal === 'object') return signalIn(signal);
  return kind === undefined && typeof data === 'object' ? signalIn(data) : value;
}

function checked(value: unknown): Signal {
  if (typeof value !== 'object' || value === null) throw refused('This is no signal: it has no fields.', EXAMPLE);
  const { kind, type } = value as { readonly kind?: unknown; readonly type?: unknown };
  if (kind === undefined && typeof type === 'string') {
    throw refused(`This is an event (${type}); signals are what clocks and KPIs say of events.`, EXAMPLE);
  }
  const schema = schemaOfKind(kind);
  if (schema === undefined) {
    const meant = typeof kind === 'string' ? nearest(kind, SIGNAL_KINDS) : undefined;
    const instead = meant === undefined ? `one of ${SIGNAL_KINDS.join(', ')}` : `"${meant}"`;
    const wrong = kind === undefined ? 'It has no kind' : `Its kind is ${JSON.stringify(kind)}, which no signal is`;
    throw refused(`${wrong}.`, `Write ${instead}.`);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const more = wrong.length > TOLD ? ` And ${wrong.length - TOLD} others.` : '';
  throw refused(
    `A signal of kind ${String(kind)} is not like this. ${wrong.slice(0, TOLD).join('; ')}.${more}`,
    EXAMPLE,
  );
}

const several = (count: number, what: string): RefusedError =>
  refused(`There are ${count} ${what} here.`, 'Give one signal: which routes it takes is asked of each by itself.');

const refused = (reason: string, remedy: string): RefusedError => new RefusedError(400, 'signal', reason, remedy);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
