import { useQuery } from '@tanstack/react-query';
import { Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { assigneesQuery, classesQuery } from '../../state/ticket';
import { exportAddress, exportsQuery, type TicketSearch } from '../../state/tickets';
import { DialogBox } from '../../ui/dialog';
import { formatDateTime } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Button } from '../../ui/kit';
import { askedWords } from './asked';

/** How long after a click the audit is read again: the file begins with its row there. */
const AUDIT_MS = 1500;

export function ExportDialog({ search, onClose }: { search: TicketSearch; onClose(): void }) {
  const { t } = useTranslation();
  const audit = useQuery(exportsQuery);
  const names = {
    processes: useQuery(classesQuery).data?.processes ?? [],
    people: useQuery(assigneesQuery).data ?? [],
  };
  const [, asked = ''] = exportAddress(search, 'csv').split('?');
  return (
    <DialogBox onClose={onClose} stays data-testid="export-dialog">
      <Heading slot="title" className="dialog-title">
        {t('export.title')}
      </Heading>
      <p>{t('export.lead')}</p>
      <p data-testid="export-asked">
        {t('export.asked')} <strong>{askedWords(asked, t, names)}</strong>
      </p>
      <div className="row">
        {(['csv', 'xlsx'] as const).map((format) => (
          <a
            key={format}
            className="btn btn-primary btn-normal"
            href={exportAddress(search, format)}
            download
            onClick={() => setTimeout(() => void audit.refetch(), AUDIT_MS)}
            data-testid={`export-${format}`}
          >
            <Icon name="download" />
            <span>{t(`export.${format}`)}</span>
          </a>
        ))}
      </div>
      <section>
        <h3 className="sub-title">{t('export.audit')}</h3>
        {audit.error && <Alert tone="danger">{wordsOf(audit.error)}</Alert>}
        {audit.data?.length === 0 && <p className="muted">{t('export.nobody')}</p>}
        <ul className="list">
          {audit.data?.slice(0, 5).map((one) => (
            <li key={one.at + one.who} className="list-item">
              <span className="list-head">
                <strong>{one.who}</strong>
                <span className="muted">{formatDateTime(one.at)}</span>
              </span>
              <span className="muted small break">
                {one.format.toUpperCase()},{' '}
                {one.tickets === undefined ? t('export.broken') : t('export.tickets', { count: one.tickets })}
                {' · '}
                {askedWords(one.filter, t, names)}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <div className="dialog-buttons">
        <Button onPress={onClose}>{t('export.close')}</Button>
      </div>
    </DialogBox>
  );
}
