import type { BodyForm } from '../../domain/read-body.ts';

/** How a request carries its events, by CloudEvents' HTTP binding; or what to send instead. */
export type Carriage =
  | { readonly mode: 'body'; readonly form: BodyForm }
  | { readonly mode: 'headers' }
  | { readonly wrong: string };

const FORMS: Readonly<Record<string, BodyForm>> = {
  'application/cloudevents+json': 'one',
  'application/cloudevents-batch+json': 'batch',
  'application/x-ndjson': 'lines',
  'application/ndjson': 'lines',
  'application/jsonl': 'lines',
};
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/;

export const ACCEPTED_TYPES = [...Object.keys(FORMS), 'application/json'].join(', ');

export function carriageOf(header: (name: string) => string | undefined): Carriage {
  const encoding = header('content-encoding') ?? 'identity';
  if (encoding !== 'identity') return { wrong: `the body is encoded as ${encoding}: send it as it is` };
  const [type = '', ...parameters] = (header('content-type') ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') {
    return { wrong: `the body is in ${charset}: send UTF-8` };
  }
  const form = FORMS[type];
  if (form) return { mode: 'body', form };
  // In binary mode the attributes are headers, and the content type is that of the data.
  if (header('ce-specversion') !== undefined || header('ce-id') !== undefined) {
    if (type === '' || JSON_TYPE.test(type)) return { mode: 'headers' };
    return { wrong: `the data is ${type}: send application/json` };
  }
  if (type === 'application/json') return { mode: 'body', form: 'one-or-batch' };
  return { wrong: `the content type is ${type === '' ? 'missing' : `"${type}"`}: send one of ${ACCEPTED_TYPES}` };
}
