import { type ReactNode, useState } from 'react';
import { Form, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { DialogBox } from './dialog';
import type { IconName } from './icons';
import { Alert, Button } from './kit';
import { Refusal } from './refusal';
import { type Faults, useSending } from './sending';

interface FormDialogProps {
  title: string;
  lead?: string | undefined;
  /** The words of the button that sends; missing: «Зберегти». */
  action?: string;
  danger?: boolean;
  icon?: IconName;
  wide?: boolean;
  /** A click beside it does not close it: something was typed that would be lost. */
  stays?: boolean;
  isDisabled?: boolean;
  onClose(): void;
  /** Throws what is told; a field that the form itself finds wrong is told by invalid(). */
  save(): Promise<unknown>;
  saveId?: string;
  /** Missing: what is shown cannot be deleted. To delete is asked twice. */
  drop?: (() => Promise<unknown>) | undefined;
  dropLead?: string;
  children?: ReactNode | ((faults: Faults) => ReactNode);
}

/** One change: what is typed stays until the server has taken it, and its words stand at the fields that they are about. */
export function FormDialog(props: FormDialogProps) {
  const { title, lead, onClose, save, drop, dropLead, children } = props;
  const { t } = useTranslation();
  const sending = useSending();
  const [sure, setSure] = useState(false);
  const run = async (request: () => Promise<unknown>) => {
    if (await sending.send(request)) onClose();
  };
  return (
    <DialogBox onClose={onClose} wide={props.wide ?? false} stays={props.stays ?? false}>
      <Form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void run(save);
        }}
      >
        <Heading slot="title" className="dialog-title">
          {title}
        </Heading>
        {lead && <p className="muted">{lead}</p>}
        {typeof children === 'function' ? children(sending.faults) : children}
        <Refusal sending={sending} />
        {sure && dropLead && <Alert tone="warning">{dropLead}</Alert>}
        <div className="dialog-buttons">
          {drop && (
            <Button
              tone={sure ? 'danger' : 'quiet'}
              onPress={() => (sure ? void run(drop) : setSure(true))}
              isPending={sending.busy}
              data-testid="rule-drop"
            >
              {t(sure ? 'form.drop_sure' : 'form.drop')}
            </Button>
          )}
          <Button onPress={onClose}>{t('form.cancel')}</Button>
          <Button
            type="submit"
            tone={props.danger ? 'danger' : 'primary'}
            {...(props.icon && { icon: props.icon })}
            isPending={sending.busy}
            isDisabled={props.isDisabled ?? false}
            data-testid={props.saveId ?? 'rule-save'}
          >
            {props.action ?? t('form.save')}
          </Button>
        </div>
      </Form>
    </DialogBox>
  );
}
