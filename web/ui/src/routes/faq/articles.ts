import { keepPreviousData } from '@tanstack/react-query';
import { api, must } from '../../api/client';
import type { components } from '../../api/schema';

export type Article = components['schemas']['Article'];
export type ArticleText = components['schemas']['ArticleText'];
export type ArticleKind = components['schemas']['ArticleKind'];
export type ArticleLink = components['schemas']['ArticleLink'];
export type Topic = components['schemas']['Topic'];

export interface ArticleSearch {
  kind?: ArticleKind;
  process?: string;
  q?: string;
}

export const articlesQuery = (search: ArticleSearch) => ({
  queryKey: ['articles', search],
  queryFn: () => must(api.GET('/api/v1/articles', { params: { query: given(search) } })),
  placeholderData: keepPreviousData,
});

export const faqQuery = (search: Omit<ArticleSearch, 'kind'>) => ({
  queryKey: ['faq', search],
  queryFn: () => must(api.GET('/api/v1/faq', { params: { query: given(search) } })),
  placeholderData: keepPreviousData,
});

export const referenceQuery = {
  queryKey: ['reference'],
  queryFn: () => must(api.GET('/api/v1/reference')),
  staleTime: Number.POSITIVE_INFINITY,
};

/** What is not looked for is not asked for. */
const given = <T extends object>(search: T): T =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value)) as T;
