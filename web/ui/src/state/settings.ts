// The figures that the regulation leaves open. Everybody reads them; administrators decide.
import { queryOptions } from '@tanstack/react-query';
import { api, must } from '../api/client';
import type { components } from '../api/schema';
import { queries } from './session';

type Schemas = components['schemas'];
export type Setting = Schemas['Setting'];

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => must(api.GET('/api/v1/settings')),
});

/** Decides, and shows how the settings are afterwards; so it does after a conflict. */
export async function putSetting(name: Setting['name'], body: Schemas['SettingEdit']): Promise<void> {
  try {
    await must(api.PUT('/api/v1/settings/{name}', { params: { path: { name } }, body }));
  } finally {
    await queries.invalidateQueries({ queryKey: settingsQuery.queryKey });
  }
}

/** A setting that is a yes or a no. */
export const isSwitch = (setting: Setting) => setting.least === 0 && setting.most === 1;
