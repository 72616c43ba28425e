import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { Alert } from '../../ui/kit';
import { Loading } from '../../ui/states';
import { rulesQuery } from './downtimes';
import { LimitPanel } from './LimitPanel';
import { PeopleTable } from './PeopleTable';
import { PeriodsPanel } from './PeriodsPanel';
import { PromptsPanel } from './PromptsPanel';

/** By what downtimes are judged; administrators change it. */
export function RulesTab({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const rules = useQuery(rulesQuery);
  if (rules.isPending) return <Loading />;
  if (rules.error) return <Alert tone="danger">{wordsOf(rules.error)}</Alert>;
  const { version, limit, periods, responsibles, prompts } = rules.data;
  return (
    <>
      {!mayEdit && <p className="muted">{t('downtime.rules_keeper')}</p>}
      <LimitPanel version={version} limit={limit} mayEdit={mayEdit} key={`${limit.works} ${limit.period}`} />
      <PeriodsPanel version={version} periods={periods} mayEdit={mayEdit} />
      <PeopleTable version={version} people={responsibles} mayEdit={mayEdit} />
      <PromptsPanel version={version} prompts={prompts} mayEdit={mayEdit} />
    </>
  );
}
