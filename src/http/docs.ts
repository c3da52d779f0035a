import { docsPage } from './docs-page.ts';
import type { Routes } from './route-tools.ts';

/** The contract as OpenAPI, and a page to read it on: self-contained, no network. */
export const docsRoutes: Routes = () => async (app) => {
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  app.get('/docs', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(docsPage(app.swagger())),
  );
};
