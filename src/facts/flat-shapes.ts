import { z } from 'zod';

type Check = (value: unknown) => boolean;
type Field = { readonly check: Check; readonly isOptional: boolean };

const leaves = new WeakMap<z.ZodType, Check>();

/** A zod type whose whole meaning is one check, so that a flat object of such can be checked at once. */
export const leaf = <Value>(check: Check, expected: string): z.ZodType<Value> => {
  const type = z.custom<Value>(check, { message: `expected ${expected}` });
  leaves.set(type, check);
  return type;
};

const fieldOf = (type: unknown): Field | undefined => {
  if (type instanceof z.ZodExactOptional) {
    const inner = fieldOf(type.def.innerType);
    return inner && { check: inner.check, isOptional: true };
  }
  const check = type instanceof z.ZodType ? checkOf(type) : undefined;
  return check && { check, isOptional: false };
};

const checkOf = (type: z.ZodType): Check | undefined => {
  const check = leaves.get(type);
  if (check !== undefined) return check;
  if (type instanceof z.ZodString && (type.def.checks ?? []).length === 0)
    return (value) => typeof value === 'string';
  if (type instanceof z.ZodEnum || type instanceof z.ZodLiteral) {
    const values: ReadonlySet<unknown> = new Set(
      type instanceof z.ZodEnum ? type.options : type.values,
    );
    return (value) => values.has(value);
  }
  return undefined;
};

/**
 * Whether a value is exactly what a flat object shape accepts unchanged, asked without zod's
 * machinery: most facts are flat, and all of them are read on every replay. Derived from the shape
 * itself; false only means that zod must be asked. Undefined for shapes that are not flat.
 */
export const quickCheck = (shape: z.ZodType): Check | undefined => {
  if (!(shape instanceof z.ZodObject)) return undefined;
  const fields = new Map<string, Field>();
  for (const [name, type] of Object.entries(shape.shape)) {
    const field = fieldOf(type);
    if (field === undefined) return undefined;
    fields.set(name, field);
  }
  const required = [...fields].filter(([, { isOptional }]) => !isOptional).length;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    let met = 0;
    const parts = value as { readonly [name: string]: unknown };
    for (const name of Object.keys(parts)) {
      const field = fields.get(name);
      if (field === undefined || !field.check(parts[name])) return false;
      if (!field.isOptional) met += 1;
    }
    return met === required;
  };
};
