import { addTexts } from '../../i18n';
import texts from '../../i18n/call.json';

addTexts(texts);
