import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { rsaSigner, signedAnswerText } from '../protocol/signer.ts';

/** Whether an answer carries a signature, and whether it is the one of its text. */
type Signing = 'signed' | 'unsigned' | 'signed-otherwise';

type Fields = { readonly [name: string]: unknown };

/**
 * Answers as the gateway does: signed, the two Base64 dialects taking turns to keep clients
 * honest.
 */
export type Answering = {
  readonly result: (reply: FastifyReply, fields: Fields, signing?: Signing) => FastifyReply;
  /** The same with the JSON of the business fields already written. */
  readonly resultText: (reply: FastifyReply, text: string) => FastifyReply;
  readonly error: (reply: FastifyReply, code: string, subCode: string) => FastifyReply;
};

export const answering = (platformPrivateKeyPem: string): Answering => {
  const signers = [
    rsaSigner(platformPrivateKeyPem, 'base64url'),
    rsaSigner(platformPrivateKeyPem, 'base64'),
  ];
  let count = 0;
  const send = (reply: FastifyReply, status: number, text: string, signing: Signing) => {
    count += 1;
    const signed = signedAnswerText(signing === 'signed' ? text : `${text} of another`);
    const signature = signers[count % signers.length]?.sign(signed) ?? '';
    if (signing !== 'unsigned') reply.header('x-yop-sign', signature);
    return reply
      .code(status)
      .header('content-type', 'application/json;charset=UTF-8')
      .header('x-yop-via', 'sandbox')
      .send(text);
  };
  return {
    result: (reply, fields, signing = 'signed') =>
      send(reply, 200, JSON.stringify({ result: fields }), signing),
    resultText: (reply, text) => send(reply, 200, `{"result":${text}}`, 'signed'),
    error: (reply, code, subCode) => {
      const [message, subMessage] = ['请求失败', subCode];
      const body = { requestId: randomUUID(), code, message, subCode, subMessage };
      return send(reply, 500, JSON.stringify(body), 'signed');
    },
  };
};
