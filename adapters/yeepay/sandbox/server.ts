import { mkdirSync } from 'node:fs';
import Fastify, { type FastifyInstance } from 'fastify';
import { rsaVerifier } from '../protocol/signer.ts';
import { answering } from './answering.ts';
import { controlRoutes } from './control-routes.ts';
import { Notifier } from './notifier.ts';
import type { SandboxOptions } from './options.ts';
import { OrderLife } from './order-life.ts';
import { SandboxOrders } from './orders.ts';
import { providerRoutes } from './provider-routes.ts';
import { scenarioChooser } from './scenarios.ts';

/** A running stand-in of the provider. */
export type Sandbox = { readonly url: string; readonly close: () => Promise<void> };

const bodyBytesMax = 262_144;
const defaultStepMs = 50;

/**
 * The provider's stand-in: verifies our signatures, moves orders through their states, notifies with
 * signed envelopes, keeps balances and bills that agree with what it paid. Where the provider
 * publishes nothing, its choices are assumptions and say so.
 */
export const yeepaySandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const {
    appKey,
    merchantPublicKeyPem,
    platformPrivateKeyPem,
    dataDir,
    seed = 1,
    stepMs = defaultStepMs,
  } = options;
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  let clockOffsetMs = 0;
  const now = (): number => Date.now() + clockOffsetMs;
  const orders = new SandboxOrders(dataDir);
  const notifier = new Notifier({ platformPrivateKeyPem, merchantPublicKeyPem }, appKey);
  const life = new OrderLife({ orders, notifier, now, stepMs });
  const chooser = scenarioChooser(seed);
  const requests: RequestSeen[] = [];

  const app: FastifyInstance = Fastify({ bodyLimit: bodyBytesMax });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  const answer = answering(platformPrivateKeyPem);
  const verifier = rsaVerifier(merchantPublicKeyPem);
  await app.register(
    providerRoutes({ orders, life, chooser, answer, verifier, appKey, now, notifier, requests }),
  );
  await app.register(
    controlRoutes({
      orders,
      life,
      chooser,
      now,
      requests,
      moveClock: (byMs) => {
        clockOffsetMs += byMs;
        return now();
      },
    }),
  );
  life.resume();
  const url = await app.listen({ host: options.host, port: options.port });
  return {
    url,
    close: async () => {
      await app.close();
      life.close();
      notifier.close();
      orders.close();
    },
  };
};

/** One request as it came, for the check of what leaves the house. */
export type RequestSeen = { readonly method: string; readonly url: string; readonly body: string };
