import { z } from 'zod';
import { amountFromFact, amountText, plus, zero } from '../../domain/money.ts';
import { developmentToken } from '../tokens.ts';
import { type ServiceClient, serviceClient } from './service-client.ts';

const doctorsPage = z.object({
  items: z.array(z.object({ doctorId: z.string() })),
  next: z.string().nullable(),
});
const withdrawal = z.object({
  amount: z.string(),
  payouts: z.array(z.object({ payoutId: z.string() })),
});
const refusal = z.object({ code: z.string() });

export type WithdrawnAll = {
  readonly withdrawals: number;
  readonly withdrawn: string;
  readonly refused: number;
  readonly refusals: { readonly [code: string]: number };
};

/** Asks, as each doctor, for all that may be withdrawn now. A refusal is counted and stops nobody else. */
export const withdrawAll = async (
  url: string,
  secret: string,
  prefix: string,
): Promise<WithdrawnAll> => {
  const finance = serviceClient(
    url,
    await developmentToken(secret, { role: 'finance', sub: 'lotus-withdraw-all' }),
  );
  let withdrawals = 0;
  let withdrawn = zero;
  const refusals: { [code: string]: number } = {};
  for await (const doctorId of doctorsOf(finance)) {
    const token = await developmentToken(secret, {
      role: 'doctor',
      party: doctorId,
      sub: doctorId,
    });
    const doctor = serviceClient(url, token);
    const body = { withdrawalId: `${prefix}-${doctorId}`.slice(0, 64), amount: 'all' };
    const answer = await doctor.call(
      'POST',
      `/v1/doctors/${encodeURIComponent(doctorId)}/withdrawals`,
      body,
    );
    await doctor.close();
    if (answer.status === 202 || answer.status === 200) {
      withdrawals += 1;
      withdrawn = plus(withdrawn, amountFromFact(withdrawal.parse(answer.body).amount));
    } else {
      const { code } = refusal.parse(answer.body);
      refusals[code] = (refusals[code] ?? 0) + 1;
    }
  }
  await finance.close();
  const refused = Object.values(refusals).reduce((sum, count) => sum + count, 0);
  return { withdrawals, withdrawn: amountText(withdrawn), refused, refusals };
};

async function* doctorsOf(service: ServiceClient): AsyncGenerator<string> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { items, next } = doctorsPage.parse(
      (await service.call('GET', `/v1/doctors?limit=1000${after}`)).body,
    );
    for (const { doctorId } of items) yield doctorId;
    cursor = next;
  }
}
