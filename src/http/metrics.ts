import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { freezesNow } from './freezes-shown.ts';
import { payoutMetrics } from './payout-metrics.ts';
import type { Routes } from './route-tools.ts';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

const seconds = new Histogram({
  name: 'lotus_http_request_seconds',
  help: 'How long requests took, by route, method and status',
  labelNames: ['route', 'method', 'status'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [registry],
});

/** Alarms raised, by code: each is something a person must look at. */
export const alarms = new Counter({
  name: 'lotus_alarms_total',
  help: 'Alarms raised, by code',
  labelNames: ['code'] as const,
  registers: [registry],
});

/** Months whose statements should have been issued and were not. */
export const statementMonthsMissed = new Gauge({
  name: 'lotus_statement_months_missed',
  help: 'Months that are over, whose statements should have been issued by now, and were not',
  registers: [registry],
});

/** Days that should have been reconciled long ago. */
export const reconciliationsMissed = new Gauge({
  name: 'lotus_reconciliations_missed',
  help: 'Days that are over, should have been reconciled by now, and were not',
  registers: [registry],
});

const earningIdsSifted = new Gauge({
  name: 'lotus_earning_ids_sifted',
  help: '1 once all earning ids there are have been read, so that new ones are not looked up one by one',
  registers: [registry],
});

/** What became of the provider's notifications. */
export const notifications = new Counter({
  name: 'lotus_notifications_total',
  help: 'Notifications of the payment provider, by what became of them',
  labelNames: ['outcome'] as const,
  registers: [registry],
});

/** Counted where they are let in and answered. */
export const requests = { underWay: 0 };
registry.registerMetric(
  new Gauge({
    name: 'lotus_http_requests_under_way',
    help: 'Requests that are not answered yet: those that wait for the store among them',
    collect() {
      this.set(requests.underWay);
    },
    registers: [],
  }),
);

/** Batches that are being recorded, and how many lines of each wait for the store. */
export const batches = new Set<{ readonly count: number }>();
registry.registerMetric(
  new Gauge({
    name: 'lotus_batch_lines_under_way',
    help: 'Lines of batches that are not durable or refused yet',
    collect() {
      let lines = 0;
      for (const { count } of batches) lines += count;
      this.set(lines);
    },
    registers: [],
  }),
);

/** Times every request. Routes are labelled by their pattern, so ids never become labels. */
export const measure = (app: FastifyInstance): void => {
  type Observe = (value: number) => void;
  const observers = new Map<string, Observe>();
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const key = `${route} ${request.method} ${reply.statusCode}`;
    let observe = observers.get(key);
    if (observe === undefined) {
      const child = seconds.labels(route, request.method, String(reply.statusCode));
      observe = (value) => child.observe(value);
      observers.set(key, observe);
    }
    observe(reply.elapsedTime / 1000);
    done();
  });
};

const setPayouts = payoutMetrics(registry);

export const metricsRoutes: Routes = (tools) => async (app) => {
  app.get(
    '/metrics',
    { schema: { summary: 'Metrics for Prometheus', security: [] } },
    async (_request, reply) => {
      // A store that is away keeps nobody from the other figures.
      const freezes = await freezesNow(tools).catch(() => undefined);
      const { payouts, earningIdsSifted: areSifted = false } = tools.health();
      setPayouts(freezes, payouts);
      earningIdsSifted.set(areSifted ? 1 : 0);
      return reply.header('content-type', registry.contentType).send(await registry.metrics());
    },
  );
};
