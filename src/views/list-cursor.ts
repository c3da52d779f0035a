/** The cursor of a list was not one that we gave out. */
export class UnknownCursor extends Error {
  constructor() {
    super('Not a cursor of this list');
    this.name = 'UnknownCursor';
  }
}

/** Opaque to callers, so that what is in it may change. */
export const cursorOf = (fields: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(fields)).toString('base64url');

/** The fields of a cursor; whoever asked for them checks what they are. */
export const fieldsOf = (cursor: string): readonly unknown[] => {
  let fields: unknown;
  try {
    fields = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new UnknownCursor();
  }
  if (!Array.isArray(fields)) throw new UnknownCursor();
  return fields;
};
