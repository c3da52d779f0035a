import {
  inDoubt,
  paid,
  record,
  reissue,
  secondPayout,
  sentBack,
  submit,
  taxedMonthly,
  withdraw,
} from './account-asking.ts';
import { told, toldOn } from './account-told.ts';

/** The life of one payout of 1,000.00 yuan taxed by the month, 40.00 of it: from being asked for to being paid again. */
export const asked = told(record('1000.00'), withdraw('all', { taxMethods: taxedMonthly }));
export const sent = toldOn(asked, submit());
export const doubted = toldOn(sent, inDoubt());
export const returned = toldOn(sent, paid(), sentBack());
export const reissued = toldOn(returned, reissue());
/** Of the payout that pays again. */
export const again = { payoutId: secondPayout };
