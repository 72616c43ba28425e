import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function MissingPage() {
  const { t } = useTranslation();
  return (
    <main className="page page-narrow">
      <h1>{t('app.missing_page')}</h1>
      <p>
        <Link to="/">{t('app.to_start')}</Link>
      </p>
    </main>
  );
}
