import { z } from 'zod';
import { payeeId, payerId } from '../../domain/identifiers.ts';
import { amountFromRequest, amountText } from '../../domain/money.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { recordPayment, type TaxHistory } from '../../domain/tax/tax-history.ts';
import { hasTaxRule, withhold } from '../../domain/tax/withholding.ts';
import { workingLines } from '../../domain/tax/working-lines.ts';
import { instant, monthOf } from '../../domain/time.ts';
import { jsonValue, parsedText, problemsOf } from '../parsed-text.ts';

const charactersMax = 65_536;
const historiesMax = 1_000_000;

const paymentLine = z.strictObject({
  payee: parsedText(payeeId, 'an id'),
  payer: parsedText(payerId, 'an id'),
  method: z.enum(['labor-monthly', 'labor-cumulative', 'incidental', 'none']),
  at: parsedText(instant, 'an instant with an offset'),
  gross: parsedText(amountFromRequest, 'an amount such as "120.00"'),
});
type Payment = z.output<typeof paymentLine>;

type Rejection = {
  readonly code: 'line-too-long' | 'not-json' | 'invalid' | 'no-rule' | 'too-many-payees';
  readonly message: string;
};

const read = (line: string): Result<Payment, Rejection> => {
  if (line.length > charactersMax) {
    return refuse({
      code: 'line-too-long',
      message: `expected at most ${charactersMax} characters`,
    });
  }
  const content = jsonValue(line);
  if (content === undefined) return refuse({ code: 'not-json', message: 'expected a JSON object' });
  const outcome = paymentLine.safeParse(content);
  if (!outcome.success)
    return refuse({ code: 'invalid', message: problemsOf(outcome.error).join('; ') });
  const { method, at } = outcome.data;
  return hasTaxRule(method, monthOf(at))
    ? ok(outcome.data)
    : refuse({ code: 'no-rule', message: `no rule for ${method} in ${monthOf(at)} is known` });
};

/**
 * Recomputes withholding, payment by payment in the order given, each with the history of its payee
 * and payer. Writes one JSON object per line: the payment with `withheld`, `net` and `working`, or
 * `line`, `code` and `message` of one that cannot be read. Empty lines are passed over.
 */
export const runWithholding = async (
  input: AsyncIterable<string>,
  output: (line: string) => void,
): Promise<{ rejected: number }> => {
  const histories = new Map<string, TaxHistory>();
  let rejected = 0;
  const reject = (line: number, rejection: Rejection): void => {
    rejected += 1;
    output(JSON.stringify({ line, ...rejection }));
  };

  let line = 0;
  for await (const text of input) {
    line += 1;
    if (text.trim() === '') continue;
    const payment = read(text);
    if (!payment.ok) {
      reject(line, payment.refusal);
      continue;
    }
    const { payee, payer, method, at, gross } = payment.value;
    const key = `${payee} ${payer}`;
    if (!histories.has(key) && histories.size >= historiesMax) {
      reject(line, { code: 'too-many-payees', message: `expected at most ${historiesMax} pairs` });
      continue;
    }
    const history = histories.get(key) ?? new Map();
    const { withheld, net, working } = withhold(method, history, monthOf(at), gross);
    histories.set(key, recordPayment(history, monthOf(at), gross, withheld));
    output(
      JSON.stringify({
        ...{ payee, payer, method, at, gross: amountText(gross) },
        ...{ withheld: amountText(withheld), net: amountText(net) },
        working: workingLines(working),
      }),
    );
  }
  return { rejected };
};
