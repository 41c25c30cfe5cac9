// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hooks files name variables so
import { nearest } from '../../domain/policy/nearest.ts';
import type { Path, Report } from '../../domain/policy/problem.ts';

/** The environment of a process. Undefined where nobody is posted to: what variables hold is not looked at then. */
export type Variables = Readonly<Record<string, string | undefined>> | undefined;

const REFERENCE = /\$\{([^{}\n]*)\}/g;
const WHOLE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;
/** Braces end a text within `{ ... }`, so that YAML is shown signs for them that nobody writes, of the same length. */
const [OPEN, CLOSE] = ['\uE000', '\uE001'];

/** Lets `{ secret: ${OPS_SECRET} }` be written without quotes. Every place stays where it is. */
export const hideReferences = (yaml: string): string => yaml.replace(REFERENCE, `$$${OPEN}$1${CLOSE}`);

/** The content as it was written. */
export function showReferences(content: unknown): unknown {
  if (typeof content === 'string') return content.replaceAll(OPEN, '{').replaceAll(CLOSE, '}');
  if (Array.isArray(content)) return content.map(showReferences);
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(Object.entries(content).map(([key, value]) => [key, showReferences(value)]));
}

export const isReference = (text: string): boolean => text.includes('${');

/**
 * The value that a text names, `''` where variables are not looked at, undefined after a report. Values stand in no message.
 * @param example the name of a variable for whoever wrote the secret itself.
 */
export function readVariable(text: string, example: string, variables: Variables, path: Path, report: Report) {
  const name = WHOLE.exec(text)?.[1];
  if (name === undefined) {
    const message = isReference(text)
      ? 'A variable stands for the whole value, as `${NAME}`.'
      : 'A secret does not stand in a file that is copied and shared.';
    report(path, message, `\`\${${example}}\`, and the value into the environment under that name`);
    return undefined;
  }
  if (variables === undefined) return '';
  const value = variables[name]?.trim() ?? '';
  if (value !== '') return value;
  const set = Object.keys(variables).filter((each) => variables[each]?.trim());
  const meant = nearest(name, set);
  const there = meant === undefined || meant === name ? '' : ` (\`\${${meant}}\` is set)`;
  report(path, `The environment variable ${name} is not set.`, `a variable that is set, or set ${name}${there}`);
  return undefined;
}
