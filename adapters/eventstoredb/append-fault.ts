import {
  ErrorType,
  MaxAppendSizeExceededError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import type { AppendFault, ExpectedRevision } from '../../domain/ports/event-store.ts';

/** gRPC status codes, where the client has no error of its own for them. */
const status = {
  invalidArgument: 3,
  permissionDenied: 7,
  unimplemented: 12,
  unavailable: 14,
  unauthenticated: 16,
} as const;

// The request never left: no connection, nobody found, or a server that says it takes none.
const notSent = /No connection established|Name resolution|Failed to discover|Server Is /;
const detailMax = 200;

const unavailable = (detail: string): AppendFault => ({ code: 'unavailable', detail });
const indeterminate = (detail: string): AppendFault => ({ code: 'indeterminate', detail });

const typeOf = (error: Error): unknown => ('type' in error ? error.type : undefined);
const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined);

/** For messages and logs. The client's own words hold names of streams, never what is in them. */
export const detailOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, detailMax);

/** What the client has an error of its own for. */
const faultByType = (
  error: Error,
  stream: string,
  expected: ExpectedRevision,
  bytes: number,
): AppendFault | undefined => {
  if (error instanceof WrongExpectedVersionError) {
    const { actualVersion: actual } = error;
    return {
      code: 'wrong-expected-revision',
      stream,
      expected,
      actual: typeof actual === 'bigint' ? Number(actual) : 'no-stream',
    };
  }
  if (error instanceof MaxAppendSizeExceededError)
    return { code: 'too-large', bytes, limit: error.maxAppendSize };
  switch (typeOf(error)) {
    case ErrorType.STREAM_DELETED:
      return { code: 'stream-deleted', stream };
    case ErrorType.ACCESS_DENIED:
      return { code: 'access-denied' };
    case ErrorType.INVALID_ARGUMENT:
    case ErrorType.MISSING_REQUIRED_METADATA_PROPERTY:
      return { code: 'invalid-fact', detail: detailOf(error) };
    case ErrorType.NOT_LEADER:
      return unavailable('the node is not the leader');
    case ErrorType.TIMEOUT:
    case ErrorType.DEADLINE_EXCEEDED:
    case ErrorType.CANCELLED:
      return indeterminate(detailOf(error));
    default:
      return undefined;
  }
};

const faultByCode = (error: Error): AppendFault | undefined => {
  switch (codeOf(error)) {
    case status.invalidArgument:
      return { code: 'invalid-fact', detail: detailOf(error) };
    case status.permissionDenied:
    case status.unauthenticated:
      return { code: 'access-denied' };
    case status.unimplemented:
      return unavailable(detailOf(error));
    default:
      return undefined;
  }
};

/**
 * What an append's error means. A lost connection says the same whether the request was on its way
 * or not, so whatever is not known to have never left may have happened.
 */
export const faultOf = (
  error: unknown,
  stream: string,
  expected: ExpectedRevision,
  bytes: number,
): AppendFault => {
  if (!(error instanceof Error)) return indeterminate(detailOf(error));
  const known = faultByType(error, stream, expected, bytes) ?? faultByCode(error);
  if (known !== undefined) return known;
  return notSent.test(error.message)
    ? unavailable(detailOf(error))
    : indeterminate(detailOf(error));
};

/** Whether reading again may help: nobody there, nobody the leader, a connection lost. */
export const isPassing = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  switch (typeOf(error)) {
    case ErrorType.ACCESS_DENIED:
    case ErrorType.INVALID_ARGUMENT:
    case ErrorType.STREAM_DELETED:
    case ErrorType.STREAM_NOT_FOUND:
    case ErrorType.UNSUPPORTED:
      return false;
    default:
      return ![status.permissionDenied, status.unauthenticated, status.unimplemented].some(
        (code) => code === codeOf(error),
      );
  }
};
