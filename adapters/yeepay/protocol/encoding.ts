/**
 * RFC 3986: everything but the unreserved characters as upper-case %XX (yeepay protocol, signing).
 */
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

/** As forms do it: a space is a plus. */
const formEncoded = (text: string): string => encoded(text).replaceAll('%20', '+');

/** A value of the wire with one of its two encodings taken off; undefined when it carries none. */
export const formDecoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

/** On the wire a value travels encoded twice; the signature knows it encoded once. */
export const wirePairs = (parameters: Parameters): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${formEncoded(name)}=${formEncoded(formEncoded(value.trim()))}`)
    .sort()
    .join('&');
