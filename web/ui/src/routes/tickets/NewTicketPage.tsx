import './texts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { Form, Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, must, type NewTicket } from '../../api/client';
import { queries } from '../../state/session';
import { settingsQuery } from '../../state/settings';
import { ticketQuery } from '../../state/ticket';
import { Alert, Button, Field, Panel } from '../../ui/kit';
import { kyivInstant } from '../../ui/kyiv';
import { useSending } from '../../ui/sending';
import '../../styles/tickets.css';
import { OriginChoice } from './OriginChoice';

const CHANNELS = ['email', 'form', 'phone'] as const;
const PERSON = ['name', 'phone', 'email', 'login'] as const;
const EMPTY = {
  received_at: '',
  origin: '',
  subject: '',
  description: '',
  oral_reason: '',
  page_link: '',
  name: '',
  phone: '',
  email: '',
  login: '',
};

/** An appeal that came by an official channel and that the system did not bring by itself. */
export function NewTicketPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [channel, setChannel] = useState<NewTicket['channel']>('email');
  const [form, setForm] = useState(EMPTY);
  const counts = useQuery(settingsQuery).data?.settings.some(
    ({ name, value }) => name === 'from_receipt' && value === 1,
  );
  const { busy, faults, words, send } = useSending();
  // One form is one appeal, however often it is sent.
  const key = useRef(crypto.randomUUID());
  const field = (name: keyof typeof EMPTY) => ({
    value: form[name],
    onChange: (value: string) => setForm((now) => ({ ...now, [name]: value })),
    error: faults[name],
    'data-testid': `new-${name}`,
  });
  async function register() {
    const body = requestOf(key.current, channel, form);
    const made = await must(api.POST('/api/v1/tickets', { body }));
    queries.setQueryData(ticketQuery(made.ticket.id).queryKey, made);
    await navigate({ to: '/tickets/$ticketId', params: { ticketId: String(made.ticket.id) } });
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    void send(register);
  }
  return (
    <div className="page page-form">
      <header className="page-head">
        <h1>{t('intake.title')}</h1>
      </header>
      <p className="muted">{t('intake.lead')}</p>
      <Form onSubmit={submit} className="stack">
        <Panel title={t('intake.channel')}>
          <div className="stack">
            <RadioGroup
              value={channel}
              onChange={(value) => setChannel(value as NewTicket['channel'])}
              aria-label={t('intake.channel')}
            >
              <Label className="visually-hidden">{t('intake.channel')}</Label>
              <div className="intake-channels">
                {CHANNELS.map((one) => (
                  <Radio key={one} value={one} className="phone-option" data-testid={`channel-${one}`}>
                    <span className="radio-dot" aria-hidden="true" />
                    <strong>{t(`intake.channel_${one}`)}</strong>
                  </Radio>
                ))}
              </div>
            </RadioGroup>
            <Field
              label={t('intake.received')}
              hint={t(counts ? 'intake.received_hint_counts' : 'intake.received_hint')}
              type="datetime-local"
              {...field('received_at')}
            />
            <OriginChoice value={form.origin} onChange={field('origin').onChange} />
          </div>
        </Panel>
        <Panel title={t('intake.who')}>
          <div className="stack">
            <p className="muted small">{t('intake.who_hint')}</p>
            <div className="pair">
              {PERSON.map((name) => (
                <Field
                  key={name}
                  label={t(`intake.${name}`)}
                  maxLength={name === 'email' ? 254 : name === 'name' ? 200 : 64}
                  type={name === 'phone' ? 'tel' : name === 'email' ? 'email' : 'text'}
                  {...field(name)}
                />
              ))}
            </div>
          </div>
        </Panel>
        <Panel title={t('intake.what')}>
          <div className="stack">
            <Field label={t('field.subject')} maxLength={200} {...field('subject')} />
            <Field label={t('field.description')} lines={6} maxLength={10000} {...field('description')} />
            <Field label={t('field.page_link')} maxLength={2000} {...field('page_link')} />
            {channel === 'phone' && (
              <Field label={t('field.oral_reason')} lines={2} maxLength={2000} {...field('oral_reason')} />
            )}
          </div>
        </Panel>
        {words && (
          <Alert tone="danger" data-testid="new-fault">
            {words}
          </Alert>
        )}
        <div className="row">
          <Button type="submit" tone="primary" size="large" isPending={busy} data-testid="new-submit">
            {t('intake.submit')}
          </Button>
        </div>
      </Form>
    </div>
  );
}

function requestOf(key: string, channel: NewTicket['channel'], form: typeof EMPTY): NewTicket {
  const person = Object.fromEntries(
    PERSON.map((name) => [name, form[name].trim()]).filter(([, value]) => value !== ''),
  );
  return {
    key,
    channel,
    description: form.description,
    ...(form.subject.trim() && { subject: form.subject.trim() }),
    ...(form.page_link.trim() && { content: { page_link: form.page_link.trim() } }),
    ...(form.received_at && { received_at: kyivInstant(form.received_at) }),
    ...(form.origin === 'facebook_referral' && { origin: form.origin }),
    ...(channel === 'phone' && form.oral_reason.trim() && { oral_reason: form.oral_reason.trim() }),
    ...(Object.keys(person).length > 0 && { applicant: person }),
  };
}
