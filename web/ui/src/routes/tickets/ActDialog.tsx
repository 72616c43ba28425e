import './texts';
import '../../styles/tickets.css';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Form as AriaForm, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { type ActName, ProblemError, type TicketAct, type TicketDetail } from '../../api/client';
import { type Setting, settingsQuery } from '../../state/settings';
import { actOnTicket, assigneesQuery, classesQuery, newestVersion } from '../../state/ticket';
import { Choice } from '../../ui/choice';
import { DialogBox } from '../../ui/dialog';
import { Button, Field } from '../../ui/kit';
import { Refusal } from '../../ui/refusal';
import { type Sending, useSending } from '../../ui/sending';
import { AnswerPicker } from '../faq/AnswerPicker';
import { ClassifyFields } from './ClassifyFields';
import { CloseGate } from './CloseGate';
import { DescribeFields } from './DescribeFields';
import { begun, type FieldSpec, type FORMS, type Form, isOptional, requestOf, shownFields } from './forms';
import { joined } from './Timeline';

interface ActDialogProps {
  act: ActName;
  detail: TicketDetail;
  onClose(): void;
}

/** The form of one act. What was typed stays when somebody was faster: the screen behind shows how the ticket is now. */
export function ActDialog({ act, detail, onClose }: ActDialogProps) {
  const wide = act === 'classify' || act === 'describe';
  return (
    <DialogBox onClose={onClose} wide={wide} stays data-testid={`dialog-${act}`}>
      {act === 'classify' ? (
        <ClassifyFields detail={detail} onClose={onClose} />
      ) : act === 'describe' ? (
        <DescribeFields detail={detail} onClose={onClose} />
      ) : act === 'close' ? (
        <CloseGate detail={detail} onClose={onClose}>
          <Fields act={act} detail={detail} onClose={onClose} />
        </CloseGate>
      ) : (
        <Fields act={act} detail={detail} onClose={onClose} />
      )}
    </DialogBox>
  );
}

/** The sending of an act. */
export interface Acting extends Sending {
  act(body: Omit<TicketAct, 'version'>): void;
}

/**
 * Sends an act and keeps what the server says of its fields. The act is meant for the ticket as it was when its form was
 * opened: what a colleague did since is told first, and the second attempt is made in knowledge of it.
 */
export function useActing(detail: TicketDetail, act: ActName, onDone: () => void): Acting {
  const ticketId = detail.ticket.id;
  const seen = useRef(detail.work.version);
  const sending = useSending();
  async function once(body: Omit<TicketAct, 'version'>) {
    try {
      await actOnTicket(ticketId, act, { ...body, version: seen.current });
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'ticket_conflict')
        seen.current = await newestVersion(ticketId);
      throw error;
    }
    onDone();
  }
  return { ...sending, act: (body) => void sending.send(() => once(body)) };
}

interface FrameProps {
  act: ActName;
  sending: Sending;
  onClose(): void;
  onSubmit(): void;
  children: ReactNode;
}

/** What an act does; some of it is a setting, and is said when it is known. */
function useActLead(act: ActName): string {
  const { t } = useTranslation();
  const settings = useQuery(settingsQuery).data?.settings;
  const value = (name: Setting['name']) => settings?.find((one) => one.name === name)?.value;
  if (act === 'reopen') return t('act_lead.reopen', { count: value('reopen_days') ?? 5 });
  if ((act === 'request_info' || act === 'postpone') && value('pausing') === 0) return t(`act_lead.${act}_running`);
  return t(`act_lead.${act}`);
}

/** Title, lead and buttons that stand around the fields of an act. */
export function ActFrame({ act, sending, onClose, onSubmit, children }: FrameProps) {
  const { t } = useTranslation();
  const lead = useActLead(act);
  return (
    <AriaForm
      className="stack"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Heading slot="title" className="dialog-title">
        {t(`act.${act}`)}
      </Heading>
      {lead && <p className="muted">{lead}</p>}
      {children}
      <Refusal sending={sending} data-testid="act-fault" />
      <div className="dialog-buttons">
        <Button onPress={onClose}>{t('field.cancel')}</Button>
        <Button type="submit" tone="primary" isPending={sending.busy} data-testid="act-submit">
          {t(`act.${act}`)}
        </Button>
      </div>
    </AriaForm>
  );
}

function Fields({ act, detail, onClose }: { act: keyof typeof FORMS; detail: TicketDetail; onClose(): void }) {
  const { t } = useTranslation();
  const [form, setForm] = useState<Form>(() => begun(act, detail));
  const sending = useActing(detail, act, onClose);
  const specs = shownFields(act, form, detail);
  return (
    <ActFrame act={act} sending={sending} onClose={onClose} onSubmit={() => sending.act(requestOf(act, form, detail))}>
      {act === 'expedite' && (
        <p>
          <strong>{t(detail.work.expedited ? 'field.expedited_off' : 'field.expedited_on')}</strong>
        </p>
      )}
      {specs.map((spec, i) => (
        <OneField
          key={spec.name + (spec.label ?? '')}
          spec={spec}
          detail={detail}
          value={form[spec.name] ?? ''}
          error={sending.faults[spec.name]}
          first={i === 0}
          onChange={(value) => setForm((now) => ({ ...now, [spec.name]: value }))}
        />
      ))}
    </ActFrame>
  );
}

interface OneFieldProps {
  spec: FieldSpec;
  detail: TicketDetail;
  value: string;
  error: string | undefined;
  first: boolean;
  onChange(value: string): void;
}

function OneField({ spec, detail, value, error, first, onChange }: OneFieldProps) {
  const { t } = useTranslation();
  const label = t(`field.${spec.label ?? spec.name}`);
  const hint = isOptional(spec, detail) && !error ? { hint: t('field.optional') } : {};
  const common = { value, onChange, error, autoFocus: first, 'data-testid': `field-${spec.name}`, ...hint };
  switch (spec.kind) {
    case 'choice':
      return <CodeChoice spec={spec} label={label} detail={detail} value={value} error={error} onChange={onChange} />;
    case 'date':
      return <Field {...common} label={label} type="datetime-local" />;
    case 'text':
      return (
        <div className="stack-small">
          <Field {...common} label={label} lines={4} maxLength={10000} />
          {spec.answers && (
            <div className="row">
              <AnswerPicker ticketId={detail.ticket.id} onInsert={(answer) => onChange(joined(value, answer))} />
            </div>
          )}
        </div>
      );
    case 'hours':
      return <Field {...common} label={label} inputMode="decimal" maxLength={6} />;
    case 'line':
      return <Field {...common} label={label} maxLength={200} />;
  }
}

type CodeChoiceProps = Omit<OneFieldProps, 'first'> & { label: string };

function CodeChoice({ spec, label, detail, value, error, onChange }: CodeChoiceProps) {
  const { t } = useTranslation();
  const classes = useQuery(classesQuery).data;
  const people = useQuery({ ...assigneesQuery, enabled: spec.name === 'assignee' }).data;
  const options: [string, string][] =
    spec.name === 'assignee'
      ? (people ?? []).map((one) => [
          String(one.id),
          one.service ? `${one.name} · ${t(`service.${one.service}`)}` : one.name,
        ])
      : classes && spec.options
        ? spec.options(classes, detail).map((one) => [one.code, one.name])
        : [];
  return (
    <Choice
      label={label}
      value={value}
      options={[['', t(spec.stays ? 'field.none' : 'field.choose')], ...options]}
      onChange={onChange}
      error={error}
      data-testid={`field-${spec.name}`}
    />
  );
}
