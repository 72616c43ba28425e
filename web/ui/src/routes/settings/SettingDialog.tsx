import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSwitch, putSetting, type Setting } from '../../state/settings';
import { Choice } from '../../ui/choice';
import { FormDialog } from '../../ui/form-dialog';
import { Field } from '../../ui/kit';
import { kyivInstant } from '../../ui/kyiv';
import { WholeField } from '../../ui/whole';

interface SettingDialogProps {
  setting: Setting;
  version: number;
  onClose(): void;
}

/** Another value of one setting, from a day on. It is meant for the settings as they were when the dialog was opened. */
export function SettingDialog({ setting, version, onClose }: SettingDialogProps) {
  const { t } = useTranslation();
  const [seen] = useState(version);
  const [form, setForm] = useState({ value: String(setting.value), from: '', reason: '' });
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));
  const from = form.from && kyivInstant(`${form.from}T00:00`);
  const save = () =>
    putSetting(setting.name, {
      version: seen,
      value: /^\d+$/.test(form.value.trim()) ? Number(form.value) : -1, // the server says which values there are
      reason: form.reason,
      ...(from && { valid_from: from }),
    });
  return (
    <FormDialog
      title={t(`setting_name.${setting.name}`)}
      lead={`${t(`setting_lead.${setting.name}`)} ${t('settings.clause', { clause: setting.clause })}.`}
      onClose={onClose}
      save={save}
    >
      {(faults) => (
        <>
          {isSwitch(setting) ? (
            <Choice
              label={t('settings.value')}
              value={form.value}
              onChange={put('value')}
              options={['0', '1'].map((value) => [value, t(`setting_value.${setting.name}_${value}`)])}
              data-testid="setting-value"
            />
          ) : (
            <WholeField
              label={t('settings.value')}
              hint={t('settings.value_hint', { least: setting.least, most: setting.most })}
              value={form.value}
              onChange={put('value')}
              error={faults.value}
              digits={5}
              data-testid="setting-value"
            />
          )}
          <Field
            label={t('settings.from')}
            hint={t('settings.from_hint')}
            type="date"
            value={form.from}
            onChange={put('from')}
            error={faults.valid_from}
            data-testid="setting-from"
          />
          <Field
            label={t('settings.reason')}
            hint={t('settings.reason_hint')}
            value={form.reason}
            onChange={put('reason')}
            error={faults.reason}
            maxLength={500}
            data-testid="setting-reason"
          />
        </>
      )}
    </FormDialog>
  );
}
