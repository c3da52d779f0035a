/** RFC 3986: everything but the unreserved characters as upper-case %XX (yeepay protocol, signing). */
export const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

export type Parameters = { readonly [name: string]: string };

/** Pairs once encoded and sorted: what is hashed of a form and signed of a query. */
export const canonicalPairs = (parameters: Parameters): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${encoded(name)}=${encoded(value.trim())}`)
    .sort()
    .join('&');

/** On the wire a value travels encoded twice, the second time as forms do; the signature knows it encoded once. */
export const wirePairs = (parameters: Parameters): string =>
  new URLSearchParams(
    Object.entries(parameters).map(([name, value]): [string, string] => [
      name,
      encoded(value.trim()),
    ]),
  ).toString();
