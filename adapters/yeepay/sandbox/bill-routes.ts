import { Readable } from 'node:stream';
import { day as dayFrom } from '../../../domain/time.ts';
import { billOf } from './bill.ts';
import type { Handler } from './tools.ts';

/** A day's bill as a file, or the gateway's words for "no such file". */
export const downloadBill: Handler = ({ orders, answer, board }, parameters, reply) => {
  const { bizType = '', billDate = '' } = parameters;
  const kind = bizType === 'UA_PAY' || bizType === 'UA_PAY_REFUND' ? bizType : undefined;
  const day = dayFrom(billDate);
  if (kind === undefined || day === undefined)
    return answer.error(reply, '40042', 'isv.check.request-param.format');
  const bill = billOf(kind, day, orders.all(), board.now);
  if (bill === undefined) return answer.error(reply, '40044', 'isv.scene.filestore.get.not-exists');
  return reply
    .header('content-type', 'application/octet-stream')
    .header('content-disposition', `attachment; filename=${kind}-${billDate}.csv`)
    .send(Readable.from(bill));
};
