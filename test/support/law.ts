import fc from 'fast-check';
import type { Test } from 'tap';

/** One assertion that a property holds for everything that was tried; says what broke it, shrunk. */
export const law = <Inputs>(
  t: Test,
  property: fc.IProperty<Inputs>,
  parameters: fc.Parameters<Inputs> = {},
): void => {
  const run = fc.check(property, parameters);
  t.notOk(run.failed, fc.defaultReportMessage(run) ?? `held ${run.numRuns} times`);
};
