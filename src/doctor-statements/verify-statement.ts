import { buffer } from 'node:stream/consumers';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { monthOf } from '../../domain/time.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { printer } from '../documents/printing.ts';
import { jsonValue } from '../parsed-text.ts';
import { registrationOf } from '../views/balance-as-of.ts';
import { monthFacts } from '../views/month-facts.ts';
import { readStatement, type StatementRead } from './read-statement.ts';
import { statementCsv } from './statement-csv.ts';
import { statementPages } from './statement-documents.ts';
import { type Marked, markedIn } from './statement-mark.ts';
import { type StatementText, statementBody, statementText } from './statement-text.ts';

/** What came of holding a file against the log. */
export type StatementVerdict = {
  readonly verdict:
    | 'matches'
    /** Nothing in the file says which statement it is. */
    | 'not-a-statement'
    | 'account-unknown'
    /** The log says something else than the statement with this hash. */
    | 'hash-differs'
    /** The hash is the log's, but the file says something else. */
    | 'content-differs'
    /** The hash is the log's; the pages were laid out by another version and cannot be compared. */
    | 'printed-otherwise'
    /** It says that the month was closed, and more was recorded in it. */
    | 'more-recorded';
  readonly detail: string;
  readonly format?: 'json' | 'csv' | 'pdf';
  readonly statement?: Marked;
  /** What the log says the hash is. */
  readonly expected?: string;
};

type Streams = Pick<EventStore, 'readStream'>;

/**
 * Holds a statement, in any of its three forms, against the log: it is computed again, written in
 * the same form, and every byte compared (of JSON, every value), but for ends of lines.
 */
export const verifyStatement = async (store: Streams, file: Buffer): Promise<StatementVerdict> => {
  const statement = markedIn(file.toString('latin1'));
  if (statement === undefined)
    return { verdict: 'not-a-statement', detail: 'the file does not say which statement it is' };
  const format = formatOf(file);
  const said = { format, statement };
  const { account, month, state, revision } = statement;
  const registered = await registrationOf(store, account);
  if (registered === undefined)
    return { ...said, verdict: 'account-unknown', detail: `the log knows no account ${account}` };
  const since = monthOf(registered.recordedAt);
  const read = await readStatement(store, { account, month, since, state, upTo: revision });
  const text = statementText(read);
  if (text.hash !== statement.hash) {
    const detail = 'the log says something else';
    return { ...said, verdict: 'hash-differs', detail, expected: text.hash };
  }
  if (!(await isSame(file, format, read, text))) {
    const isOurs = format !== 'pdf' || file.includes(printer);
    return isOurs
      ? {
          ...said,
          verdict: 'content-differs',
          detail: 'the file says something else than its hash',
        }
      : { ...said, verdict: 'printed-otherwise', detail: 'the pages come from another version' };
  }
  if (state === 'closed' && (await hasMore(store, statement)))
    return { ...said, verdict: 'more-recorded', detail: 'more was recorded in this month' };
  return { ...said, verdict: 'matches', detail: 'the log says the same' };
};

const formatOf = (file: Buffer): 'json' | 'csv' | 'pdf' => {
  const head = file.toString('latin1', 0, 5);
  return head === '%PDF-' ? 'pdf' : head.trimStart().startsWith('{') ? 'json' : 'csv';
};

const isSame = async (
  file: Buffer,
  format: 'json' | 'csv' | 'pdf',
  read: StatementRead,
  text: StatementText,
): Promise<boolean> => {
  switch (format) {
    case 'json': {
      // `asOf` says when it was read, not what it says; blanks are of no account.
      const { asOf: _, ...said } = Object(jsonValue(file.toString('utf8')));
      return JSON.stringify(said) === JSON.stringify(statementBody(text));
    }
    case 'csv':
      return lines(file.toString('utf8')) === lines(statementCsv(read, text));
    case 'pdf':
      return file.toString('latin1').trimEnd() === (await pagesText(read, text)).trimEnd();
    default:
      return unreachable(format);
  }
};

/** Ends of lines are often changed on the way, and say nothing. */
const lines = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();

const pagesText = async (read: StatementRead, text: StatementText): Promise<string> =>
  (await buffer(statementPages(read, text))).toString('latin1');

const hasMore = async (store: Streams, { account, month, revision }: Marked): Promise<boolean> => {
  for await (const recorded of monthFacts(store, account, month))
    if (recorded.revision > revision && recorded.fact.type !== 'PeriodClosed') return true;
  return false;
};
