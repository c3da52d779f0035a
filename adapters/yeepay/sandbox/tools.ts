import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fen } from '../../../domain/money.ts';
import type { Parameters } from '../protocol/encoding.ts';
import type { Answering } from './answering.ts';
import type { OrderLife } from './order-life.ts';
import type { SandboxOrders } from './orders.ts';
import type { ScenarioChooser } from './scenario-chooser.ts';
import type { SwitchBoard } from './switches.ts';

/** What every route of the stand-in works with. */
export type Tools = {
  readonly orders: SandboxOrders;
  readonly life: OrderLife;
  readonly chooser: ScenarioChooser;
  readonly answer: Answering;
  readonly board: SwitchBoard;
  readonly fee: Fen;
  /** Milliseconds since 1970 on the stand-in's own clock, which can be moved. */
  readonly now: () => number;
  /** Fires when the stand-in ends; what hangs then hangs no longer. */
  readonly ending: AbortSignal;
};

/** Answers one authenticated request. */
export type Handler = (
  tools: Tools,
  parameters: Parameters,
  reply: FastifyReply,
  request: FastifyRequest,
) => FastifyReply | Promise<FastifyReply>;

export const fine = { returnCode: 'UA00000', returnMsg: '请求成功' };
/** The provider publishes neither of the two; they are the stand-in's own. */
export const notFound = { returnCode: 'UA00030', returnMsg: '订单不存在' };
export const repeated = { returnCode: 'UA00031', returnMsg: '请求号重复' };
