import { useTranslation } from 'react-i18next';
import type { TicketContent, TicketDetail } from '../../api/client';
import { Icon } from '../../ui/icons';
import { Button, Panel } from '../../ui/kit';

const FIELDS: (keyof TicketContent)[] = [
  'page_link',
  'browser',
  'steps',
  'login',
  'source_link',
  'purpose',
  'norm_link',
  'mockups',
  'screens',
];

/** The essence, what the appeal brought, and what the regulation still asks for (4.4, 4.5). */
export function ContentPanel({ detail, onDescribe }: { detail: TicketDetail; onDescribe: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { work } = detail;
  const given = FIELDS.filter((name) => work.content[name]);
  return (
    <Panel
      title={t('appeal.content')}
      aside={
        onDescribe && (
          <Button size="small" onPress={onDescribe} data-testid="act-describe">
            {t('appeal.describe')}
          </Button>
        )
      }
    >
      {work.description ? (
        <p className="prewrap ticket-description">{work.description}</p>
      ) : (
        <p className="muted">{t('appeal.no_description')}</p>
      )}
      {given.length > 0 && (
        <dl className="facts ticket-facts ticket-content">
          {given.map((name) => (
            <div key={name}>
              <dt>{t(`field.${name}`)}</dt>
              <dd className="prewrap">
                {name.endsWith('_link') ? (
                  <a href={work.content[name]} target="_blank" rel="noreferrer noopener">
                    {work.content[name]}
                  </a>
                ) : (
                  work.content[name]
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {work.missing.length > 0 && work.class ? (
        <section className="sub" data-testid="missing">
          <h3 className="sub-title">
            {t('appeal.missing_title')} <span className="count">{work.missing.length}</span>
          </h3>
          <ul className="missing">
            {work.missing.map((name) => (
              <li key={name}>
                <Icon name="info" size={14} /> {t(`field.${name}`)}
              </li>
            ))}
          </ul>
        </section>
      ) : (
        work.class && (
          <p className="with-icon muted small ticket-complete">
            <Icon name="check" size={16} /> {t('appeal.missing_none')}
          </p>
        )
      )}
    </Panel>
  );
}
