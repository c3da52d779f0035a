import { z } from 'zod';

/** A zod type that accepts exactly the texts a domain parser accepts and gives the parsed value. */
export const parsedText = <Value>(parse: (text: string) => Value | undefined, expected: string) =>
  z.string().transform((text, context): Value => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: `expected ${expected}`, input: text });
    return z.NEVER;
  });

/** The value of a JSON text; undefined when it is none. The parser's error would quote it. */
export const jsonValue = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What is wrong with a value, each problem led by its field; never the value itself. */
export const problemsOf = (error: z.ZodError): readonly string[] =>
  error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${z.core.toDotPath(path)}: ${message}`,
  );
