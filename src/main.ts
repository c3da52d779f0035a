import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { ownReference } from '../domain/identifiers.ts';
import type { EventStore } from '../domain/ports/event-store.ts';
import { buildApp } from './app.ts';
import { isIssuerKnown } from './card-issuer.ts';
import { contractsOf, providerOf, reconcilerOf, vaultOf } from './chosen-adapters.ts';
import type { CompleteSettings } from './complete-settings.ts';
import { drive } from './drive.ts';
import { alarms } from './http/metrics.ts';
import { startJobs } from './jobs/start-jobs.ts';
import { ledgerOn } from './ledger/ledger.ts';
import { openLogWithViews } from './open-log-with-views.ts';
import { Leases, type LeasesOptions } from './payouts/leases.ts';
import { notified } from './payouts/notified.ts';
import { payoutsOnDuty } from './payouts/on-duty.ts';
import type { PayoutPorts } from './payouts/ports.ts';
import { PayoutProcess } from './payouts/process.ts';
import { Sweep } from './payouts/sweep.ts';
import { payoutTerms } from './payouts/terms.ts';
import { defaultPolicies, readPolicies } from './policy-file.ts';
import { realClock } from './real-timers.ts';
import { SettlingProcess } from './settling/process.ts';
import { caughtUpAtStart } from './views/caught-up-at-start.ts';
import { earningIndex } from './views/earning-index.ts';
import { monthOfWithdrawal } from './views/withdrawal-index.ts';
import { widenYoungGeneration } from './young-generation.ts';

/** A running service. */
export type Service = { readonly url: string; readonly close: () => Promise<void> };

/** Puts the service together of what the settings chose, and listens: the whole composition on a page. */
export const serve = async (settings: CompleteSettings): Promise<Service> => {
  widenYoungGeneration();
  const logger = pino({ level: settings.LOTUS_LOG_LEVEL, base: null });
  const { stopped, onStopped } = watchParts(logger);
  const { store, views } = await openLogWithViews(settings, onStopped('views'));
  const vault = vaultOf(settings);
  const { withdrawal: policies, statement: statementPolicies } = policiesOf(settings);
  const contracts = contractsOf(settings);
  const { isSifted, ...index } = earningIndex(views, store);
  const ledger = ledgerOn({
    store,
    vault,
    policies,
    statementPolicies,
    contracts,
    monthOfWithdrawal: monthOfWithdrawal(store, views),
    ...index,
  });
  const provider = providerOf(settings, contracts);
  const payoutPorts: PayoutPorts = {
    ledger,
    store,
    views,
    provider,
    providerId: 'yeepay',
    vault,
    clock: realClock,
    terms: payoutTerms(contracts, settings.LOTUS_PROVIDER_SETTLING_SECONDS),
    alarm: raise(logger),
    duty: dutyOn(store, settings, (covers) => payouts.takeOver(covers)),
  };
  const payouts: PayoutProcess = new PayoutProcess(payoutPorts);
  const sweep = new Sweep(payoutPorts, payouts);
  const reconciler = reconcilerOf(payoutPorts, settings);
  const app = await buildApp({
    ledger,
    views,
    store,
    vault,
    clock: realClock,
    policies,
    reconciler,
    auth: authOf(settings),
    issuerKnown: isIssuerKnown,
    notified: (body) => notified(payoutPorts, payouts, body),
    health: () => ({
      stopped,
      payouts: { underWay: payouts.openCount, sweptAt: sweep.sweptAt },
      earningIdsSifted: isSifted(),
    }),
    logger,
  });
  await caughtUpAtStart(store, views, () => stopped.length > 0);
  const url = await app.listen({ port: settings.LOTUS_PORT, host: settings.LOTUS_HOST });
  const driver = drive(payoutsOnDuty(payouts, sweep), onStopped('payouts'));
  const settling = drive(new SettlingProcess(payoutPorts), onStopped('settling'));
  const jobs = startJobs(reconciler, settings, payoutPorts.alarm);
  return {
    url,
    close: async () => {
      await app.close();
      for (const working of [settling, jobs, driver]) await working.stop();
      for (const opened of [provider, views, store, vault]) await opened.close();
    },
  };
};

/** Which parts have stopped on an error: health names them. */
const watchParts = (logger: Logger) => {
  const stopped: string[] = [];
  const onStopped = (what: string) => (error: unknown) => {
    stopped.push(what);
    logger.error({ err: error, what }, 'a part of the service has stopped');
  };
  return { stopped, onStopped };
};

const policiesOf = ({ LOTUS_POLICY_FILE }: CompleteSettings) =>
  LOTUS_POLICY_FILE === undefined ? defaultPolicies : readPolicies(LOTUS_POLICY_FILE);

/** Who shares a log shares the work; alone on a log there is nobody to share it with. */
const dutyOn = (
  store: EventStore,
  { LOTUS_LEASE_SECONDS }: CompleteSettings,
  onTaken: LeasesOptions['onTaken'],
): Leases | undefined =>
  store.shared
    ? new Leases({
        store,
        holder: ownReference(randomUUID()),
        clock: realClock,
        steady: () => performance.now(),
        lastsMs: LOTUS_LEASE_SECONDS * 1_000,
        onTaken,
      })
    : undefined;

const authOf = ({ LOTUS_JWT_SECRET, LOTUS_JWKS_URL }: CompleteSettings) =>
  LOTUS_JWT_SECRET === undefined
    ? { jwksUrl: LOTUS_JWKS_URL ?? '' }
    : { jwtSecret: LOTUS_JWT_SECRET };

const raise = (logger: Logger) => (alarm: { readonly code: string }) => {
  alarms.inc({ code: alarm.code });
  logger.warn({ alarm }, 'alarm');
};
