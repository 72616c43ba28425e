import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import uk from './uk.json';

// The catalogue: uk.json is what every page needs; a page that comes later brings its own texts along, <area>.json. Keys are dotted
// paths; a missing one is shown as it is and fails the catalogue's test.
void i18next.use(initReactI18next).init({
  lng: 'uk',
  resources: { uk: { translation: uk } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** Called beside the imports of a page that has texts of its own. */
export const addTexts = (texts: object) => i18next.addResourceBundle('uk', 'translation', texts, true);

/** The words for a code that the server sent, or the code itself when it is newer than this desktop. */
export const wordFor = (group: string, code: string): string =>
  i18next.exists(`${group}.${code}`) ? i18next.t(`${group}.${code}`) : code;

export { i18next };
