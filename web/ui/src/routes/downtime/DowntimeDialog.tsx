import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, must } from '../../api/client';
import { Choice } from '../../ui/choice';
import { FormDialog } from '../../ui/form-dialog';
import { Alert, Field } from '../../ui/kit';
import { kyivInstant, kyivLocal } from '../../ui/kyiv';
import { invalid } from '../../ui/sending';
import { type Downtime, type DowntimeKind, downtimesChanged, promptCalled, rulesQuery } from './downtimes';

interface DialogProps {
  kind: DowntimeKind;
  downtime?: Downtime;
  /** When an accident that is entered begins, by the server's clock. */
  begins?: number;
  onClose(): void;
}

export function DowntimeDialog({ kind, downtime, begins, onClose }: DialogProps) {
  const { t } = useTranslation();
  const rules = useQuery(rulesQuery);
  const [form, setForm] = useState({
    title: downtime?.title ?? '',
    works: downtime?.works ?? '',
    starts: downtime ? kyivLocal(downtime.starts_at) : kind === 'emergency' && begins ? kyivLocal(begins) : '',
    ends: downtime?.ends_at ? kyivLocal(downtime.ends_at) : '',
    agreed: downtime?.agreed_by ?? '',
    prompt: downtime ? (downtime.prompt ?? 'none') : '',
  });
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));
  const running = downtime?.state === 'running';
  // Who enters an accident in haste should not have to remember that callers are to hear of it.
  const usual = kind === 'emergency' && rules.data?.prompts.some(({ name, active }) => active && name === 'outage');
  const prompt = form.prompt || (usual ? 'outage' : 'none');
  const words = rules.data?.prompts.find(({ name }) => name === prompt)?.words;
  async function save() {
    const starts_at = kept(form.starts, downtime?.starts_at);
    if (!starts_at) throw invalid({ starts_at: t('downtime.need_start') });
    const body = {
      kind,
      title: form.title,
      works: form.works,
      starts_at,
      ends_at: kept(form.ends, downtime?.ends_at),
      agreed_by: form.agreed,
      prompt: prompt === 'none' ? undefined : prompt,
      version: downtime?.version ?? 0,
    };
    await must(
      downtime
        ? api.PUT('/api/v1/downtimes/{downtimeId}', { params: { path: { downtimeId: downtime.id } }, body })
        : api.POST('/api/v1/downtimes', { body }),
    );
    downtimesChanged();
  }
  return (
    <FormDialog
      title={t(downtime ? 'downtime.edit_title' : `downtime.new_${kind}`)}
      lead={t(`downtime.lead_${kind}`)}
      action={t(downtime ? 'downtime.save' : `downtime.save_${kind}`)}
      wide
      stays
      onClose={onClose}
      save={save}
      saveId="downtime-save"
    >
      {(wrong) => (
        <>
          {downtime?.state === 'approved' && <Alert tone="warning">{t('downtime.approval_lost')}</Alert>}
          <Field
            label={t('downtime.what')}
            hint={t('downtime.what_hint')}
            value={form.title}
            onChange={put('title')}
            error={wrong.title}
            maxLength={300}
            isRequired
            autoFocus
            data-testid="downtime-title"
          />
          <div className="pair">
            <Field
              label={t('downtime.starts')}
              type="datetime-local"
              value={form.starts}
              onChange={put('starts')}
              error={wrong.starts_at}
              isDisabled={running}
              isRequired
              data-testid="downtime-starts"
            />
            <Field
              label={t(kind === 'emergency' ? 'downtime.ends_expected' : 'downtime.ends')}
              type="datetime-local"
              value={form.ends}
              onChange={put('ends')}
              error={wrong.ends_at}
              isDisabled={running && kind === 'planned'}
              isRequired={kind === 'planned'}
              data-testid="downtime-ends"
            />
          </div>
          <Field
            label={t('downtime.works')}
            value={form.works}
            onChange={put('works')}
            error={wrong.works}
            lines={3}
            maxLength={10_000}
            isRequired={kind === 'planned'}
            data-testid="downtime-works"
          />
          {kind === 'planned' && (
            <Field
              label={t('downtime.agreed_by')}
              hint={t('downtime.agreed_hint')}
              value={form.agreed}
              onChange={put('agreed')}
              error={wrong.agreed_by}
              maxLength={300}
              data-testid="downtime-agreed"
            />
          )}
          <div className="stack-small">
            <Choice
              label={t('downtime.prompt')}
              value={prompt}
              onChange={put('prompt')}
              options={[
                ['none', t('downtime.no_prompt')],
                ...(rules.data?.prompts ?? [])
                  .filter(({ name, active }) => active || name === downtime?.prompt)
                  .map(({ name }): [string, string] => [name, promptCalled(rules.data, name)]),
              ]}
              data-testid="downtime-prompt"
            />
            {words && <p className="said">{words}</p>}
            {wrong.prompt && <p className="field-error">{wrong.prompt}</p>}
          </div>
        </>
      )}
    </FormDialog>
  );
}

/** The instant as it was, when nobody touched the minutes that the field shows. */
function kept(local: string, was: string | undefined): string | undefined {
  return was && kyivLocal(was) === local ? was : kyivInstant(local);
}
