import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { formatPhone } from '../../ui/format';
import { Alert, Panel } from '../../ui/kit';
import { referenceQuery } from './articles';

/** Names and addresses that the regulation fixes. */
export function ReferencePanel() {
  const { t } = useTranslation();
  const { data, error } = useQuery(referenceQuery);
  if (error) return <Alert tone="danger">{wordsOf(error)}</Alert>;
  if (!data) return null;
  const facts: [string, string][] = [
    ['support_phone', formatPhone(data.support_phone)],
    ['support_email', data.support_email],
    ['mrg_email', data.mrg_email],
    ['gbk_email', data.gbk_email],
    ['facebook_group', `«${data.facebook_group}»`],
    ['facebook_account', `${data.facebook_account} (ID = ${data.facebook_account_id})`],
  ];
  return (
    <Panel title={t('knowledge.reference')}>
      <dl className="facts reference" data-testid="reference">
        {facts.map(([name, words]) => (
          <div key={name}>
            <dt>{t(`knowledge.${name}`)}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p className="muted small">{t('knowledge.facebook_rule')}</p>
    </Panel>
  );
}
