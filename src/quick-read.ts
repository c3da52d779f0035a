import { z } from 'zod';

type Read = (text: string) => unknown;

const readers = new WeakMap<z.ZodType, Read>();

/** Says how a text of this type is read without zod. What it does not read, zod is asked about. */
export const readQuickly = <Type extends z.ZodType>(type: Type, read: Read): Type => {
  readers.set(type, read);
  return type;
};

const readerOf = (type: unknown): Read | undefined => {
  if (type instanceof z.ZodEnum) {
    const options: ReadonlySet<unknown> = new Set(type.options);
    return (text) => (options.has(text) ? text : undefined);
  }
  return type instanceof z.ZodType ? readers.get(type) : undefined;
};

type Field = { readonly read: Read; readonly isRequired: boolean };

/**
 * Reads a flat object of texts in the shape a zod schema describes, as zod would, without its
 * machinery: on the income path that costs more than all the rules. Derived from the schema itself.
 * Undefined only means that zod must be asked: anything unusual, let alone wrong, is left to it, so
 * what is accepted and every answer stay zod's.
 */
export const quickRead = <Schema extends z.ZodType>(
  schema: Schema,
): ((value: unknown) => z.output<Schema> | undefined) => {
  const fields = fieldsOf(schema);
  if (fields === undefined) return () => undefined;
  const required = [...fields.values()].filter(({ isRequired }) => isRequired).length;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const given = value as { readonly [name: string]: unknown };
    const found: { [name: string]: unknown } = {};
    let met = 0;
    for (const name of Object.keys(given)) {
      const field = fields.get(name);
      const text = given[name];
      if (field === undefined || typeof text !== 'string') return undefined;
      const part = field.read(text);
      if (part === undefined) return undefined;
      found[name] = part;
      if (field.isRequired) met += 1;
    }
    return met === required ? (found as z.output<Schema>) : undefined;
  };
};

/** The fields that can be read quickly; undefined where one that must be there, or has a default, cannot. */
const fieldsOf = (schema: z.ZodType): ReadonlyMap<string, Field> | undefined => {
  if (!(schema instanceof z.ZodObject)) return undefined;
  const fields = new Map<string, Field>();
  for (const [name, type] of Object.entries<unknown>(schema.shape)) {
    const isRequired = !(type instanceof z.ZodOptional);
    const read = readerOf(isRequired ? type : type.def.innerType);
    if (read !== undefined) fields.set(name, { read, isRequired });
    else if (isRequired) return undefined;
  }
  return fields;
};
