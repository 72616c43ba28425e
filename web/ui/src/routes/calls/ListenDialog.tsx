import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Form, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, type ListenStarted, must, wordsOf } from '../../api/client';
import { DialogBox } from '../../ui/dialog';
import { Button, Field } from '../../ui/kit';

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
export function ListenDialog({ isOpen, onClose, ...rest }: ListenDialogProps) {
  return (
    <DialogBox onClose={onClose} isOpen={isOpen}>
      <ReasonForm onClose={onClose} {...rest} />
    </DialogBox>
  );
}

function ReasonForm({ onClose, recordingId, onStarted }: Omit<ListenDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (reason.trim().length < SHORTEST) {
      setFault(t('call.reason_short'));
      return;
    }
    setBusy(true);
    try {
      onStarted(
        await must(
          api.POST('/api/v1/recordings/{recordingId}/listens', {
            params: { path: { recordingId } },
            body: { reason: reason.trim() },
          }),
        ),
      );
      void queries.invalidateQueries({ queryKey: ['listens', recordingId] });
    } catch (error) {
      setFault(wordsOf(error));
      setBusy(false);
    }
  }
  return (
    <Form onSubmit={submit} className="stack">
      <Heading slot="title" className="dialog-title">
        {t('call.reason_title')}
      </Heading>
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
        error={fault}
        value={reason}
        onChange={(text) => {
          setReason(text);
          setFault('');
        }}
        lines={3}
        maxLength={500}
        autoFocus
        data-testid="reason"
      />
      <div className="dialog-buttons">
        <Button onPress={onClose}>{t('call.cancel')}</Button>
        <Button type="submit" tone="primary" icon="play" isPending={busy} data-testid="listen-start">
          {t('call.start')}
        </Button>
      </div>
    </Form>
  );
}
