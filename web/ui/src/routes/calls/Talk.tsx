import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type ListenStarted, must } from '../../api/client';
import { ListenDialog } from './ListenDialog';
import { Player } from './Player';

interface TalkProps {
  callId: string;
  recordingId: string;
  /** Nobody said why: there is nothing to hear. */
  onClose(): void;
}

/** A call's talk, heard where the call is only mentioned: why is asked first, as on the call's own page. */
export default function Talk({ callId, recordingId, onClose }: TalkProps) {
  const [listen, setListen] = useState<ListenStarted>();
  // The marks on the player's line; without them one can still listen.
  const detail = useQuery({
    queryKey: ['call', callId],
    queryFn: () => must(api.GET('/api/v1/calls/{callId}', { params: { path: { callId } } })),
    enabled: listen !== undefined,
  });
  if (!listen) return <ListenDialog isOpen onClose={onClose} recordingId={recordingId} onStarted={setListen} />;
  return <Player listen={listen} startAt={0} timeline={detail.data?.timeline ?? []} />;
}
