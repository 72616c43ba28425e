import { useTranslation } from 'react-i18next';
import { ImportPanel } from './ImportPanel';

/** For administrators, who have no lists of appeals: they bring files of an older system. */
export function ImportPage() {
  const { t } = useTranslation();
  return (
    <div className="page import-page">
      <h1>{t('import.title')}</h1>
      <section className="panel">
        <ImportPanel />
      </section>
    </div>
  );
}
