/** What a failed attempt proves: that nothing was sent, or nothing at all. */
export type ConnectionFault = {
  readonly kind: 'not-connected' | 'no-answer';
  readonly why: string;
};

/** Only an error from before the connection existed proves that nothing was sent. */
const beforeConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export const connectionFault = (error: unknown): ConnectionFault => {
  const code = codeOf(error);
  return beforeConnected.has(code)
    ? { kind: 'not-connected', why: code }
    : { kind: 'no-answer', why: code };
};

const codeOf = (error: unknown): string => {
  // Several addresses tried and all failed: only when each failed before connecting is it certain.
  if (error instanceof AggregateError) {
    const codes = error.errors.map(codeOf);
    return codes.find((code) => !beforeConnected.has(code)) ?? codes[0] ?? 'unknown';
  }
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};
