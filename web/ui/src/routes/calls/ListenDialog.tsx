import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type ListenStarted, must } from '../../api/client';
import { FormDialog } from '../../ui/form-dialog';
import { Button, Field } from '../../ui/kit';
import { invalid } from '../../ui/sending';

interface ListenDialogProps {
  isOpen: boolean;
  /** Nothing was started. */
  onClose(): void;
  recordingId: string;
  /** Closes the dialog, too. */
  onStarted(listen: ListenStarted): void;
}

const REASONS = ['quality', 'complaint', 'clarify'] as const;
const SHORTEST = 3;

/** Nobody listens without a reason: it is asked before the first byte of sound. */
export function ListenDialog({ isOpen, ...rest }: ListenDialogProps) {
  return isOpen && <ReasonForm {...rest} />;
}

function ReasonForm({ onClose, recordingId, onStarted }: Omit<ListenDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const started = useRef<ListenStarted>(undefined);
  async function save() {
    if (reason.trim().length < SHORTEST) throw invalid({ reason: t('call.reason_short') });
    started.current = await must(
      api.POST('/api/v1/recordings/{recordingId}/listens', {
        params: { path: { recordingId } },
        body: { reason: reason.trim() },
      }),
    );
    void queries.invalidateQueries({ queryKey: ['listens', recordingId] });
  }
  return (
    <FormDialog
      title={t('call.reason_title')}
      action={t('call.start')}
      icon="play"
      onClose={() => (started.current ? onStarted(started.current) : onClose())}
      save={save}
      saveId="listen-start"
    >
      {(faults) => (
        <>
          <div className="row">
            {REASONS.map((key) => (
              <Button key={key} size="small" onPress={() => setReason(t(`call.reason_${key}`))}>
                {t(`call.reason_${key}`)}
              </Button>
            ))}
          </div>
          <Field
            label={t('call.reason')}
            hint={t('call.reason_hint')}
            error={faults.reason}
            value={reason}
            onChange={setReason}
            lines={3}
            maxLength={500}
            autoFocus
            data-testid="reason"
          />
        </>
      )}
    </FormDialog>
  );
}
