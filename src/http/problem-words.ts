/** How one no is answered. */
export type Problem = { readonly status: number; readonly title: string; readonly detail: string };

/** The status, and what a person reads. */
export const p = (status: number, title: string, detail: string): Problem => ({
  status,
  title,
  detail,
});
/** The same id with other content. */
export const differs = (what: string): Problem =>
  p(
    409,
    `The ${what} differs`,
    `This id was used before with other content. Use a new id, or send the same content again.`,
  );
/** There is no such thing. */
export const unknown = (what: string): Problem =>
  p(404, `Unknown ${what}`, `There is no such ${what}.`);
/** Nothing was done, or nobody knows: trying again helps. */
export const again = (title: string, detail: string): Problem => p(503, title, detail);
