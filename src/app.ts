import { randomUUID } from 'node:crypto';
import fastifySwagger from '@fastify/swagger';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifySchemaCompiler,
  LogController,
} from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { WithdrawalPolicies } from '../domain/policy/withdrawal-policy.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { EventStore } from '../domain/ports/event-store.ts';
import type { Vault } from '../domain/ports/vault.ts';
import { answerUnknownAddresses } from './http/addresses.ts';
import { allRoutes } from './http/all-routes.ts';
import { gatesWith } from './http/auth.ts';
import { keepWithinCapacity } from './http/capacity.ts';
import { contract } from './http/contract.ts';
import { handleFailures, refuseAddress } from './http/failures.ts';
import type { Health } from './http/health.ts';
import { measure } from './http/metrics.ts';
import type { NotificationOutcome } from './http/notifications.ts';
import { refuseUnknownQueries } from './http/queries.ts';
import type { RouteTools } from './http/route-tools.ts';
import { type AuthSettings, tokenCheck } from './http/token-check.ts';
import type { Ledger } from './ledger/ledger.ts';
import { quickRead } from './quick-read.ts';
import type { Reconciler } from './reconciliation/reconciler.ts';
import { AccountHistories } from './views/account-histories.ts';
import type { Views } from './views/views.ts';

/** Everything the service stands on; `src/main.ts` plugs the adapters in. */
export type AppPorts = {
  readonly ledger: Ledger;
  readonly views: Views;
  readonly store: EventStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly policies: WithdrawalPolicies;
  readonly reconciler: Reconciler;
  readonly auth: AuthSettings;
  /** Whether some bank is known to issue such numbers. */
  readonly issuerKnown: (cardNumber: string) => boolean;
  readonly notified: (body: string) => Promise<NotificationOutcome>;
  readonly health: () => Health;
  readonly logger: FastifyBaseLogger;
  /** Commands worked on at once; 1,000 unless told. */
  readonly commandsMax?: number;
};

const bodyBytesMax = 1_048_576;
/** A connection on which nothing moves for this long is closed, ms. */
const silenceMaxMs = 120_000;

/** The service with its edges open: no port is listened on yet. */
export const buildApp = async (ports: AppPorts): Promise<FastifyInstance> => {
  const app = Fastify({
    loggerInstance: ports.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    connectionTimeout: silenceMaxMs,
    routerOptions: { maxParamLength: 256 },
    genReqId: requestIds(),
    frameworkErrors: (_error, _request, reply) => void refuseAddress(reply),
  });
  takeJsonOnly(app);
  app.setValidatorCompiler<z.ZodType>(readQuicklyOrAskZod);
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  handleFailures(app);
  answerUnknownAddresses(app);
  refuseUnknownQueries(app);
  measure(app);
  keepWithinCapacity(app, ports.commandsMax);
  await app.register(fastifySwagger, contract);
  const tools: RouteTools = {
    ...ports,
    gate: gatesWith(tokenCheck(ports.auth, () => Date.now() / 1000)),
    histories: new AccountHistories(ports.store),
  };
  for (const routes of allRoutes) await app.register(routes(tools));
  return app;
};

const readQuicklyOrAskZod: FastifySchemaCompiler<z.ZodType> = (route) => {
  const quick = quickRead(route.schema);
  const asked = validatorCompiler(route);
  return (data: unknown) => {
    const value = quick(data);
    return value === undefined ? asked(data) : { value };
  };
};

/** JSON and nothing else, unless a route says so. Many clients name JSON also where they send nothing. */
const takeJsonOnly = (app: FastifyInstance): void => {
  const json = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null, undefined) : json(request, body.toString(), done),
  );
};

/** Request ids: cheap, told in errors and logs, and in no other process the same. */
const requestIds = (): (() => string) => {
  const start = randomUUID().slice(0, 13);
  let count = 0;
  return () => {
    count += 1;
    return `${start}-${count.toString(36)}`;
  };
};
