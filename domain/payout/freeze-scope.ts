import { type ProviderId, providerIds } from './provider-contract.ts';

/** What the big switches stop: every payout, or all that go through one provider. A payer has its own. */
export type FreezeScope = 'all' | `provider-${ProviderId}`;

/** Read off a stream's name or an address; undefined where there is no such switch. */
export const freezeScope = (text: string): FreezeScope | undefined =>
  text === 'all' ? text : providerIds.map(scopeOfProvider).find((scope) => scope === text);

/** The switch of one provider. */
export const scopeOfProvider = (provider: ProviderId): FreezeScope => `provider-${provider}`;
