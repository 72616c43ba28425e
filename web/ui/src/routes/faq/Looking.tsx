import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../ui/choice';
import { Field } from '../../ui/kit';
import type { Topic } from './articles';

const REST_MS = 250;

interface LookingProps {
  search: { q?: string; process?: string };
  topics: Topic[];
  onSearch(search: { q?: string; process?: string }): void;
}

/** What is looked for goes into the address when the fingers rest. */
export function Looking({ search, topics, onSearch }: LookingProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(search.q ?? '');
  const shown = useRef(search.q ?? '');
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === shown.current) return;
    const timer = setTimeout(() => {
      shown.current = wanted;
      onSearch({ ...search, q: wanted || undefined });
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [wanted, search, onSearch]);
  // Somebody went back in the history, or followed a link.
  useEffect(() => {
    const now = search.q ?? '';
    if (now === shown.current) return;
    shown.current = now;
    setText(now);
  }, [search.q]);
  return (
    <search className="looking">
      <Field
        label={t('faq.look')}
        type="search"
        value={text}
        onChange={setText}
        maxLength={200}
        placeholder={t('faq.look_hint')}
        data-testid="faq-look"
      />
      <Choice
        label={t('faq.topic')}
        value={search.process ?? 'all'}
        onChange={(process) => onSearch({ ...search, process: process === 'all' ? undefined : process })}
        options={[['all', t('faq.all_topics')], ...topics.map(({ code, name }): [string, string] => [code, name])]}
        data-testid="faq-topic"
      />
    </search>
  );
}
