import { useState } from 'react';
import { FormDialog } from '../../ui/form-dialog';
import { Field } from '../../ui/kit';

interface ReasonDialogProps {
  title: string;
  lead: string;
  label: string;
  hint?: string;
  action: string;
  danger?: boolean;
  onClose(): void;
  save(reason: string): Promise<unknown>;
}

/** A change that needs nothing but its reason. */
export function ReasonDialog({ label, hint, save, ...rest }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  return (
    <FormDialog {...rest} saveId="card-send" save={() => save(reason.trim())}>
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
    </FormDialog>
  );
}
