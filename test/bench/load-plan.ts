/** Which accounts requests go to: all alike, one alone, or a few often and most seldom. */
export type Pick = 'spread' | 'hot' | 'zipf';

/** A request made beforehand, as whom it is made. */
export type Call = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly body?: string;
};

/** What the load generator is told to do: earnings, or these calls, each of them once. */
export type LoadPlan = {
  readonly calls?: readonly Call[];
  readonly url: string;
  readonly token: string;
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second, sent when they are due; without it a closed loop. */
  readonly ratePerSecond?: number | undefined;
  readonly pick: Pick;
  readonly doctors: number;
  /** Goes into every id, so that recognising repeats cannot flatter the figures. */
  readonly prefix: string;
  /** Asia/Shanghai day on which the services were completed. */
  readonly day: string;
};

/** What became of it. Times in ms; of a fixed rate from when each request should have been sent. */
export type Load = {
  readonly perSecond: number;
  /** Answered with 200 or 201. */
  readonly accepted: number;
  /** Answered with 503: more than there is room for. */
  readonly refused: number;
  /** Any other answer, or none. */
  readonly failed: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
};
