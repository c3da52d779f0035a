import type { BenchCase } from './bench-case.ts';
import { grouped } from './figures.ts';
import { checkBooks, earningsPlan, startService } from './service.ts';

const doctors = 200;
const crowd = 2_000;
const p99Target = 1_000;

/** Far more connections than the service works on at once: who is refused, how the others fare, and afterwards. */
export const overload: BenchCase = {
  name: 'overload',
  quick: false,
  run: async ({ seconds, say }) => {
    const service = await startService(doctors);
    const { generator } = service;
    try {
      const load = (prefix: string, connections: number) =>
        generator.run(
          earningsPlan(service, { pick: 'spread', doctors, seconds, prefix, connections }),
        );
      await load('warm', 64);
      const before = await load('before', 64);
      const crowded = await load('crowd', crowd);
      const after = await load('after', 64);
      await checkBooks(service);
      say(
        `crowd: ${crowded.accepted} accepted, ${crowded.refused} refused, ${crowded.failed} failed`,
      );
      const recovered = after.perSecond / before.perSecond;
      return {
        rows: [
          {
            what: `${grouped(crowd)} connections at once: accepted, and 503 with Retry-After`,
            result: `${grouped(crowded.perSecond)}/s accepted, ${grouped(crowded.refused / seconds)}/s refused, ${crowded.failed} failed`,
            target: 'none failed',
            reached: crowded.failed === 0 && crowded.refused > 0,
          },
          {
            what: 'p99 of those accepted in the crowd',
            result: `${crowded.p99.toFixed(0)} ms`,
            target: `< ${grouped(p99Target)} ms`,
            reached: crowded.p99 < p99Target,
          },
          {
            what: 'rate right after the crowd / before it',
            result: recovered.toFixed(2),
            target: '≥ 0.9',
            reached: recovered >= 0.9,
          },
        ],
        figures: { overload: { before, crowded, after } },
      };
    } finally {
      await service.close();
    }
  },
};
