import { addTexts } from '../../i18n';
import texts from '../../i18n/appeal.json';

addTexts(texts);
