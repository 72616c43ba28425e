import { useTranslation } from 'react-i18next';
import type { Applicant } from '../api/client';
import { formatPhone } from '../ui/format';
import { Button } from '../ui/kit';

interface PeopleProps {
  people: Applicant[];
  isDisabled?: boolean;
  /** A number hints at them: somebody who has asked for the name says who it is. */
  hinted?: boolean;
  onPick(person: Applicant): void;
}

/** Cards that were found, one of which is to be picked. */
export function People({ people, isDisabled = false, hinted = false, onPick }: PeopleProps) {
  const { t } = useTranslation();
  return (
    <ul className="candidates">
      {people.map((one) => (
        <li key={one.id} className="candidate" data-testid={`candidate-${one.id}`}>
          <span>
            <strong>{one.name}</strong>
            <span className="muted small block">
              {(hinted
                ? [t(`applicant.group_${one.group}`), one.login]
                : [one.phones[0] && formatPhone(one.phones[0]), one.email, one.login]
              )
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          <Button
            size="small"
            tone={hinted ? 'primary' : undefined}
            aria-label={`${t('applicant.pick')}: ${one.name}`}
            onPress={() => onPick(one)}
            isDisabled={isDisabled}
            data-testid={`pick-${one.id}`}
          >
            {t('applicant.pick')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
