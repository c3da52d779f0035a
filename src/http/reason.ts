/** Why a payout is where it is, and what happens next, for the person who waits. */
export type Reason = {
  readonly zh: string;
  readonly en: string;
  readonly next: { readonly zh: string; readonly en: string };
};

export const reason = (zh: string, en: string, nextZh: string, nextEn: string): Reason => ({
  zh,
  en,
  next: { zh: nextZh, en: nextEn },
});
