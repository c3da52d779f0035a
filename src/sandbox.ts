/** The one way from the command line to the provider's stand-in: a composition point like `main.ts`. */
export { yeepaySandbox } from '../adapters/yeepay/sandbox/server.ts';
