import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, must } from '../../api/client';
import { Alert, Badge, Button, Field, Panel } from '../../ui/kit';
import type { LinePrompt } from './downtimes';
import { useSaving } from './useSaving';

/** What callers can hear before the line; the sounds themselves are files of the telephone switch. */
interface PromptsProps {
  version: number;
  prompts: LinePrompt[];
  mayEdit: boolean;
}

export function PromptsPanel({ version, prompts, mayEdit }: PromptsProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState({ name: '', words: '' });
  const saving = useSaving();
  const send = ({ name, words, active }: LinePrompt) =>
    saving.save(() =>
      must(
        api.PUT('/api/v1/downtime-rules/prompts/{prompt}', {
          params: { path: { prompt: name } },
          body: { version, words, active },
        }),
      ),
    );
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await send({ ...form, active: true })) setForm({ name: '', words: '' });
  }
  return (
    <Panel title={t('downtime.prompts')} data-testid="prompts">
      <p className="muted">{t('downtime.prompts_lead')}</p>
      <ul className="list">
        {prompts.map((prompt) => (
          <li className="list-item rule-row" key={prompt.name}>
            <span>
              <strong>{prompt.name}</strong> {!prompt.active && <Badge>{t('downtime.prompt_off')}</Badge>}
              <span className="block said">{prompt.words}</span>
            </span>
            {mayEdit && (
              <Button
                size="small"
                onPress={() => void send({ ...prompt, active: !prompt.active })}
                isDisabled={saving.busy}
                aria-label={`${t(prompt.active ? 'downtime.turn_off' : 'downtime.turn_on')}: ${prompt.name}`}
              >
                {t(prompt.active ? 'downtime.turn_off' : 'downtime.turn_on')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <Form onSubmit={submit} className="rule-form">
          <Field
            label={t('downtime.prompt_name')}
            hint={t('downtime.prompt_name_hint')}
            value={form.name}
            onChange={(name) => setForm({ ...form, name })}
            error={saving.faults.prompt}
            maxLength={40}
            isRequired
          />
          <Field
            label={t('downtime.prompt_words')}
            value={form.words}
            onChange={(words) => setForm({ ...form, words })}
            error={saving.faults.words}
            maxLength={1000}
            isRequired
          />
          <Button type="submit" icon="plus" isPending={saving.busy}>
            {t('downtime.add')}
          </Button>
        </Form>
      )}
      {saving.words && <Alert tone="danger">{saving.words}</Alert>}
    </Panel>
  );
}
