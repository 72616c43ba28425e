import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/kit';
import type { Faults } from '../../ui/sending';

interface WhyProps {
  form: { legal_basis: string; reason: string };
  put(name: 'legal_basis' | 'reason'): (value: string) => void;
  faults: Faults;
}

/** On what a change rests, and why it is made: every one has both fields. */
export function Why({ form, put, faults }: WhyProps) {
  const { t } = useTranslation();
  return (
    <>
      <Field
        label={t('calendar.legal_basis')}
        hint={t('calendar.legal_basis_hint')}
        value={form.legal_basis}
        onChange={put('legal_basis')}
        error={faults.legal_basis}
        maxLength={300}
        data-testid="legal-basis"
      />
      <Field
        label={t('calendar.reason')}
        hint={t('calendar.reason_hint')}
        value={form.reason}
        onChange={put('reason')}
        error={faults.reason}
        maxLength={500}
        data-testid="reason"
      />
    </>
  );
}
