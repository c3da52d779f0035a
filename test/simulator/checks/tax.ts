import { independentWithholding, type Step } from '../../support/independent-withholding.ts';
import { type Broken, type Watcher, yuan } from './checking.ts';
import { type ShadowPayment, stands } from './shadow-account.ts';
import type { ShadowBooks } from './shadow-books.ts';

type Taxed = { readonly payment: ShadowPayment; readonly step: number; undone: boolean };
type Course = { readonly steps: Step[]; readonly taxed: Taxed[] };

/** The tax of every withdrawal, recomputed from the whole list of payments by the rules themselves. */
export const watchTax = (shadow: ShadowBooks, broken: Broken): Watcher => {
  const courses = new Map<string, Course>();
  return {
    see: (recorded) => {
      if (recorded.about !== 'account') return;
      const { payee, fact } = recorded;
      if (fact.type === 'WithdrawalRequested') {
        for (const { payoutId, payerId, gross, tax, taxMethod } of fact.data.payouts) {
          const key = `${payee} ${payerId}`;
          const course = courses.get(key) ?? { steps: [], taxed: [] };
          courses.set(key, course);
          const month = fact.data.at.slice(0, 7);
          course.steps.push({ kind: 'pay', month, gross: yuan(gross) });
          const due = independentWithholding(taxMethod, course.steps).at(-1);
          if (due !== yuan(tax))
            broken('tax as the rules say', `${payoutId} withholds ${yuan(tax)} fen, not ${due}`);
          const payment = shadow.payouts.get(payoutId)?.payment;
          if (payment !== undefined)
            course.taxed.push({ payment, step: course.steps.length - 1, undone: false });
        }
        return;
      }
      if (fact.type === 'PayoutRejected' || fact.type === 'PayoutCancelled')
        undo(courses.get(`${payee} ${fact.data.payerId}`));
    },
  };
};

/** A payment that no longer stands was never made, for the tax office too. */
const undo = (course: Course | undefined): void => {
  for (const one of course?.taxed ?? []) {
    if (one.undone || stands(one.payment)) continue;
    one.undone = true;
    course?.steps.push({ kind: 'undo', step: one.step });
  }
};
