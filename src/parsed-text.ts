import { z } from 'zod';
import { readQuickly } from './quick-read.ts';

/** What a reader of the contract is told about a text. */
type About = { readonly description?: string; readonly examples?: readonly string[] };

/** A zod type that accepts exactly the texts a domain parser accepts and gives the parsed value. */
export const parsedText = <Value>(
  parse: (text: string) => Value | undefined,
  expected: string,
  { description = expected, examples = [] }: About = {},
) =>
  // Told of the text itself: what is told of the parsed value does not reach the contract.
  readQuickly(
    z
      .string()
      .meta({ description, ...(examples.length > 0 && { examples: [...examples] }) })
      .transform((text, context): Value => {
        const value = parse(text);
        if (value !== undefined) return value;
        context.issues.push({ code: 'custom', message: `expected ${expected}`, input: text });
        return z.NEVER;
      }),
    parse,
  );

/** The value of a JSON text; undefined when it is none. The parser's error would quote it. */
export const jsonValue = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What is wrong with one field; an empty path means the whole. */
export type FieldProblem = { readonly path: string; readonly message: string };

/** The little of a zod issue that may be told. */
export type PlainIssue = {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[] | undefined;
};

const problemsShownMax = 100;
/** A name, or a place in a list. */
const nameOfField = /^(?:(?!.*\d{4})[A-Za-z_][A-Za-z0-9_-]{0,39}|\d{1,3})$/;

/** Whatever was sent may be private, names of fields included: only what looks like a name is repeated. */
const shownName = (name: PropertyKey): string | number =>
  typeof name === 'number' ? name : nameOfField.test(String(name)) ? String(name) : '?';

/** What may be told of what is wrong with a value; never the value itself. */
const plainIssues = (issues: readonly PlainIssue[]) =>
  issues
    .flatMap(({ code, path, message, keys = [] }) =>
      code === 'unrecognized_keys'
        ? keys.map((key) => ({ path: [...path, key], message: 'unknown field' }))
        : [{ path, message }],
    )
    .slice(0, problemsShownMax)
    .map(({ path, message }) => ({ path: path.map(shownName), message }));

/** What is wrong with a value, by field: `team.0.share`. */
export const fieldProblems = (issues: readonly PlainIssue[]): readonly FieldProblem[] =>
  plainIssues(issues).map(({ path, message }) => ({ path: path.join('.'), message }));

/** The same in words, each problem led by its field: `team[0].share: …`. */
export const problemsOf = (error: z.ZodError): readonly string[] =>
  plainIssues(error.issues).map(({ path, message }) =>
    path.length === 0 ? message : `${z.core.toDotPath(path)}: ${message}`,
  );
