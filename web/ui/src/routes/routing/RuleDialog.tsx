import { type FormEvent, type ReactNode, useState } from 'react';
import { Form, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ProblemError, wordsOf } from '../../api/client';
import { DialogBox } from '../../ui/dialog';
import { Alert, Button } from '../../ui/kit';

/** The fields that the server found wrong, in its words. */
export type Faults = Record<string, string>;

interface RuleDialogProps {
  title: string;
  lead?: string;
  onClose(): void;
  save(): Promise<void>;
  /** Missing: what is shown cannot be deleted. */
  drop?: (() => Promise<void>) | undefined;
  dropLead?: string;
  children(faults: Faults): ReactNode;
}

/** One rule: what is typed stays until the server has taken it. To delete is asked twice. */
export function RuleDialog({ title, lead, onClose, save, drop, dropLead, children }: RuleDialogProps) {
  const { t } = useTranslation();
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [sure, setSure] = useState(false);
  const faults = fault instanceof ProblemError ? fault.fields : {};
  async function run(what: () => Promise<void>) {
    setBusy(true);
    setFault(undefined);
    try {
      await what();
      onClose();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    void run(save);
  }
  return (
    <DialogBox onClose={onClose}>
      <Form onSubmit={submit} className="stack">
        <Heading slot="title" className="dialog-title">
          {title}
        </Heading>
        {lead && <p className="muted">{lead}</p>}
        {children(faults)}
        {fault !== undefined && <Alert tone="danger">{wordsOf(fault)}</Alert>}
        {sure && dropLead && <Alert tone="warning">{dropLead}</Alert>}
        <div className="dialog-buttons">
          {drop && (
            <Button
              tone={sure ? 'danger' : 'quiet'}
              onPress={() => (sure ? void run(drop) : setSure(true))}
              isPending={busy}
              data-testid="rule-drop"
            >
              {t(sure ? 'routing.drop_sure' : 'routing.drop')}
            </Button>
          )}
          <Button onPress={onClose}>{t('call.cancel')}</Button>
          <Button type="submit" tone="primary" isPending={busy} data-testid="rule-save">
            {t('routing.save')}
          </Button>
        </div>
      </Form>
    </DialogBox>
  );
}
