import { addTexts } from '../../i18n';
import texts from '../../i18n/desk.json';

addTexts(texts);
