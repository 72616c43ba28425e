import { useQuery } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { addTexts } from '../../i18n';
import texts from '../../i18n/settings.json';
import '../../styles/settings.css';
import { isSwitch, type Setting, settingsQuery } from '../../state/settings';
import { formatDateTime } from '../../ui/format';
import { Alert, Badge, Button, Panel } from '../../ui/kit';
import { Loading } from '../../ui/states';
import { useServerNow } from '../../ui/time';
import { SettingDialog } from './SettingDialog';

addTexts(texts);

/** What a value of a setting means, in words. */
export function useValueWords() {
  const { t } = useTranslation();
  return (setting: Setting, value: number) =>
    isSwitch(setting)
      ? t(`setting_value.${setting.name}_${value}`)
      : t(`setting_value.${setting.name}`, { count: value });
}

/** Chiefs read what has been decided, an administrator decides. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: '/shell' });
  const settings = useQuery(settingsQuery);
  const [chosen, setChosen] = useState<Setting>();
  const edits = session.role === 'administrator';
  const all = settings.data?.settings ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('settings.title')}</h1>
        <p className="muted">{t('settings.lead')}</p>
      </header>
      {settings.error && <Alert tone="danger">{wordsOf(settings.error)}</Alert>}
      {settings.isPending && <Loading />}
      {settings.data && (
        <>
          <Panel title={t('settings.figures')}>
            <ul className="setting-list" data-testid="settings">
              {all.map((setting) => (
                <Figure key={setting.name} setting={setting} onChange={edits ? () => setChosen(setting) : undefined} />
              ))}
            </ul>
          </Panel>
          <History settings={all} />
        </>
      )}
      {chosen && settings.data && (
        <SettingDialog setting={chosen} version={settings.data.version} onClose={() => setChosen(undefined)} />
      )}
    </div>
  );
}

function Figure({ setting, onChange }: { setting: Setting; onChange?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const spell = useValueWords();
  const now = useServerNow();
  const name = t(`setting_name.${setting.name}`);
  const begins = (change: Setting['changes'][number]) => Date.parse(change.valid_from);
  const latest = [...setting.changes].sort((a, b) => begins(b) - begins(a));
  const held = latest.find((change) => begins(change) <= now);
  const planned = latest.filter((change) => begins(change) > now).reverse();
  return (
    <li className="setting" data-testid={`setting-${setting.name}`}>
      <div className="setting-words">
        <strong>{name}</strong>
        <span>{t(`setting_lead.${setting.name}`)}</span>
        <span className="muted small">{t('settings.clause', { clause: setting.clause })}</span>
        <span className="muted small">
          {held
            ? t('settings.since', { at: formatDateTime(held.valid_from), reason: held.reason, author: held.author })
            : t('settings.ours')}
        </span>
      </div>
      <div className="setting-value">
        <span>{spell(setting, setting.value)}</span>
        {planned.map((change) => (
          <Badge key={change.valid_from} tone="warn">
            {t('settings.planned', { at: formatDateTime(change.valid_from), value: spell(setting, change.value) })}
          </Badge>
        ))}
      </div>
      {onChange && (
        <Button
          size="small"
          onPress={onChange}
          aria-label={t('settings.change_of', { name })}
          data-testid={`change-${setting.name}`}
        >
          {t('settings.change')}
        </Button>
      )}
    </li>
  );
}

function History({ settings }: { settings: Setting[] }) {
  const { t } = useTranslation();
  const spell = useValueWords();
  const all = settings
    .flatMap((setting) => setting.changes.map((change) => ({ setting, change })))
    .sort((a, b) => Date.parse(b.change.at) - Date.parse(a.change.at));
  return (
    <Panel title={t('settings.history')}>
      {all.length === 0 && <p className="muted">{t('settings.history_none')}</p>}
      <ul className="setting-list" data-testid="setting-history">
        {all.map(({ setting, change }) => (
          <li key={setting.name + change.valid_from}>
            <strong>
              {t('settings.of_history', {
                name: t(`setting_name.${setting.name}`),
                value: spell(setting, change.value),
              })}
            </strong>
            <span>
              {t('settings.since', {
                at: formatDateTime(change.valid_from),
                reason: change.reason,
                author: change.author,
              })}
            </span>
            <span className="muted small">{formatDateTime(change.at)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
