/** The answer, or an error once the other side has been silent for so many milliseconds. */
export const answeredWithin = async <Answer>(
  answer: Promise<Answer>,
  millis: number,
): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${millis} ms`)), millis);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
};
