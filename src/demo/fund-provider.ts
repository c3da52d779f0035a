import { request } from 'undici';

/** Puts money on a merchant's account at the sandbox: without any it carries out no payout. */
export const fundAtProvider = async (
  sandboxUrl: string,
  funding: { readonly fundingId: string; readonly merchantNo: string; readonly amount: string },
): Promise<void> => {
  const told = await request(`${sandboxUrl}/sandbox/fundings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(funding),
  });
  await told.body.dump();
  if (told.statusCode >= 300) throw new Error(`The sandbox answered ${told.statusCode}`);
};
