import { fen, zero } from '../../../domain/money.ts';
import type {
  OrderStanding,
  PaymentInstruction,
  QueryAnswer,
} from '../../../domain/ports/payment-order.ts';
import type { PaymentProvider } from '../../../domain/ports/payment-provider.ts';
import { type Mutation, mishearing, misseeing, mutation } from './wrapping.ts';

const ordering = (change: (instruction: PaymentInstruction) => PaymentInstruction) => ({
  provider: (provider: PaymentProvider): PaymentProvider => ({
    ...provider,
    order: (instruction) => provider.order(change(instruction)),
  }),
});

const hearing = (change: (standing: OrderStanding) => OrderStanding) => ({
  provider: (provider: PaymentProvider): PaymentProvider => ({
    ...provider,
    query: async (asked) => {
      const answer = await provider.query(asked);
      return answer.outcome === 'found' ? { ...answer, standing: change(answer.standing) } : answer;
    },
  }),
});

/** Bugs on the way to the provider and back. */
export const inThePayments: readonly Mutation[] = [
  mutation('sends again under a new number', 20, {
    provider: (provider) => ({
      ...provider,
      order: async (instruction) => {
        const answer = await provider.order(instruction);
        return answer.outcome === 'may-have-happened'
          ? provider.order({ ...instruction, requestNo: `${instruction.requestNo}X` })
          : answer;
      },
    }),
  }),
  mutation('takes not found for failed', 20, {
    provider: (provider) => {
      const sent = new Map<string, PaymentInstruction>();
      return {
        ...provider,
        order: (instruction) => {
          sent.set(instruction.requestNo, instruction);
          return provider.order(instruction);
        },
        query: async (asked): Promise<QueryAnswer> => {
          const answer = await provider.query(asked);
          const order = sent.get(asked.requestNo);
          if (answer.outcome !== 'not-found' || order === undefined) return answer;
          const standing = { state: 'failed', reasonCode: 'other', providerCode: 'none' } as const;
          return { outcome: 'found', orderNo: '?', amount: order.amount, ...asked, standing };
        },
      };
    },
  }),
  mutation(
    'drops a late return',
    20,
    hearing((standing) =>
      standing.state === 'returned' ? { ...standing, state: 'paid' } : standing,
    ),
  ),
  mutation(
    'takes accepted for paid',
    30,
    hearing((standing) =>
      standing.state === 'processing'
        ? { state: 'paid', fee: fen(100n), finishedAt: '2026-11-05T10:00:00+08:00' as never }
        : standing,
    ),
  ),
  mutation(
    'forgets the fee of the provider',
    30,
    hearing((standing) => (standing.state === 'paid' ? { ...standing, fee: zero } : standing)),
  ),
  mutation('releases money that is in doubt', 20, {
    ledgerOfPayouts: (ledger) =>
      mishearing(ledger, (command) =>
        command.type === 'RecordInDoubt'
          ? {
              type: 'RecordRejected',
              payoutId: command.payoutId,
              reason: 'other',
              providerCode: 'timeout',
              evidence: 'answer',
            }
          : command,
      ),
  }),
  mutation(
    "pays with another payer's money",
    20,
    ordering((instruction) => ({
      ...instruction,
      merchantNo: instruction.merchantNo === 'M1' ? 'M2' : 'M1',
    })),
  ),
  mutation(
    'sends a fen too much',
    20,
    ordering((instruction) => ({
      ...instruction,
      amount: fen(instruction.amount + 1n),
    })),
  ),
  mutation('sends before the intent is written down', 20, {
    ledgerOfPayouts: (ledger) =>
      misseeing(ledger, (account) => {
        let { payouts } = account;
        for (const payout of account.payouts.values())
          if (payout.state === 'requested')
            payouts = payouts.with(payout.payoutId, { ...payout, state: 'submitted' });
        return { ...account, payouts };
      }),
  }),
  mutation('pays to the first card there ever was', 40, {
    vault: (vault) => ({
      ...vault,
      revealCard: async (subject, ref) =>
        (await vault.revealCard(subject, `${ref.slice(0, -1)}0` as typeof ref)) ??
        vault.revealCard(subject, ref),
    }),
  }),
  mutation(
    'pays although consent was withdrawn',
    40,
    {
      ledgerOfPayouts: (ledger) => ({
        ...ledger,
        parties: {
          ...ledger.parties,
          payee: async (id) => ({
            ...(await ledger.parties.payee(id)),
            consent: { version: '1', textHash: 'h' },
          }),
        },
      }),
    },
    22,
  ),
  mutation(
    'pays for a payer that is frozen',
    60,
    {
      ledgerOfPayouts: (ledger) => ({
        ...ledger,
        parties: {
          ...ledger.parties,
          payer: async (id) => ({ ...(await ledger.parties.payer(id)), frozen: false }),
        },
      }),
    },
    3,
  ),
  mutation('takes money for received that was not written down', 20, {
    ledger: (ledger) => ({
      ...ledger,
      parties: {
        ...ledger.parties,
        handlePayer: async (command, asking) =>
          command.type === 'ReceiveFunding'
            ? {
                ok: true,
                value: {
                  facts: [],
                  state: await ledger.parties.payer(command.payerId),
                  revision: 0,
                  position: undefined,
                },
              }
            : ledger.parties.handlePayer(command, asking),
      },
    }),
  }),
];
