import type { PayeeId, PayerId } from '../domain/identifiers.ts';
import type { PayeeKind } from '../domain/payee/facts.ts';
import type { Instant } from '../domain/time.ts';

export type PartyRow =
  | {
      readonly kind: PayeeKind;
      readonly id: PayeeId;
      readonly registeredAt: Instant;
      readonly organizationId?: PayeeId;
    }
  | { readonly kind: 'organization'; readonly id: PayeeId; readonly registeredAt: Instant }
  | {
      readonly kind: 'payer';
      readonly id: PayerId;
      readonly registeredAt: Instant;
      readonly frozen?: true;
    };
