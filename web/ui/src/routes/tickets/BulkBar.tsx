import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Form, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, must } from '../../api/client';
import { queries } from '../../state/session';
import { assigneesQuery } from '../../state/ticket';
import { SERVICES, type TicketActed, type TicketActs, type TicketRow } from '../../state/tickets';
import { Choice } from '../../ui/choice';
import { DialogBox } from '../../ui/dialog';
import { Alert, Button, Field } from '../../ui/kit';
import { Refusal } from '../../ui/refusal';
import { invalid, useSending } from '../../ui/sending';

const ACTS = ['assign', 'escalate', 'expedite', 'extend_term', 'mark_duplicate'] as const;
type Act = (typeof ACTS)[number];

/** What a supervisor does with many tickets at once; each succeeds or fails by itself. */
export function BulkBar({ rows, onDrop }: { rows: TicketRow[]; onDrop(): void }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<Act>();
  return (
    <section className="panel bulk" aria-label={t('bulk.title')} data-testid="bulk">
      <strong role="status">{t('bulk.chosen', { count: rows.length })}</strong>
      <div className="row">
        {ACTS.map((one) => (
          <Button key={one} size="small" onPress={() => setAct(one)} data-testid={`bulk-${one}`}>
            {t(`bulk.${one}`)}
          </Button>
        ))}
        <Button size="small" tone="quiet" onPress={onDrop}>
          {t('bulk.drop')}
        </Button>
      </div>
      {act && (
        <DialogBox onClose={() => setAct(undefined)} stays data-testid="bulk-dialog">
          <BulkForm act={act} rows={rows} onClose={() => setAct(undefined)} />
        </DialogBox>
      )}
    </section>
  );
}

function BulkForm({ act, rows, onClose }: { act: Act; rows: TicketRow[]; onClose(): void }) {
  const { t } = useTranslation();
  const people = useQuery(assigneesQuery).data ?? [];
  const [form, setForm] = useState({ assignee: '', service: '', reason: '', hours: '', duplicate_of: '' });
  const sending = useSending();
  const { busy, faults } = sending;
  const [done, setDone] = useState<TicketActed[]>();
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));

  async function ask() {
    const minutes = Math.round(Number(form.hours.replace(',', '.')) * 60);
    if (act === 'extend_term' && !(minutes >= 30 && minutes <= 60_000))
      throw invalid({ extension_minutes: t('bulk.hours_invalid') });
    const service = SERVICES.find((one) => one === form.service);
    const body: TicketActs = {
      act,
      tickets: rows.map((row) => ({ id: row.id, version: row.version })),
      ...(form.reason.trim() ? { reason: form.reason.trim() } : {}),
      ...(act === 'assign' ? { assignee: Number(form.assignee) } : {}),
      ...(act === 'escalate' && service ? { service } : {}),
      ...(act === 'expedite' ? { expedited: true } : {}),
      ...(act === 'extend_term' ? { extension_minutes: minutes } : {}),
      ...(act === 'mark_duplicate' ? { duplicate_of: form.duplicate_of } : {}),
    };
    setDone(await must(api.POST('/api/v1/ticket-acts', { body })));
    void queries.invalidateQueries({ queryKey: ['tickets'] });
    void queries.invalidateQueries({ queryKey: ['ticket-counts'] });
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    void sending.send(ask);
  }

  if (done) return <Results rows={rows} done={done} onClose={onClose} />;
  return (
    <Form className="stack" onSubmit={submit}>
      <Heading slot="title" className="dialog-title">
        {t(`bulk.${act}`)}
      </Heading>
      <p className="muted">{t('bulk.chosen', { count: rows.length })}</p>
      {act === 'assign' && (
        <Choice
          label={t('bulk.to')}
          value={form.assignee}
          onChange={put('assignee')}
          options={people.map((one): [string, string] => [String(one.id), one.name])}
          data-testid="bulk-to"
        />
      )}
      {act === 'escalate' && (
        <Choice
          label={t('bulk.service')}
          value={form.service}
          onChange={put('service')}
          options={SERVICES.map((one): [string, string] => [one, t(`ticket_service.${one}`)])}
          data-testid="bulk-service"
        />
      )}
      {act === 'extend_term' && (
        <Field
          label={t('bulk.hours')}
          inputMode="decimal"
          value={form.hours}
          onChange={put('hours')}
          error={faults.extension_minutes}
          data-testid="bulk-hours"
        />
      )}
      {act === 'mark_duplicate' && (
        <Field
          label={t('bulk.duplicate_of')}
          value={form.duplicate_of}
          onChange={put('duplicate_of')}
          error={faults.duplicate_of}
          maxLength={32}
          data-testid="bulk-duplicate"
        />
      )}
      <Field
        label={t('bulk.reason')}
        lines={3}
        value={form.reason}
        onChange={put('reason')}
        error={faults.reason}
        data-testid="bulk-reason"
      />
      <Refusal sending={sending} />
      <div className="dialog-buttons">
        <Button tone="quiet" onPress={onClose}>
          {t('bulk.cancel')}
        </Button>
        <Button type="submit" tone="primary" isPending={busy} data-testid="bulk-send">
          {t('bulk.send')}
        </Button>
      </div>
    </Form>
  );
}

function Results({ rows, done, onClose }: { rows: TicketRow[]; done: TicketActed[]; onClose(): void }) {
  const { t } = useTranslation();
  const failed = done.filter((one) => one.problem);
  const number = (id: number) => rows.find((row) => row.id === id)?.number ?? String(id);
  return (
    <div className="stack">
      <Heading slot="title" className="dialog-title">
        {t('bulk.title')}
      </Heading>
      <Alert tone={failed.length > 0 ? 'warning' : 'success'} data-testid="bulk-done">
        {t('bulk.done', { done: done.length - failed.length, failed: failed.length })}
      </Alert>
      {failed.length > 0 && (
        <ul className="list">
          {failed.map((one) => (
            <li key={one.id} className="list-item">
              <Link to="/tickets/$ticketId" params={{ ticketId: String(one.id) }}>
                {number(one.id)}
              </Link>
              <span className="list-text">
                {Object.values(one.problem?.fields ?? {})[0] ?? one.problem?.detail ?? one.problem?.title}
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="dialog-buttons">
        <Button tone="primary" onPress={onClose}>
          {t('bulk.close')}
        </Button>
      </div>
    </div>
  );
}
