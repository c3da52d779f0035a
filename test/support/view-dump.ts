import { DatabaseSync } from 'node:sqlite';

const questions = [
  "SELECT name, version, position, count, digest FROM views WHERE state = 'serving' ORDER BY name",
  `SELECT v.name, r.key, r.json FROM rows r JOIN views v ON v.id = r.view
   WHERE v.state = 'serving' ORDER BY v.name, r.key`,
  `SELECT v.name, p.grp, p.sort, p.key FROM places p JOIN views v ON v.id = p.view
   WHERE v.state = 'serving' ORDER BY v.name, p.grp, p.sort, p.key`,
  `SELECT e.earning, e.account, e.period FROM earnings e JOIN views v ON v.id = e.view
   WHERE v.state = 'serving' ORDER BY e.earning, e.account`,
];

/** Everything a file of views says, as one text: equal views are equal texts. */
export const viewDump = (file: string): string => {
  const database = new DatabaseSync(file, { readOnly: true });
  const answers = questions.map((question) => JSON.stringify(database.prepare(question).all()));
  database.close();
  return answers.join('\n');
};
