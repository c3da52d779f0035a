import { type PayeeId, payeeId } from '../../domain/identifiers.ts';
import { type Month, month as monthOf } from '../../domain/time.ts';
import type { StatementRead } from './read-statement.ts';

const markShape =
  /lotus-statement (\d{4}-\d{2}) (closed|provisional) (-1|\d{1,9}) ([A-Za-z0-9._:-]{1,64}) ([A-Za-z0-9_-]{43})/;

/** Which statement a file says it is; undefined for a file that is none. */
export type Marked = {
  readonly month: Month;
  readonly state: StatementRead['state'];
  readonly revision: number;
  readonly account: PayeeId;
  readonly hash: string;
};

export const markedIn = (text: string): Marked | undefined => {
  const [, monthText = '', state, revision, accountText = '', digest] = markShape.exec(text) ?? [];
  const month = monthOf(monthText);
  const account = payeeId(accountText);
  if (month === undefined || account === undefined || digest === undefined) return undefined;
  return {
    month,
    state: state === 'closed' ? 'closed' : 'provisional',
    revision: Number(revision),
    account,
    hash: digest,
  };
};
