import { amountText } from '../../domain/money.ts';
import { dayOf } from '../../domain/time.ts';
import { signed, type Writer } from './entries.ts';

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

export const beancount = (): Writer['entry'] => {
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
