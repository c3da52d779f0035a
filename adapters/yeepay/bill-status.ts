/** The provider's words for how a billed order stands. Undefined for one that we do not know. */
export const billStatus = (text: string): 'paid' | 'returned' | 'failed' | undefined =>
  Object.hasOwn(statuses, text) ? statuses[text] : undefined;

const statuses: { readonly [text: string]: 'paid' | 'returned' | 'failed' } = {
  SUCCESS: 'paid',
  成功: 'paid',
  REVERSED: 'returned',
  已冲退: 'returned',
  FAIL: 'failed',
  失败: 'failed',
};
