import { useTranslation } from 'react-i18next';
import { Choice } from '../ui/choice';

const KINDS = ['person', 'organisation'] as const;
const GROUPS = ['external', 'internal', 'moderator', 'administrator'] as const;
const SUBGROUPS = ['mrg', 'gbk', 'kmr', 'rda', 'department'] as const;
const NONE = '+none';

type Name = 'kind' | 'group' | 'subgroup';

/** Kind and group of an applicant; sub-groups are of internal users only (Regulation 2.6). An empty one is none. */
export function WhoFields({
  form,
  put,
  testId,
}: {
  form: { kind: string; group: string; subgroup: string };
  put(name: Name): (value: string) => void;
  testId?: string;
}) {
  const { t } = useTranslation();
  const id = (name: Name) => (testId ? { 'data-testid': `${testId}-${name}` } : {});
  return (
    <>
      <div className="pair">
        <Choice
          label={t('applicant.kind')}
          value={form.kind}
          onChange={put('kind')}
          options={KINDS.map((kind) => [kind, t(`applicant.kind_${kind}`)])}
        />
        <Choice
          label={t('applicant.group')}
          value={form.group}
          onChange={put('group')}
          options={GROUPS.map((group) => [group, t(`applicant.group_${group}`)])}
          {...id('group')}
        />
      </div>
      {form.group === 'internal' && (
        <Choice
          label={t('applicant.subgroup')}
          value={form.subgroup || NONE}
          onChange={(key) => put('subgroup')(key === NONE ? '' : key)}
          options={[
            [NONE, t('applicant.subgroup_none')],
            ...SUBGROUPS.map((sub): [string, string] => [sub, t(`applicant.subgroup_${sub}`)]),
          ]}
          {...id('subgroup')}
        />
      )}
    </>
  );
}
