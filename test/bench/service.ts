import { startWorld, type World } from '../../src/demo/world.ts';
import { developmentToken } from '../../src/tokens.ts';

/** A fresh service with a payer and doctors `doc-0` to `doc-{n-1}`, and a platform's token. */
export type BenchService = { readonly world: World; readonly token: string };

const registeredAtOnce = 32;

export const startService = async (doctors: number): Promise<BenchService> => {
  const world = await startWorld();
  try {
    const { clients } = world;
    await clients.must('platform', undefined, 'PUT', '/v1/payers/pay-1', {
      legalName: 'bench',
      merchantNo: '1',
      taxMethod: 'labor-monthly',
    });
    let next = 0;
    const register = async (): Promise<void> => {
      for (let n = next++; n < doctors; n = next++) {
        const doctor = { kind: 'doctor', name: '测试' };
        await clients.must('platform', undefined, 'PUT', `/v1/doctors/doc-${n}`, doctor);
      }
    };
    await Promise.all(Array.from({ length: registeredAtOnce }, register));
    const asked = { role: 'platform', sub: 'bench' } as const;
    return { world, token: await developmentToken(world.jwtSecret, asked) };
  } catch (error) {
    await world.close();
    throw error;
  }
};

/** Yesterday in Asia/Shanghai: completed services lie in the past. */
export const yesterday = (): string =>
  new Date(Date.now() - 16 * 3_600_000).toISOString().slice(0, 10);

/** The sums of the trial balance. That they differ ends the run: figures of wrong books are worth nothing. */
export const checkBooks = async ({ world }: BenchService): Promise<void> => {
  const answer = await world.clients.must('finance', undefined, 'GET', '/v1/trial-balance');
  const { debit, credit } = answer as { readonly debit: string; readonly credit: string };
  if (debit !== credit) throw new Error(`The books do not balance: ${debit} and ${credit}`);
};
