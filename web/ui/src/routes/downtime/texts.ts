import { addTexts } from '../../i18n';
import texts from '../../i18n/downtime.json';

addTexts(texts);
