/** How the stand-in of the provider is set up. */
export type SandboxOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly appKey: string;
  readonly merchantPublicKeyPem: string;
  readonly platformPrivateKeyPem: string;
  /** Where its orders are kept; without it they end with the process. */
  readonly dataDir?: string | undefined;
  /** Decides everything that is random. */
  readonly seed?: number | undefined;
  /** How long an order takes from one state to the next, ms. */
  readonly stepMs?: number | undefined;
  /** What it takes for each payment, yuan. */
  readonly fee?: string | undefined;
};
