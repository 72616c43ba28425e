import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../api/client';
import { queries } from '../../state/session';
import { type Webhook, webhooksQuery, wordOf } from '../../state/webhooks';
import { formatDateTime } from '../../ui/format';

/**
 * Changes a webhook as it was seen. Who was slower than a colleague is told what stands there now, keeps what was typed, and by
 * pressing once more decides over that.
 */
export function useSeen(hook: Webhook | undefined) {
  const { t } = useTranslation();
  const seen = useRef(hook?.version ?? 0);
  return async <T>(change: (version: number) => Promise<T>): Promise<T> => {
    try {
      return await change(seen.current);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'stale') throw error;
      const all = await queries.fetchQuery({ ...webhooksQuery, staleTime: 0 });
      const now = all.find(({ id }) => id === hook?.id);
      if (!now) throw error;
      seen.current = now.version;
      throw new ProblemError({
        status: error.status,
        code: error.code,
        title: t(now.active ? 'webhooks.newer' : 'webhooks.newer_off', {
          name: now.changed_by,
          when: formatDateTime(now.changed_at),
          url: now.url,
          events: now.events.map((event) => t(`webhook_event.${wordOf(event)}`)).join(', '),
        }),
      });
    }
  };
}
