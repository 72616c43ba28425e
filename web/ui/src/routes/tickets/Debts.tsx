import { useTranslation } from 'react-i18next';
import type { TicketDetail, TicketNotice } from '../../api/client';
import { toldOrally } from '../../state/ticket';
import { formatDateTime, formatDeadline } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Badge, Button, Panel } from '../../ui/kit';
import { useSending } from '../../ui/sending';
import { useServerNow } from '../../ui/time';

/** What the applicant is still to be told, and what they were (Regulation, Table 2). */
export function Debts({ detail }: { detail: TicketDetail }) {
  const { t } = useTranslation();
  const owed = detail.work.notices.filter((notice) => notice.state === 'owed' || notice.state === 'queued');
  return (
    <Panel
      title={t('debt.title')}
      data-testid="debts"
      aside={owed.length > 0 ? <span className="count">{owed.length}</span> : undefined}
    >
      {owed.length === 0 && (
        <p className="with-icon muted">
          <Icon name="check" size={16} /> {t('debt.none')}
        </p>
      )}
      <ul className="list">
        {owed.map((notice) => (
          <Debt key={notice.id} notice={notice} detail={detail} />
        ))}
      </ul>
    </Panel>
  );
}

interface DebtProps {
  notice: TicketNotice;
  detail: TicketDetail;
  /** Where it stands a second time. */
  at?: string;
}

/** One thing that the applicant is to be told, and how. */
export function Debt({ notice, detail, at = '' }: DebtProps) {
  const { t } = useTranslation();
  const now = useServerNow();
  const { busy, words, send } = useSending();
  const late = Date.parse(notice.due_at) < now;
  const oral = notice.ways.includes('oral');
  const told = () => void send(() => toldOrally(detail.ticket.id, notice.id));
  return (
    <li className="list-item debt" data-testid={`${at}debt-${notice.about}`}>
      <span className="list-head">
        <strong>{notice.words}</strong>
        <span title={formatDateTime(notice.due_at)}>
          <Badge tone={late ? 'bad' : 'plain'}>{late ? t('debt.late') : formatDeadline(notice.due_at, now)}</Badge>
        </span>
      </span>
      {notice.text && <span className="list-text prewrap">{notice.text}</span>}
      {(notice.about === 'registration' || notice.about === 'term') && detail.work.announcement && (
        <span className="list-text muted">
          {t('debt.say')}: «{detail.work.announcement}»
        </span>
      )}
      <span className="row">
        {oral ? (
          <Button size="small" icon="speak" isPending={busy} onPress={told} data-testid={`${at}told-${notice.about}`}>
            {t('debt.told')}
          </Button>
        ) : (
          <span className="muted small">{t(notice.state === 'queued' ? 'debt.queued' : 'debt.only_letter')}</span>
        )}
      </span>
      {words && <Alert tone="danger">{words}</Alert>}
    </li>
  );
}
