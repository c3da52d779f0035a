import type { BillAnswer, BillKind } from '../../domain/ports/payment-provider.ts';
import type { Downloaded } from './call.ts';
import { unknown } from './taken.ts';

export const bizTypes: { readonly [kind in BillKind]: string } = {
  payments: 'UA_PAY',
  returns: 'UA_PAY_REFUND',
};

/** A bill as it came, or that it is not there (yet). No file never means no payments. */
export const billAnswer = (downloaded: Downloaded): BillAnswer => {
  switch (downloaded.kind) {
    case 'bytes':
      return { outcome: 'found', bytes: downloaded.bytes };
    case 'error':
      return downloaded.subCode === 'isv.scene.filestore.get.not-exists'
        ? { outcome: 'not-there' }
        : unknown(`${downloaded.code} ${downloaded.subCode}`);
    case 'result':
      return unknown('an answer where a file was expected');
    case 'not-connected':
    case 'no-answer':
    case 'unreadable':
      return unknown(downloaded.why);
  }
};
