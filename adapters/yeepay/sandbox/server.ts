import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import Fastify, { type FastifyInstance } from 'fastify';
import { amountFromFact } from '../../../domain/money.ts';
import { rsaVerifier } from '../protocol/signer.ts';
import { answering } from './answering.ts';
import { controlRoutes, insightRoutes } from './control-routes.ts';
import { newsRoutes } from './news-routes.ts';
import { Notifier } from './notifier.ts';
import type { SandboxOptions } from './options.ts';
import { OrderLife } from './order-life.ts';
import { OrderNews } from './order-news.ts';
import { SandboxOrders } from './orders.ts';
import { providerRoutes } from './provider-routes.ts';
import { requestLog } from './request-log.ts';
import { ScenarioChooser } from './scenario-chooser.ts';
import { SwitchBoard } from './switches.ts';
import type { Tools } from './tools.ts';

/** A running stand-in of the provider. */
export type Sandbox = { readonly url: string; readonly close: () => Promise<void> };

const bodyBytesMax = 262_144;
const requestsKept = 10_000;
const defaultStepMs = 50;
const defaultFee = '1.00';

/**
 * The provider's stand-in: verifies our signatures, moves orders through their states, notifies with
 * signed envelopes, keeps balances and bills that agree with what it paid. Where the provider
 * publishes nothing, its choices are assumptions and say so.
 */
export const yeepaySandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { appKey, merchantPublicKeyPem, platformPrivateKeyPem, dataDir, seed = 1 } = options;
  const database = sandboxDatabase(dataDir);
  const board = new SwitchBoard(database);
  const now = (): number => Date.now() + board.now.clockOffsetMs;
  const orders = new SandboxOrders(database);
  const notifier = new Notifier({ platformPrivateKeyPem, merchantPublicKeyPem }, appKey);
  const fee = amountFromFact(options.fee ?? defaultFee);
  const stepMs = options.stepMs ?? defaultStepMs;
  const life = new OrderLife({ orders, news: new OrderNews(orders, notifier), now, stepMs, fee });
  const ending = new AbortController();
  const chooser = new ScenarioChooser(seed, () => board.now.rules);
  const answer = answering(platformPrivateKeyPem);
  const tools: Tools = { orders, life, chooser, answer, board, fee, now, ending: ending.signal };
  const log = requestLog(requestsKept);
  const app = bareServer();
  const verifier = rsaVerifier(merchantPublicKeyPem);
  await app.register(providerRoutes(tools, { appKey, verifier, log }));
  await app.register(controlRoutes(tools));
  await app.register(newsRoutes(tools, notifier));
  await app.register(insightRoutes(tools, log));
  life.resume();
  const url = await app.listen({ host: options.host, port: options.port });
  return {
    url,
    close: async () => {
      ending.abort();
      life.close();
      await app.close();
      await notifier.close();
      database.close();
    },
  };
};

/** Kept in a file of the folder, or only while it runs. */
const sandboxDatabase = (dataDir: string | undefined): DatabaseSync => {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const file = dataDir === undefined ? ':memory:' : join(dataDir, 'sandbox.db');
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  return database;
};

/** Bodies stay texts: their bytes are what was signed. */
const bareServer = (): FastifyInstance => {
  const app = Fastify({ bodyLimit: bodyBytesMax, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  return app;
};
