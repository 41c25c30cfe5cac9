import { ImportError } from './import-error.ts';

/** `IMPORT_FILE_UNREADABLE` in words that say what to do; @param what names the file by its part, for instance `the mapping x.yaml`. */
export function unreadable(what: string, cause: unknown): ImportError {
  return new ImportError('IMPORT_FILE_UNREADABLE', `cannot read ${what}: ${reason(cause)}`, { cause });
}

function reason(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file. Mind its spelling, and the folder in which the command runs';
    case 'EISDIR':
      return 'it is a folder. Name a file in it';
    case 'EACCES':
    case 'EPERM':
      return 'this user may not. Change its rights, or copy it to where they suffice';
    default:
      return message;
  }
}
