import { useTranslation } from 'react-i18next';
import { Choice } from '../../ui/choice';

/** What led an applicant to the channel: Facebook is none, whoever writes there is sent to an official one (Amb-11). */
export function OriginChoice({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation();
  return (
    <Choice
      label={t('origin.title')}
      value={value || 'own'}
      onChange={(chosen) => onChange(chosen === 'own' ? '' : chosen)}
      options={[
        ['own', t('origin.own')],
        ['facebook_referral', t('origin.facebook_referral')],
      ]}
      data-testid="origin"
    />
  );
}
