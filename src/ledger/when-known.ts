/** Goes on at once with what is known at once: a turn waited for is what most commands would spend most time on. */
export const whenKnown = <Value, Next>(
  value: Value | Promise<Value>,
  next: (value: Value) => Next | Promise<Next>,
): Next | Promise<Next> => (value instanceof Promise ? value.then(next) : next(value));
