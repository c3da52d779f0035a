import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { rsaSigner, signedAnswerText } from '../protocol/signer.ts';

/** Answers as the gateway does: signed, the two Base64 dialects taking turns to keep clients honest. */
export type Answering = {
  readonly result: (
    reply: FastifyReply,
    fields: { readonly [name: string]: unknown },
    signed?: boolean,
  ) => FastifyReply;
  readonly error: (reply: FastifyReply, code: string, subCode: string) => FastifyReply;
};

export const answering = (platformPrivateKeyPem: string): Answering => {
  const signers = [
    rsaSigner(platformPrivateKeyPem, 'base64url'),
    rsaSigner(platformPrivateKeyPem, 'base64'),
  ];
  let count = 0;
  const send = (
    reply: FastifyReply,
    status: number,
    body: unknown,
    signed = true,
  ): FastifyReply => {
    const text = JSON.stringify(body);
    count += 1;
    const signature = signers[count % signers.length]?.sign(signedAnswerText(text)) ?? '';
    if (signed) reply.header('x-yop-sign', signature);
    return reply
      .code(status)
      .header('content-type', 'application/json;charset=UTF-8')
      .header('x-yop-via', 'sandbox')
      .send(text);
  };
  return {
    result: (reply, fields, signed) => send(reply, 200, { result: fields }, signed),
    error: (reply, code, subCode) =>
      send(reply, 500, {
        requestId: randomUUID(),
        code,
        message: '请求失败',
        subCode,
        subMessage: subCode,
      }),
  };
};
