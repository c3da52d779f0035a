export const runLotus = async (argv: readonly string[]): Promise<number> => {
  console.log('hi', process.version, argv.slice(2));
  return 0;
};
