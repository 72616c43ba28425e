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
  const { limit, periods, responsibles, prompts } = rules.data;
  return (
    <>
      {!mayEdit && <p className="muted">{t('downtime.rules_keeper')}</p>}
      <LimitPanel limit={limit} mayEdit={mayEdit} key={`${limit.works} ${limit.period}`} />
      <PeriodsPanel periods={periods} mayEdit={mayEdit} />
      <PeopleTable people={responsibles} mayEdit={mayEdit} />
      <PromptsPanel prompts={prompts} mayEdit={mayEdit} />
    </>
  );
}
