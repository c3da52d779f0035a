import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Test } from 'tap';

export type Notified = {
  readonly url: string;
  /** The bodies that came, in order. */
  readonly bodies: readonly string[];
};

type Answer = { readonly status: number; readonly body: string };

/** Somebody to notify: takes what comes and answers what it is told to. */
export const notified = async (
  t: Test,
  answer: (body: string, count: number) => Answer | Promise<Answer>,
): Promise<Notified> => {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    const { status, body } = await answer(bodies.at(-1) ?? '', bodies.length);
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It does not listen');
  return { url: `http://127.0.0.1:${address.port}/notified`, bodies };
};
