import { type ReactNode, useState } from 'react';
import { Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '../../api/client';
import { Button } from '../../ui/kit';
import { Debt } from './Debts';
import { owedToClose } from './forms';

interface CloseGateProps {
  detail: TicketDetail;
  onClose(): void;
  /** The form, when there is nothing between it and the end of the ticket. */
  children: ReactNode;
}

/** What the applicant must be told before the ticket can be closed (Regulation, Table 2), and the ways to do so. */
export function CloseGate({ detail, onClose, children }: CloseGateProps) {
  const { t } = useTranslation();
  const [untold, setUntold] = useState(false);
  const owed = owedToClose(detail);
  if (untold || owed.length === 0) return children;
  const oral = owed.some((notice) => notice.ways.includes('oral'));
  return (
    <div className="stack" data-testid="close-owed">
      <Heading slot="title" className="dialog-title">
        {t('close_gate.title')}
      </Heading>
      <p className="muted">{t(oral ? 'close_gate.lead_oral' : 'close_gate.lead_letter')}</p>
      <ul className="list">
        {owed.map((notice) => (
          <Debt key={notice.id} notice={notice} detail={detail} at="close-" />
        ))}
      </ul>
      {detail.work.unreached && detail.ticket.status !== 'handed_over' && (
        <div className="stack-small">
          <p className="muted">{t('close_gate.unreached')}</p>
          <div className="row">
            <Button onPress={() => setUntold(true)} data-testid="close-untold">
              {t('close_gate.untold')}
            </Button>
          </div>
        </div>
      )}
      <div className="dialog-buttons">
        <Button onPress={onClose}>{t('field.cancel')}</Button>
      </div>
    </div>
  );
}
