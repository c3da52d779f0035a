import type { DatabaseSync } from 'node:sqlite';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The tables of an attached database, those that SQLite keeps for itself left out. */
export const tablesOf = (database: DatabaseSync, schema: string): readonly string[] =>
  database
    .prepare(
      `SELECT name FROM ${quoted(schema)}.sqlite_schema
       WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .all()
    .map(({ name }) => String(name));

/** Makes these tables, with their indexes, in the main database as they are in the attached one. */
export const makeTables = (
  database: DatabaseSync,
  schema: string,
  tables: readonly string[],
): void => {
  const parts = database.prepare(
    `SELECT sql FROM ${quoted(schema)}.sqlite_schema
     WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC`,
  );
  for (const table of tables) for (const { sql } of parts.all(table)) database.exec(String(sql));
};

/** Copies the rows of these tables from an attached database into the main one. */
export const copyRows = (
  database: DatabaseSync,
  schema: string,
  tables: readonly string[],
): void => {
  for (const table of tables) {
    const name = quoted(table);
    database.exec(`INSERT INTO main.${name} SELECT * FROM ${quoted(schema)}.${name}`);
  }
};
