import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port nobody listens on at this moment: the provider must be told where to notify before we listen. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port could be had');
  return address.port;
};
