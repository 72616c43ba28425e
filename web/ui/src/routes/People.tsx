import { useTranslation } from 'react-i18next';
import type { Applicant } from '../api/client';
import { formatPhone } from '../ui/format';
import { Button } from '../ui/kit';

interface PeopleProps {
  people: Applicant[];
  isDisabled?: boolean;
  onPick(person: Applicant): void;
}

/** Cards that were found, one of which is to be picked. */
export function People({ people, isDisabled = false, onPick }: PeopleProps) {
  const { t } = useTranslation();
  return (
    <ul className="candidates">
      {people.map((one) => (
        <li key={one.id} className="candidate">
          <span>
            <strong>{one.name}</strong>
            <span className="muted small block">
              {[one.phones[0] && formatPhone(one.phones[0]), one.email, one.login].filter(Boolean).join(' · ')}
            </span>
          </span>
          <Button
            size="small"
            aria-label={`${t('applicant.pick')}: ${one.name}`}
            onPress={() => onPick(one)}
            isDisabled={isDisabled}
            data-testid={`known-${one.id}`}
          >
            {t('applicant.pick')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
