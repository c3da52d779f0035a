import { amountText } from '../../domain/money.ts';
import { dayOf } from '../../domain/time.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { beancount } from './beancount.ts';
import { type JournalEntry, signed, type Writer } from './entries.ts';

/** How the journal can be written: for machines, for a spreadsheet, and for two engines that are not ours. */
export const journalFormats = ['json', 'csv', 'hledger', 'beancount'] as const;
export type JournalFormat = (typeof journalFormats)[number];

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
