import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { amountFromFact, amountText, fen, plus, zero } from '../../domain/money.ts';
import { type Imported, importEarnings } from '../cli/import-earnings.ts';
import { importParties } from '../cli/import-parties.ts';
import { progressOf } from '../cli/progress.ts';
import { withdrawAll } from '../cli/withdraw-all.ts';
import type { Clients } from './clients.ts';
import { fundAtProvider } from './fund-provider.ts';
import type { Sample } from './sample.ts';

const id = encodeURIComponent;
/** Enough for the provider's fees of a month. */
const feeReserve = fen(1_000_000n);
const linesAtOnce = 8;

const anybody = z.object({ items: z.array(z.unknown()) });

/** A log with something in it belongs to somebody; what the demo adds up would not be its own. */
export const mustBeEmpty = async (clients: Clients): Promise<void> => {
  const doctors = await clients.must('finance', undefined, 'GET', '/v1/doctors?limit=1');
  if (anybody.parse(doctors).items.length > 0)
    throw new Error('The log is not empty: the demo needs one of its own');
};

/** Registers everybody the sample names. */
export const importEverybody = async (clients: Clients, { files }: Sample): Promise<void> => {
  const platform = await clients.as('platform');
  for (const kind of ['payers', 'organizations', 'doctors'] as const) {
    const progress = progressOf(kind, (await stat(files[kind])).size);
    const { rejected } = await importParties(platform, kind, files[kind], progress);
    progress.end();
    if (rejected > 0) throw new Error(`${rejected} ${kind} were rejected`);
  }
};

/** Consents, cards and bindings: each the act of the person or organization itself. */
export const consentAndBind = async (
  clients: Clients,
  { doctors }: Sample,
  period: string,
): Promise<void> => {
  const left = [...doctors];
  const work = async (): Promise<void> => {
    for (let doctor = left.shift(); doctor !== undefined; doctor = left.shift()) {
      const { doctorId, cardNumber, bankCode, organizationId } = doctor;
      const path = `/v1/doctors/${id(doctorId)}`;
      await clients.must('doctor', doctorId, 'PUT', `${path}/consents/payout`, {
        version: '2026-01',
        textHash: 'demo',
      });
      await clients.must('doctor', doctorId, 'PUT', `${path}/bank-card`, {
        cardNumber,
        bankCode,
        confirmed: true,
      });
      if (organizationId === undefined) continue;
      const binding = `/v1/organizations/${id(organizationId)}/doctors/${id(doctorId)}`;
      await clients.must('organization', organizationId, 'PUT', binding, { from: `${period}-01` });
    }
  };
  await Promise.all(Array.from({ length: linesAtOnce }, work));
};

export const importMonth = async (clients: Clients, { files }: Sample): Promise<Imported> => {
  const progress = progressOf('earnings', (await stat(files.earnings)).size);
  try {
    return await importEarnings(await clients.as('platform'), files.earnings, progress);
  } finally {
    progress.end();
  }
};

const payerAnswer = z.object({ receivable: z.string() });

/** Every payer puts what it owes, and something for fees, at the provider; the ledger is told. */
export const fundPayers = async (
  clients: Clients,
  { payers }: Sample,
  sandboxUrl: string,
  period: string,
  position: string | undefined,
): Promise<void> => {
  const atLeast = position === undefined ? '' : `?at-least=${id(position)}`;
  for (const { payerId, merchantNo } of payers) {
    const owed = payerAnswer.parse(
      await clients.must('finance', undefined, 'GET', `/v1/payers/${id(payerId)}${atLeast}`),
    );
    const receivable = amountFromFact(owed.receivable);
    const amount = amountText(plus(receivable > 0n ? receivable : zero, feeReserve));
    const fundingId = `demo-${period}-${payerId}`.slice(0, 64);
    await fundAtProvider(sandboxUrl, { fundingId, merchantNo, amount });
    const receivedAt = `${period}-28T09:00:00+08:00`;
    await clients.must('finance', undefined, 'POST', `/v1/payers/${id(payerId)}/fundings`, {
      fundingId,
      amount,
      receivedAt,
    });
  }
};

export const withdrawForAll = (url: string, secret: string, period: string) =>
  withdrawAll(url, secret, `demo-${period}`);
