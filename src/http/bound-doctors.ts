import type { UnbindRequest } from '../../domain/payee/state.ts';
import { organizationParams } from './address-params.ts';
import { boundDoctorsPage, unansweredPage } from './binding-answer.ts';
import { listAsked } from './read-asked.ts';
import type { Routes } from './route-tools.ts';
import { seen } from './seen.ts';

export const boundDoctors: Routes = (tools) => async (app) => {
  const { views, gate } = tools;
  app.get(
    '/v1/organizations/:organizationId/doctors',
    {
      onRequest: gate(['organization', 'finance', 'auditor'], 'organizationId'),
      schema: {
        summary: 'Everybody who is or was bound, with the days',
        params: organizationParams,
        querystring: listAsked,
        response: { 200: boundDoctorsPage },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { organizationId } = request.params;
      const { limit, cursor } = request.query;
      const { answer, position } = views.boundTo(organizationId, { limit, after: cursor });
      const items = answer.items.map(({ doctorId, bindings, unbindRequest }) => {
        // Where else a doctor settled or settles is not this organization's to know.
        const own = bindings.filter((one) => one.organizationId === organizationId);
        const isAsked = own.some(({ until }) => until === undefined);
        return {
          doctorId,
          bindings: own,
          unbindRequest: isAsked ? requestAnswer(unbindRequest) : null,
        };
      });
      return { items, next: answer.next ?? null, asOf: position };
    },
  );
};

export const requestAnswer = (request: UnbindRequest | undefined) =>
  request === undefined ? null : shownRequest(request);

const shownRequest = ({ at, ...rest }: UnbindRequest) => ({ since: at, ...rest });

export const unanswered: Routes = (tools) => async (app) => {
  const { views, gate } = tools;
  app.get(
    '/v1/unbind-requests',
    {
      onRequest: gate(['finance', 'auditor']),
      schema: {
        summary: 'Doctors who asked to leave and have no answer yet, longest first',
        querystring: listAsked,
        response: { 200: unansweredPage },
      },
    },
    async (request, reply) => {
      if (!(await seen(tools, request, reply))) return reply;
      const { limit, cursor } = request.query;
      const { answer, position } = views.askingToLeave({ limit, after: cursor });
      const items = answer.items.flatMap(({ doctorId, bindings, unbindRequest }) => {
        const bound = bindings.at(-1);
        return bound === undefined || unbindRequest === undefined
          ? []
          : [
              {
                doctorId,
                organizationId: bound.organizationId,
                unbindRequest: shownRequest(unbindRequest),
              },
            ];
      });
      return { items, next: answer.next ?? null, asOf: position };
    },
  );
};
