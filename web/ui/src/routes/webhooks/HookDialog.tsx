import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  addWebhook,
  dropWebhook,
  EVENTS,
  putWebhook,
  type Webhook,
  type WebhookEvent,
  wordOf,
} from '../../state/webhooks';
import { FormDialog } from '../../ui/form-dialog';
import { Field } from '../../ui/kit';
import { useSeen } from './seen';
import { hookName } from './WebhooksPage';

interface HookDialogProps {
  hook?: Webhook;
  onClose(): void;
  /** A new webhook's key, which nobody will be told again. */
  onSecret(secret: string): void;
}

export function HookDialog({ hook, onClose, onSecret }: HookDialogProps) {
  const { t } = useTranslation();
  const [url, setUrl] = useState(hook?.url ?? '');
  const [note, setNote] = useState(hook?.note ?? '');
  const [events, setEvents] = useState<WebhookEvent[]>(hook?.events ?? []);
  const [active, setActive] = useState(hook?.active ?? true);
  const secret = useRef('');
  const seen = useSeen(hook);
  async function save() {
    const rule = { url: url.trim(), note: note.trim(), events, active };
    if (hook) await seen((version) => putWebhook(hook.id, { ...rule, version }));
    else secret.current = (await addWebhook(rule)).secret;
  }
  const choose = (event: WebhookEvent, on: boolean) =>
    setEvents(on ? [...events, event] : events.filter((other) => other !== event));
  return (
    <FormDialog
      title={hook ? hookName(hook) : t('webhooks.new')}
      onClose={() => (secret.current ? onSecret(secret.current) : onClose())}
      save={save}
      drop={hook && (() => seen((version) => dropWebhook(hook.id, version)))}
      dropLead={t('webhooks.drop_lead')}
    >
      {(faults) => (
        <>
          <Field
            label={t('webhooks.url')}
            hint={t('webhooks.url_hint')}
            value={url}
            onChange={setUrl}
            error={faults.url}
            isRequired
            maxLength={2000}
            type="url"
            data-testid="hook-url"
          />
          <Field
            label={t('webhooks.note')}
            value={note}
            onChange={setNote}
            error={faults.note}
            maxLength={200}
            data-testid="hook-note"
          />
          <fieldset className="checks">
            <legend className="field-label">{t('webhooks.events')}</legend>
            {EVENTS.map((event) => (
              <Check
                key={event}
                text={t(`webhook_event.${wordOf(event)}`)}
                on={events.includes(event)}
                onChange={(on) => choose(event, on)}
                testId={`event-${event}`}
              />
            ))}
            {faults.events && <p className="field-error">{faults.events}</p>}
          </fieldset>
          {hook && <Check text={t('webhooks.active')} on={active} onChange={setActive} testId="hook-active" />}
        </>
      )}
    </FormDialog>
  );
}

interface CheckProps {
  text: string;
  on: boolean;
  onChange(on: boolean): void;
  testId: string;
}

function Check({ text, on, onChange, testId }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} data-testid={testId} />
      <span>{text}</span>
    </label>
  );
}
