import type { Leg } from '../../domain/books/entry.ts';
import { amountText, type Fen, negated } from '../../domain/money.ts';
import { dayOf } from '../../domain/time.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { JournalEntry } from './entries.ts';

/** How the journal can be written: for machines, for a spreadsheet, and for two engines that are not ours. */
export const journalFormats = ['json', 'csv', 'hledger', 'beancount'] as const;
export type JournalFormat = (typeof journalFormats)[number];

type Writer = {
  readonly contentType: string;
  readonly head: string;
  readonly entry: (entry: JournalEntry) => string;
};

const signed = ({ side, amount }: Leg): Fen => (side === 'debit' ? amount : negated(amount));

const json = (entry: JournalEntry): string => {
  const legs = entry.legs.map(({ account, side, amount }) => ({
    account,
    side,
    amount: amountText(amount),
  }));
  return `${JSON.stringify({ ...entry, legs })}\n`;
};

const csv = ({ at, what, stream, revision, legs }: JournalEntry): string =>
  legs
    .map(({ account, side, amount }) => {
      const text = amountText(amount);
      const [debit, credit] = side === 'debit' ? [text, ''] : ['', text];
      return `${at},${what},${account},${debit},${credit},${stream},${revision}\n`;
    })
    .join('');

/** https://hledger.org/hledger.html#journal: date, description, tags in a comment, signed amounts. */
const hledger = ({ at, what, stream, revision, legs }: JournalEntry): string => {
  const postings = legs.map((leg) => `    ${leg.account}  ${amountText(signed(leg))} CNY`);
  return `${dayOf(at)} ${what}  ; stream:${stream}, revision:${revision}\n${postings.join('\n')}\n\n`;
};

/** The five roots Beancount knows, and which of our accounts belong under which. */
const roots: { readonly [kind: string]: string } = {
  receivable: 'Assets',
  cash: 'Assets',
  payable: 'Liabilities',
  held: 'Liabilities',
  'in-flight': 'Liabilities',
  'in-doubt': 'Liabilities',
  returned: 'Liabilities',
  'tax-withheld': 'Liabilities',
  suspense: 'Liabilities',
  adjustments: 'Expenses',
};

/** `-x` and two hexadecimal digits stand for a character that Beancount has no room for. */
const spelledOut = (char: string): string => `-x${char.charCodeAt(0).toString(16)}`;

/**
 * Account parts begin with a capital or a digit and hold letters, digits and dashes; anything else
 * is spelled out. A small letter at the beginning becomes a capital, and `X` begins nothing but what
 * begins otherwise, so that two names never become one: nobody's account holds another's money.
 */
const part = (text: string): string => {
  const first = text.charAt(0);
  const rest = text.slice(1).replaceAll(/[^A-Za-z0-9-]|-(?=x)/g, spelledOut);
  if (/[a-wyz]/.test(first)) return `${first.toUpperCase()}${rest}`;
  return /\d/.test(first) ? `${first}${rest}` : `X${spelledOut(first)}${rest}`;
};

export const beancountAccount = (account: string): string => {
  const [kind = '', ...rest] = account.split(':');
  const root = kind === 'fees' ? (rest[0] === 'platform' ? 'Income' : 'Expenses') : roots[kind];
  return [root, part(kind), ...rest.map(part)].join(':');
};

const beancount = (): Writer['entry'] => {
  const opened = new Set<string>();
  return ({ at, what, stream, revision, legs }) => {
    const opens = legs
      .map(({ account }) => beancountAccount(account))
      .filter((account) => !opened.has(account))
      .map((account) => {
        opened.add(account);
        return `${dayOf(at)} open ${account} CNY\n`;
      });
    const postings = legs.map(
      (leg) => `  ${beancountAccount(leg.account)}  ${amountText(signed(leg))} CNY\n`,
    );
    const about = `  stream: "${stream}"\n  revision: "${revision}"\n`;
    return `${[...new Set(opens)].join('')}${dayOf(at)} * "${what}"\n${about}${postings.join('')}\n`;
  };
};

/** A fresh writer for one export: Beancount needs to remember which accounts it has opened. */
export const journalWriter = (format: JournalFormat): Writer => {
  switch (format) {
    case 'json':
      return { contentType: 'application/x-ndjson; charset=utf-8', head: '', entry: json };
    case 'csv':
      return {
        contentType: 'text/csv; charset=utf-8',
        head: 'at,what,account,debit,credit,stream,revision\n',
        entry: csv,
      };
    case 'hledger':
      return {
        contentType: 'text/plain; charset=utf-8',
        head: 'commodity 1000.00 CNY\n\n',
        entry: hledger,
      };
    case 'beancount':
      return {
        contentType: 'text/plain; charset=utf-8',
        head: 'option "operating_currency" "CNY"\n\n',
        entry: beancount(),
      };
    default:
      return unreachable(format);
  }
};

const chunkCharacters = 65_536;

/** The journal as text, in chunks of a bounded size. */
export async function* journalText(
  entries: AsyncIterable<JournalEntry>,
  format: JournalFormat,
): AsyncGenerator<string> {
  const writer = journalWriter(format);
  let text = writer.head;
  for await (const entry of entries) {
    text += writer.entry(entry);
    if (text.length < chunkCharacters) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
