import { adjustmentRoutes } from './adjustments.ts';
import { balanceRoutes } from './balances.ts';
import { batchRoutes } from './batch.ts';
import { bindingRoutes } from './bindings.ts';
import { bookRoutes } from './books.ts';
import { breakDeskRoutes } from './break-desk.ts';
import { breakRoutes } from './breaks.ts';
import { cardRoutes } from './cards.ts';
import { deskRoutes } from './desk.ts';
import { docsRoutes } from './docs.ts';
import { doctorStatementRoutes } from './doctor-statements.ts';
import { doctorRoutes } from './doctors.ts';
import { earningReadingRoutes } from './earning-reading.ts';
import { earningRoutes } from './earnings.ts';
import { freezeRoutes } from './freezes.ts';
import { healthRoutes } from './health.ts';
import { liveRoutes } from './live.ts';
import { metricsRoutes } from './metrics.ts';
import { notificationRoutes } from './notifications.ts';
import { organizationReadRoutes } from './organization-reads.ts';
import { organizationRoutes } from './organizations.ts';
import { payerRoutes } from './payers.ts';
import { payoutRoutes } from './payouts.ts';
import { practiceRoutes } from './practice.ts';
import { reconciliationDeskRoutes } from './reconciliation-desk.ts';
import { reconciliationRoutes } from './reconciliations.ts';
import { statementActRoutes } from './statement-acts.ts';
import { statementRunRoutes } from './statement-runs.ts';
import { statementRoutes } from './statements.ts';
import { unbindRoutes } from './unbinding.ts';
import { withdrawalRoutes } from './withdrawals.ts';
import { withholdingRoutes } from './withholding.ts';

export const allRoutes = [
  payerRoutes,
  doctorRoutes,
  cardRoutes,
  bindingRoutes,
  unbindRoutes,
  earningRoutes,
  earningReadingRoutes,
  batchRoutes,
  deskRoutes,
  adjustmentRoutes,
  balanceRoutes,
  doctorStatementRoutes,
  withdrawalRoutes,
  payoutRoutes,
  freezeRoutes,
  withholdingRoutes,
  practiceRoutes,
  liveRoutes,
  organizationRoutes,
  organizationReadRoutes,
  statementRoutes,
  statementActRoutes,
  statementRunRoutes,
  bookRoutes,
  reconciliationRoutes,
  reconciliationDeskRoutes,
  breakRoutes,
  breakDeskRoutes,
  notificationRoutes,
  healthRoutes,
  metricsRoutes,
  docsRoutes,
];
