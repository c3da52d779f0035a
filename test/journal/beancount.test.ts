import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { accountsOf, accountsOfPayer } from '../../domain/books/chart.ts';
import { move } from '../../domain/books/entry.ts';
import type { PayeeId, PayerId } from '../../domain/identifiers.ts';
import type { Position } from '../../domain/ports/event-store.ts';
import { beancountAccount } from '../../src/journal/beancount.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { journalText } from '../../src/journal/formats.ts';
import { on } from '../support/ledger-words.ts';

const missing =
  spawnSync('bean-check', ['--version']).error !== undefined &&
  'beancount is not installed here; CI installs it';

/** Ids that are alike, or begin as no account of Beancount may. */
const ids = [
  ...['doc-1', 'Doc-1', 'DOC-1', 'doc.1', 'doc_1', 'doc:1', 'doc--1', 'doc-x2e1'],
  ...['x', 'X', 'x-x78', 'X-x78', 'xx', '.x', ':x', '_x', '-x', '-x78', '-', '.', '5', '-5', '.5'],
];

t.test('two accounts of ours are two accounts in Beancount', async (t) => {
  const names = ids.map((id) =>
    beancountAccount(accountsOf(id as PayeeId, 'pay' as PayerId).payable),
  );
  t.equal(new Set(names).size, ids.length);
  t.equal(beancountAccount('payable:doc-1:pay-1'), 'Liabilities:Payable:Doc-1:Pay-1');
});

t.test('and are such as it takes', { skip: missing }, async (t) => {
  const entries = async function* (): AsyncGenerator<JournalEntry> {
    for (const [revision, id] of ids.entries()) {
      const { payable } = accountsOf(id as PayeeId, id as PayerId);
      const { receivable } = accountsOfPayer(id as PayerId);
      const { what, legs } = move(`earning ${id}`, receivable, payable, '1.00');
      const about = { at: on('2026-10-01'), stream: `account-${id}-2026-10`, revision };
      yield {
        ...about,
        what,
        legs,
        position: String(revision) as Position,
        type: 'EarningRecorded',
      };
    }
  };
  let text = '';
  for await (const piece of journalText(entries(), 'beancount')) text += piece;
  const { status, stdout, stderr } = spawnSync(
    'bean-check',
    [join(t.testdir({ 'journal.beancount': text }), 'journal.beancount')],
    { encoding: 'utf8' },
  );
  t.equal(status, 0, `${stdout}${stderr}`);
});
