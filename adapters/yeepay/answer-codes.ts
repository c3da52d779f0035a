/** What a code means for an order. Anything not listed may have happened, and is `unclassified`. */
export type CodeMeaning =
  | 'may-have-happened'
  | 'unclassified'
  | 'busy'
  | 'misconfigured'
  | 'rejected'
  | 'ask'
  | 'payer-short-of-funds';

/**
 * Gateway codes by `code`, then `subCode` (platform error code page of the provider, read 2026-11).
 * A subCode that is not named here means the entry `*`; without one, it is unclassified.
 */
const gatewayCodes: { readonly [code: string]: { readonly [subCode: string]: CodeMeaning } } = {
  '40020': { '*': 'may-have-happened' },
  '40021': { 'sys.authorization.unauthorized': 'misconfigured' },
  '40029': {
    'sys.limit.concurrency-control.api': 'busy',
    'sys.limit.rate-limit': 'busy',
    'sys.limit.traffic-control': 'busy',
    'sys.limit.http-method': 'misconfigured',
    'sys.limit.ip-black-list.platform': 'misconfigured',
    'sys.limit.ip-white-list.app': 'misconfigured',
    'sys.limit.ip-white-list.not-configured': 'misconfigured',
  },
  '40042': {
    'isv.app.not-exists': 'misconfigured',
    'isv.check.request-param.format': 'rejected',
    'isv.check.request-param.miss': 'rejected',
    'isv.protocol.content-type.unsupported': 'misconfigured',
    'isv.protocol.host-name.unsupported': 'misconfigured',
    'isv.service.not-exists': 'misconfigured',
  },
  '40044': { '*': 'ask' },
  '40047': {
    'isv.authentication.crypto.decrypt-failure': 'misconfigured',
    'isv.authentication.digest.integrity-checking-failure': 'misconfigured',
    'isv.authentication.digest.verify-failure': 'misconfigured',
    'isv.authentication.incompatible': 'misconfigured',
    'isv.authentication.oauth2.invalid-token': 'misconfigured',
  },
  '40048': {
    'isv.encrypt.format.illegal': 'misconfigured',
    'isv.encrypt.param.decrypt-failure': 'misconfigured',
  },
  // Of the old family of codes: took too long, and trouble in its system.
  '99001013': { '*': 'may-have-happened' },
  '99999000': { '*': 'may-have-happened' },
};

export const gatewayMeaning = (code: string, subCode: string): CodeMeaning => {
  const family = Object.hasOwn(gatewayCodes, code) ? gatewayCodes[code] : undefined;
  if (family === undefined) return 'unclassified';
  return (Object.hasOwn(family, subCode) ? family[subCode] : family['*']) ?? 'unclassified';
};

/**
 * Business codes (`result.returnCode`). The provider's full list is not public: only what certainly
 * means "not accepted" is said to, and whatever is not here may have happened.
 */
const returnCodes: { readonly [code: string]: CodeMeaning } = {
  // A system exception; it could not look the merchant up.
  UA00001: 'may-have-happened',
  UA00008: 'may-have-happened',
  UA00006: 'misconfigured',
  UA00007: 'misconfigured',
  UA00012: 'payer-short-of-funds',
  UA00014: 'misconfigured',
  // The number was used before. Not published either; this one is the sandbox's.
  UA00031: 'may-have-happened',
};

export const taken = 'UA00000';

export const returnMeaning = (code: string): CodeMeaning =>
  (Object.hasOwn(returnCodes, code) ? returnCodes[code] : undefined) ?? 'unclassified';

/**
 * The provider publishes no code for it; the sandbox uses this one, and a real one goes beside it.
 */
export const orderNotFoundCodes: ReadonlySet<string> = new Set(['UA00030']);
