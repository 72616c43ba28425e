import { useTranslation } from 'react-i18next';
import type { Applicant } from '../api/client';
import { Button } from '../ui/kit';

interface CandidatesProps {
  people: Applicant[];
  isDisabled: boolean;
  onPick(applicant: Applicant): void;
}

/** Who may be the applicant: a number is a hint, and somebody who has asked for the name says who it is. */
export function Candidates({ people, isDisabled, onPick }: CandidatesProps) {
  const { t } = useTranslation();
  return (
    <ul className="candidates">
      {people.map((applicant) => (
        <li key={applicant.id} className="candidate" data-testid={`candidate-${applicant.id}`}>
          <span>
            <strong>{applicant.name}</strong>
            <span className="muted small block">
              {[t(`applicant.group_${applicant.group}`), applicant.login].filter(Boolean).join(' · ')}
            </span>
          </span>
          <Button
            size="small"
            tone="primary"
            aria-label={`${t('applicant.pick')}: ${applicant.name}`}
            onPress={() => onPick(applicant)}
            isDisabled={isDisabled}
            data-testid={`pick-${applicant.id}`}
          >
            {t('applicant.pick')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
