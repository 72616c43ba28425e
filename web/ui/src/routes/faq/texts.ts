import { addTexts } from '../../i18n';
import texts from '../../i18n/knowledge.json';

addTexts(texts);
