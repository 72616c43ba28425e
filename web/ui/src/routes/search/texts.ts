import { addTexts } from '../../i18n';
import texts from '../../i18n/search.json';

addTexts(texts);
