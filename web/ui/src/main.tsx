import './i18n';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/button.css';
import './styles/form.css';
import './styles/marks.css';
import './styles/panel.css';
import './styles/dialog.css';
import './styles/page.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { testing } from './phone/ear';
import { router } from './router';
import { queries } from './state/session';

if (testing()) sessionStorage.setItem('hotline-test', '1');

// After an update of the server an old page asks for files that are gone.
addEventListener('vite:preloadError', (event) => {
  const audio = document.getElementById('remote-audio') as HTMLAudioElement | null;
  if (audio?.srcObject) return; // never in a talk: the page reloads itself later
  event.preventDefault();
  location.reload();
});
// The phone was stopped when the page was put away.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <I18nProvider locale="uk-UA">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
);
