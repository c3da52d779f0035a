import { inThePayments } from './payments.ts';
import { inTheRules } from './rules.ts';
import { inTheStore } from './store.ts';
import type { Mutation } from './wrapping.ts';

/** Every deliberate bug; each must be found within its number of seeds. */
export const mutations: readonly Mutation[] = [...inTheRules, ...inTheStore, ...inThePayments];
