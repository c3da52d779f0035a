import { unreachable } from '../../domain/unreachable.ts';
import type { NotificationOutcome } from '../payouts/notified.ts';
import { notifications } from './metrics.ts';
import { sendProblem } from './problem.ts';
import type { Routes } from './route-tools.ts';

export type { NotificationOutcome };

const bytesMax = 65_536;

/** The provider's notifications. `SUCCESS` is said only when what followed from it is durable. */
export const notificationRoutes: Routes =
  ({ notified }) =>
  async (app) => {
    const form = 'application/x-www-form-urlencoded';
    app.addContentTypeParser(
      form,
      { parseAs: 'string', bodyLimit: bytesMax },
      (_request, body, done) => done(null, body),
    );
    app.post(
      '/provider/yeepay/notifications',
      {
        bodyLimit: bytesMax,
        schema: {
          summary: 'A signed notification of the payment provider',
          security: [],
          consumes: [form],
        },
      },
      async (request, reply) => {
        const outcome = await notified(typeof request.body === 'string' ? request.body : '');
        notifications.inc({ outcome });
        switch (outcome) {
          case 'settled':
          case 'differs':
          case 'unknown-payout':
            return reply.type('text/plain; charset=utf-8').send('SUCCESS');
          case 'not-settled':
            return sendProblem(reply, 'notification-not-settled');
          case 'not-genuine':
            return sendProblem(reply, 'notification-not-genuine');
          default:
            return unreachable(outcome);
        }
      },
    );
  };
