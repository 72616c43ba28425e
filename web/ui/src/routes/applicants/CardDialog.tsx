import { type FormEvent, type ReactNode, useState } from 'react';
import { Form, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ProblemError, wordsOf } from '../../api/client';
import { DialogBox } from '../../ui/dialog';
import { Alert, Button, Field } from '../../ui/kit';

interface CardDialogProps {
  title: string;
  lead?: string;
  send: string;
  danger?: boolean;
  isDisabled?: boolean;
  onClose(): void;
  save(): Promise<unknown>;
  children?: ReactNode | ((faults: Record<string, string>) => ReactNode);
}

/** One change of a card: the server's words stand beside the fields that they are about. */
export function CardDialog({ title, lead, send, danger, isDisabled, onClose, save, children }: CardDialogProps) {
  const { t } = useTranslation();
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFault('');
    try {
      await save();
      onClose();
    } catch (error) {
      const fields = error instanceof ProblemError ? error.fields : {};
      setFaults(fields);
      setFault(Object.keys(fields).length === 0 ? wordsOf(error) : '');
      setBusy(false);
    }
  }
  return (
    <DialogBox onClose={onClose}>
      <Form onSubmit={submit} className="stack">
        <Heading slot="title" className="dialog-title">
          {title}
        </Heading>
        {lead && <p className="muted">{lead}</p>}
        {typeof children === 'function' ? children(faults) : children}
        {fault && <Alert tone="danger">{fault}</Alert>}
        <div className="dialog-buttons">
          <Button onPress={onClose}>{t('applicant.cancel')}</Button>
          <Button
            type="submit"
            tone={danger ? 'danger' : 'primary'}
            isPending={busy}
            isDisabled={isDisabled ?? false}
            data-testid="card-send"
          >
            {send}
          </Button>
        </div>
      </Form>
    </DialogBox>
  );
}

interface ReasonDialogProps {
  title: string;
  lead: string;
  label: string;
  hint?: string;
  send: string;
  danger?: boolean;
  onClose(): void;
  save(reason: string): Promise<unknown>;
}

/** A change that needs nothing but its reason. */
export function ReasonDialog({ label, hint, save, ...rest }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  return (
    <CardDialog {...rest} save={() => save(reason.trim())}>
      {(faults) => (
        <Field
          label={label}
          {...(hint && { hint })}
          error={faults.reason ?? faults.ground}
          value={reason}
          onChange={setReason}
          isRequired
          maxLength={1000}
          lines={3}
          autoFocus
          data-testid="card-reason"
        />
      )}
    </CardDialog>
  );
}
