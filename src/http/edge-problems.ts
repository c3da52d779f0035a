import { again, type Problem, p, unknown } from './problem-words.ts';

/** Every no of the edge itself. */
export type EdgeCode =
  | 'invalid-request'
  | 'malformed-json'
  | 'invalid-earning'
  | 'line-too-long'
  | 'unauthenticated'
  | 'keys-unreachable'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'card-number-unlikely'
  | 'team-lacks-doctor'
  | 'withdrawal-unknown'
  | 'withdrawal-ambiguous'
  | 'stream-unknown'
  | 'out-of-time'
  | 'too-many-lines'
  | 'views-behind'
  | 'not-ready'
  | 'notification-not-genuine'
  | 'notification-not-settled'
  | 'internal';

export const edgeProblems: { readonly [code in EdgeCode]: Problem } = {
  'invalid-request': p(
    400,
    'The request is not valid',
    'See `errors`: each names a field and what was expected.',
  ),
  'malformed-json': p(400, 'Not JSON', 'The body is not valid JSON.'),
  'invalid-earning': p(
    400,
    'Not a valid earning',
    'A field is missing, unknown or not as expected.',
  ),
  'line-too-long': p(400, 'The line is too long', 'An earning fits into 64 KiB.'),
  unauthenticated: p(401, 'Not authenticated', 'Send a valid bearer token.'),
  'keys-unreachable': again(
    'Tokens cannot be verified now',
    'The keys that verify them are out of reach; try again.',
  ),
  forbidden: p(403, 'Not allowed', 'This token does not allow this.'),
  'not-found': p(404, 'Not found', 'There is nothing at this address.'),
  'method-not-allowed': p(405, 'Method not allowed', 'This address does not take this method.'),
  'body-too-large': p(413, 'The body is too large', 'Send a smaller body.'),
  'unsupported-media-type': p(
    415,
    'Unsupported media type',
    'Send the media type the contract names.',
  ),
  'card-number-unlikely': p(
    422,
    'The card number looks wrong',
    'Look at it again; send `confirmed: true` if it is right.',
  ),
  'team-lacks-doctor': p(
    422,
    'The team lacks the doctor',
    'A team lists everyone who is paid once, the doctor included, and somebody has a share above zero.',
  ),
  'withdrawal-unknown': unknown('withdrawal'),
  'withdrawal-ambiguous': p(
    409,
    'Several doctors use this id',
    'Add ?doctorId= to say whose withdrawal is meant.',
  ),
  'stream-unknown': unknown('stream'),
  'out-of-time': p(
    422,
    'No answer for this time',
    'The instant lies before the beginning or in the future.',
  ),
  'too-many-lines': p(
    422,
    'Too many lines',
    'More than one answer can hold; read it as CSV, page by page, or from the journal.',
  ),
  'views-behind': again('The views are behind', 'They have not seen that position yet; ask again.'),
  'not-ready': again('Not ready', 'The views are behind the log, or stopped.'),
  'notification-not-genuine': p(400, 'Not genuine', 'The notification could not be verified.'),
  'notification-not-settled': again(
    'Not settled',
    'The news could not be confirmed yet; notify again.',
  ),
  internal: p(500, 'Internal error', 'Something went wrong here; quote `requestId`.'),
};
