import { readFileSync } from 'node:fs';
import { WrongSettings } from './settings.ts';

/** The text of the file that a setting names. Throws with the setting's name where it cannot be read. */
export const settingFile = (name: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new WrongSettings([`${name}: expected a file that can be read`]);
  }
};

/** The PEM text of the key in the file that a setting names; `read` throws where it is none. */
export const settingKey = (
  name: string,
  file: string,
  read: (pem: string) => { readonly type: string },
): string => {
  const pem = settingFile(name, file);
  try {
    read(pem);
  } catch {
    throw new WrongSettings([`${name}: expected a key in PEM`]);
  }
  return pem;
};
