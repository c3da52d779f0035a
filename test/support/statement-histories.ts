import { statementDecider } from '../../domain/statement/decider.ts';
import type { StatementFact } from '../../domain/statement/facts.ts';
import type { StatementState } from '../../domain/statement/state.ts';
import { deciderSpec } from './decider-spec.ts';
import { yuan } from './ledger-words.ts';
import {
  asked,
  confirmed,
  disputedFact,
  fact,
  invoiced,
  issued,
  line,
  listed,
  part,
  scheduled,
  statementId,
  voidedFact,
} from './statement-words.ts';

export const statement = deciderSpec(statementDecider);
export const moved = (at: number, to: string) =>
  fact('StatementPayoutMoved', { payoutId: part(at, '1.00').payoutId, to });
export const move = (at: number, to: 'paid' | 'failed' | 'returned' | 'under-way') =>
  ({ type: 'MovePayout', ...asked, payoutId: part(at, '1.00').payoutId, to }) as const;
export const schedule = (maximum: string | undefined, again = false) =>
  ({
    type: 'ScheduleStatement',
    ...asked,
    seed: 'SEED',
    maximumPerPayout: maximum === undefined ? undefined : yuan(maximum),
    again,
  }) as const;
export const bothFailed = [...scheduled, moved(1, 'failed'), moved(2, 'failed')];
export const bothPaid = [...scheduled, moved(1, 'paid'), moved(2, 'paid'), fact('StatementPaid')];

/** One history for each state a statement can be in. */
export const histories: { readonly [state in StatementState]: readonly StatementFact[] } = {
  listing: [listed(1, line('60.00'))],
  issued,
  confirmed,
  disputed: [...issued, disputedFact],
  invoiced,
  scheduled,
  paid: bothPaid,
  returned: [...bothPaid, moved(1, 'returned')],
  voided: [...issued, voidedFact],
};
/** The command is refused in every state but these, each refusal naming the state. */
export const inAllBut = (
  t: Parameters<typeof statement>[0],
  command: object,
  ...but: StatementState[]
) => {
  for (const [name, history] of Object.entries(histories)) {
    const state = name as StatementState;
    if (but.includes(state) || state === 'listing') continue;
    const asking = { ...asked, ...command } as Parameters<typeof statementDecider.decide>[0];
    statement(t)
      .given(...history)
      .when(asking)
      .refuses({ code: 'statement-state', statementId, state });
  }
};
