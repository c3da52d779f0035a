import { hash } from 'node:crypto';
import { amountText, type Fen } from '../../domain/money.ts';
import type { StatementParts, StatementSums } from '../../projections/doctor-statement.ts';
import type { StatementRead } from './read-statement.ts';

const sumsText = (of: StatementSums) => ({
  opening: amountText(of.opening),
  earned: amountText(of.earned),
  reversed: amountText(of.reversed),
  tax: amountText(of.tax),
  paid: amountText(of.paid),
  adjustments: amountText(of.adjustments),
  closing: amountText(of.closing),
});

const partsText = (parts: StatementParts) => ({
  payable: amountText(parts.payable),
  held: amountText(parts.held),
  inFlight: amountText(parts.inFlight),
  inDoubt: amountText(parts.inDoubt),
  returned: amountText(parts.returned),
});

const ifAny = <Name extends string>(name: Name, amount: Fen) =>
  amount === 0n ? {} : { [name]: amountText(amount) };

/** What a statement says, always in the same order: equal statements are equal texts. */
export const statementContent = ({ statement, state, ...read }: StatementRead) => ({
  doctorId: statement.account,
  month: statement.month,
  state,
  ...sumsText(statement),
  byPayer: statement.byPayer.map((of) => ({
    payerId: of.payerId,
    legalName: read.payers.get(of.payerId) ?? '',
    ...sumsText(of),
    openingParts: partsText(of.openingParts),
    closingParts: partsText(of.closingParts),
  })),
  bySource: statement.bySource.map(({ source, earned }) => ({
    source,
    earned: amountText(earned),
  })),
  lines: statement.lines.map(({ amount, tax, paid, ...line }) => ({
    ...line,
    amount: amountText(amount),
    ...ifAny('tax', tax),
    ...ifAny('paid', paid),
  })),
  moves: statement.moves.map(({ amount, ...move }) => ({ ...move, amount: amountText(amount) })),
  through: { revision: read.revision, link: read.link },
});

export type StatementText = {
  readonly content: ReturnType<typeof statementContent>;
  /** SHA-256 of the content's JSON, base64url. */
  readonly hash: string;
  /** Names the statement and its hash; stands in every form of it. */
  readonly mark: string;
};

export const statementText = (read: StatementRead): StatementText => {
  const content = statementContent(read);
  const digest = hash('sha256', JSON.stringify(content), 'base64url');
  const { month, account } = read.statement;
  const mark = `lotus-statement ${month} ${read.state} ${read.revision} ${account} ${digest}`;
  return { content, hash: digest, mark };
};

/** The statement as JSON answers give it. */
export const statementBody = ({ content, hash: digest, mark }: StatementText) => ({
  ...content,
  hash: digest,
  document: mark,
});
