// Generated from web/openapi.yaml by "npm run schema". Do not edit.

export interface paths {
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in */
        get: operations["getSession"];
        put?: never;
        /** Log in */
        post: operations["createSession"];
        /** Log out; an agent goes offline */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that the agent's desk shows now; the same document is pushed at each change */
        get: operations["getDesk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Begin or end the shift, take a break; during a call it is what follows the call */
        put: operations["setAgentState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The agent's telephone account (SIP over the WebSocket /sip, or a desk phone) */
        get: operations["getPhone"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** To whom a call can be handed */
        get: operations["listColleagues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Outside numbers to which a caller can be handed over; an administrator sees those that are off as well */
        get: operations["listDestinations"];
        /** Add a number to the list, or change what the list says of it */
        put: operations["putDestination"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/desk/breaks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why one can be on a break; those that are retired are named for the history */
        get: operations["listBreaks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agentId}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Another's state; during a call it is what follows the call, a wrap-up ends at once. Who did it and why is noted */
        put: operations["setStateOfAgent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is given whose call */
        get: operations["getRouting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/agents/{agentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** An agent's skills, and the lines in which the agent helps out */
        put: operations["putDuty"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/skills/{skill}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                skill: components["schemas"]["Word"];
            };
            cookie?: never;
        };
        get?: never;
        put: operations["putSkill"];
        post?: never;
        /** Agents, numbers and waiting callers lose it, too */
        delete: operations["dropSkill"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/breaks/{reason}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reason: components["schemas"]["Word"];
            };
            cookie?: never;
        };
        get?: never;
        /** One reason of a break; it is retired, never deleted */
        put: operations["putBreak"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/dialled/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description any usual way of writing */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        get?: never;
        /** What a number that people dial means */
        put: operations["putDialled"];
        post?: never;
        delete: operations["dropDialled"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing/callers/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description any usual way of writing */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        get?: never;
        /** Priority in the line, or a skill, of a caller's number */
        put: operations["putCaller"];
        post?: never;
        delete: operations["dropCaller"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that goes on now; a frame of type hall says when to ask again */
        get: operations["getHall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{callId}/supervision": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        get?: never;
        /** The supervisor's telephone rings for the talk, or what the supervisor does in it changes; the outcome is pushed with the desk */
        put: operations["superviseCall"];
        post?: never;
        /** The supervisor goes; the talk goes on */
        delete: operations["leaveCall"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{callId}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the agent wants of the call; the outcome is pushed with the desk */
        post: operations["actOnCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{callId}/wrap-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The outcome and the note; the agent is free again */
        post: operations["finishWrapUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{callId}/wrap-up/extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One minute more, at most twice */
        post: operations["extendWrapUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls, newest first; an agent sees the own ones */
        get: operations["listCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One call with its timeline and recording */
        get: operations["getCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTicket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The agent's note as it is typed; kept through reload and crash */
        put: operations["saveDraft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["addNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call the applicant; the agent's own telephone rings first */
        post: operations["callOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}/oral-notice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Number and term were told to the applicant (Regulation 4.9.5) */
        post: operations["confirmOralNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}/applicant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Who appeals; a known applicant or a new one */
        put: operations["setApplicant"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/recordings/{recordingId}/listens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who listened */
        get: operations["listListens"];
        put?: never;
        /** Begin to listen; the audit row stands before the first byte leaves */
        post: operations["startListen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/listens/{listenId}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stereo A-law WAV, left the caller, right what the caller heard; answers Range */
        get: operations["getAudio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/listens/{listenId}/peaks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPeaks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/listens/{listenId}/heard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What was really heard */
        post: operations["reportHeard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of a list of tickets; what is looked for stands in the query */
        get: operations["listTickets"];
        put?: never;
        /** Register by hand an appeal that came by one of the channels (R-4.1.2) */
        post: operations["registerTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}/acts/{act}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do something with a ticket as it was seen at a version
         * @description Of the body an act reads the fields that stand at its name in the schema; the others are ignored.
         */
        post: operations["actOnTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}/notices/{noticeId}/paid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The applicant was told orally, by somebody who has talked with them (Regulation, Table 2) */
        post: operations["payNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ticket-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Status and term by number, safe to say in public (R-4.10.5) */
        get: operations["getTicketStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Table 1 with the regulation's criteria and examples, and the closed lists that acts choose from */
        get: operations["getClasses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who can be made responsible */
        get: operations["listAssignees"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ticket-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many tickets the lists have, counted to 1000 at most */
        get: operations["countTickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ticket-acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One act on many tickets; each succeeds or fails by itself */
        post: operations["actOnTickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ticket-exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who exported what, the newest first */
        get: operations["listExports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ticket-exports/{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All tickets of a list as a file; each export is in the audit (R-X.4) */
        get: operations["exportTickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ticket-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who imported what, the newest first */
        get: operations["listImports"];
        put?: never;
        /** Appeals, or applicants alone, from a CSV or XLSX file of at most 5 MB and 5000 rows: all rows or none; what was imported before is passed over. With preview nothing is changed. A fault in the file is a 422 import_faults, unless it is a preview (R-X.4) */
        post: operations["importTickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ticket-import-templates/{format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An empty file with the headings that an import knows */
        get: operations["getImportTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The working calendar of a year, day by day, with the weeks and the legal regimes */
        get: operations["getCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Other hours for the days from..until, by the service's own decision (Regulation 3.2.3); open terms are counted again */
        put: operations["putCalendarDays"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/weeks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The week's pattern from a day on */
        put: operations["putCalendarWeek"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/regimes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** A legal regime: when it is in force, and which norms it suspends when */
        put: operations["putCalendarRegime"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/feasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** A line of the law's list of holidays, from which the days of a year are proposed */
        put: operations["putCalendarFeast"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar/proposals/{year}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                year: number;
            };
            cookie?: never;
        };
        /** What the law gives the calendar of a year, row by row, and what was decided of each */
        get: operations["getCalendarProposal"];
        /** Confirm or reject rows */
        put: operations["decideCalendarProposal"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Table 1 as it has stood and is to stand */
        get: operations["listTargets"];
        /** Another promise for a class from an instant on; tickets that are registered before keep theirs (R-3.1) */
        put: operations["putTarget"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The figures that the regulation leaves open, each with its clause, what may be and what has been decided */
        get: operations["listSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Another value from an instant on; what was counted before stays as it was */
        put: operations["putSetting"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who outside is told what becomes of tickets; secrets are never shown again */
        get: operations["listWebhooks"];
        put?: never;
        post: operations["addWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        get?: never;
        put: operations["putWebhook"];
        post?: never;
        /** What was not delivered is not sent any more */
        delete: operations["dropWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Another secret; messages are signed by it from now on */
        post: operations["renewWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/deliveries/{deliveryId}/again": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: components["parameters"]["WebhookId"];
                deliveryId: number;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send it once more, delivered or not */
        post: operations["deliverAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits to leave the house or was given up: letters, hand-overs */
        get: operations["listOutbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{parcelId}/again": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                parcelId: number;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try it at once */
        post: operations["sendAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the user's inbox says of tickets, the newest first */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark the user's notifications up to one as read */
        post: operations["readNotifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What applicants are still to be told (Regulation, Table 2), what is late first */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applicants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By telephone number, e-mail, ticket number, login or a part of the name; at most 50, the best first */
        get: operations["findApplicants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applicants/{applicantId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        /** The card; who reads one to which access is narrowed is written down */
        get: operations["getApplicant"];
        put: operations["editApplicant"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applicants/{applicantId}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        get?: never;
        /** A number or an address more, or whether it is shared */
        put: operations["putContact"];
        post?: never;
        delete: operations["dropContact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applicants/{applicantId}/merging": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        /** What merging another card into this one would do */
        get: operations["previewMerge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applicants/{applicantId}/merges": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merge another card into this one; nothing is lost */
        post: operations["mergeApplicants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applicants/{applicantId}/merges/{mergeId}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
                mergeId: number;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the two cards apart again */
        post: operations["undoMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applicants/{applicantId}/restriction": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        get?: never;
        /** Narrow the access to a card and its tickets on a ground (a request to erase), or open them again */
        put: operations["restrictApplicant"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applicants/{applicantId}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        get?: never;
        /** Bar the three years' retention from everything of an applicant, or end that */
        put: operations["holdApplicant"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tickets by number, telephone, e-mail, login or words in any of their forms; slips are mended when nothing is found */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/faq": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The published FAQ; everybody reads it (Regulation 2.4) */
        get: operations["listFaq"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names and addresses that the regulation fixes */
        get: operations["getReference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/articles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Questions of the FAQ and ready answers; agents see what is published */
        get: operations["listArticles"];
        put?: never;
        post: operations["addArticle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/articles/{articleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** 409 stale, when somebody else changed it meanwhile */
        put: operations["putArticle"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/articles/{articleId}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listArticleChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}/answers/{articleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An article filled in for the ticket; its use is counted once a ticket (Regulation 4.13) */
        post: operations["useArticle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtimes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Planned and emergency downtimes (Regulation 1) */
        get: operations["listDowntimes"];
        put?: never;
        /** A planned one is a draft, an emergency runs at once */
        post: operations["addDowntime"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtimes/running": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What runs now, for every desk */
        get: operations["listRunningDowntimes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtimes/{downtimeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** What was approved is to be approved again; 409 stale, when somebody else changed it meanwhile */
        put: operations["putDowntime"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtimes/{downtimeId}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve (Regulation 3.2.4), finish, cancel */
        post: operations["stepDowntime"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtimes/{downtimeId}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDowntimeChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtime-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By what downtimes are judged, and who may approve them */
        get: operations["getDowntimeRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtime-rules/limit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** How many planned works there may be in a period */
        put: operations["putWorkLimit"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtime-rules/periods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Days in which works need an approval of the list (Regulation 3.2.4) */
        post: operations["addProtectedPeriod"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtime-rules/periods/{periodId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["dropProtectedPeriod"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtime-rules/responsibles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody who is responsible for the project (section 5 of the regulation) */
        post: operations["addResponsible"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtime-rules/responsibles/{responsibleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["putResponsible"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downtime-rules/prompts/{prompt}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** What callers can hear before the line; the sound is a file of this name among the switch's prompts */
        put: operations["putLinePrompt"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457. `detail` is Ukrainian, for people; `code` is for programs. */
        Problem: {
            type?: string;
            status: number;
            code: string;
            title: string;
            detail?: string;
            /** @description field → what is wrong with it (Ukrainian) */
            fields?: {
                [key: string]: string;
            };
        };
        /** @enum {string} */
        Role: "agent" | "supervisor" | "administrator";
        /** @enum {string} */
        Service: "information" | "organisation";
        Credentials: {
            login: string;
            password: string;
        };
        Session: {
            /** Format: int64 */
            user_id: number;
            login: string;
            name: string;
            role: components["schemas"]["Role"];
            service?: components["schemas"]["Service"];
        };
        /** @enum {string} */
        AgentState: "offline" | "available" | "offered" | "on_call" | "wrap_up" | "break";
        /** @enum {string} */
        Phone: "browser" | "desk";
        AgentStateChange: {
            /** @enum {string} */
            state: "available" | "break" | "offline";
            /** @description of a break */
            reason?: string;
            phone?: components["schemas"]["Phone"];
        };
        /** @description a name for programs: small Latin letters, digits, _ */
        Word: string;
        BreakReason: {
            reason: components["schemas"]["Word"];
            name: string;
            position: number;
            /** @description can no longer be chosen */
            retired: boolean;
        };
        AgentStateOrder: {
            /** @enum {string} */
            state: "available" | "break" | "offline";
            /** @description of a break */
            reason?: string;
            /** @description for the audit */
            why: string;
        };
        Routing: {
            skills: components["schemas"]["Skill"][];
            breaks: components["schemas"]["BreakReason"][];
            dialled: components["schemas"]["Dialled"][];
            callers: components["schemas"]["PriorityCaller"][];
            agents: components["schemas"]["Duty"][];
        };
        SkillRule: {
            name: string;
            /** @description after so long the caller is given anybody of the service */
            wait_s: number;
        };
        Skill: {
            skill: components["schemas"]["Word"];
            name: string;
            wait_s: number;
        };
        BreakRule: {
            name: string;
            /** @default 0 */
            position: number;
            /** @default false */
            retired: boolean;
        };
        DialledRule: {
            service: components["schemas"]["Service"];
            skill?: components["schemas"]["Word"];
        };
        Dialled: {
            /** @description E.164 */
            number: string;
            service: components["schemas"]["Service"];
            skill?: components["schemas"]["Word"];
        };
        CallerRule: {
            /** @description the higher the sooner; 0: none */
            priority: number;
            skill?: components["schemas"]["Word"];
            /** @description why */
            reason: string;
        };
        PriorityCaller: {
            /** @description E.164 */
            number: string;
            priority: number;
            skill?: components["schemas"]["Word"];
            reason: string;
            author: string;
            /** Format: date-time */
            at: string;
        };
        DutyRule: {
            skills: components["schemas"]["AgentSkill"][];
            helps: components["schemas"]["AgentLine"][];
        };
        AgentSkill: {
            skill: components["schemas"]["Word"];
            /** @description 1 is rung first */
            level: number;
        };
        AgentLine: {
            service: components["schemas"]["Service"];
            /** @description callers who have waited so long */
            after_s: number;
        };
        Duty: {
            /** Format: int64 */
            agent_id: number;
            name: string;
            service: components["schemas"]["Service"];
            skills: components["schemas"]["AgentSkill"][];
            helps: components["schemas"]["AgentLine"][];
        };
        PhoneAccount: {
            phone: components["schemas"]["Phone"];
            /** @description e.g. sip:a7w@hotline */
            uri: string;
            username: string;
            password: string;
            /** @description browser: the path of the WebSocket, /sip; desk: host:port, UDP */
            registrar: string;
        };
        Colleague: {
            /** Format: int64 */
            agent_id: number;
            name: string;
            service: components["schemas"]["Service"];
            state: components["schemas"]["AgentState"];
            /** Format: date-time */
            state_since: string;
        };
        NewCall: {
            /** @description one of the ticket's phones, any usual way of writing */
            number: string;
        };
        CallBegun: {
            call_id: string;
        };
        /** @enum {string} */
        Direction: "inbound" | "outbound";
        /** @description the agent's last call out, while it is news that no talk came of it */
        FailedCall: {
            call_id: string;
            number: string;
            /** Format: int64 */
            ticket_id?: number;
            /** Format: date-time */
            at: string;
            reason: components["schemas"]["EndReason"];
            notice?: components["schemas"]["Notice"];
        };
        Destination: {
            /** @description any usual way of writing, E.164 in answers */
            number: string;
            name: string;
            note?: string;
            active: boolean;
        };
        CallAction: {
            /** @enum {string} */
            action: "decline" | "hold" | "resume" | "mute" | "unmute" | "consult" | "complete" | "cancel" | "swap" | "conference" | "pause_recording" | "resume_recording" | "hangup";
            seen?: components["schemas"]["CallState"];
            service?: components["schemas"]["Service"];
            /**
             * Format: int64
             * @description consult: this colleague; without it anybody free of the service
             */
            agent_id?: number;
            /** @description consult: this outside number, which must be in the list of destinations */
            number?: string;
            /** @description pause_recording: why; it stands in the call's history */
            reason?: string;
        };
        /** @enum {string} */
        Disposition: "consulted" | "registered" | "handed_over" | "mrg" | "gbk" | "call_back" | "not_our_matter" | "silence" | "wrong_number";
        WrapUp: {
            disposition: components["schemas"]["Disposition"];
            note?: string;
            /**
             * @default available
             * @enum {string}
             */
            next: "available" | "break" | "offline";
            reason?: string;
        };
        /** @enum {string} */
        CallState: "greeting" | "waiting" | "offered" | "talking" | "held" | "consult_ringing" | "consulting" | "swapped" | "conference" | "transferring" | "rejoining" | "closed" | "message" | "thanks" | "placing" | "dialling" | "announcing" | "ended";
        /** @enum {string} */
        LegStatus: "reserved" | "ringing" | "up" | "gone";
        /** @enum {string} */
        EndReason: "caller_hung_up" | "agent_hung_up" | "outside_hung_up" | "not_placed" | "not_reached" | "cancelled" | "abandoned" | "after_hours" | "dropped" | "unattended";
        /** @enum {string} */
        Notice: "target_busy" | "target_declined" | "target_no_answer" | "target_lost" | "caller_left" | "not_paused" | "not_recorded" | "no_answer" | "number_busy" | "number_no_answer" | "number_refused" | "number_unreachable" | "number_left";
        Desk: {
            /** @description changes when anything below does; acknowledged by the desktop when it is shown */
            version: string;
            /** Format: date-time */
            server_now: string;
            agent: components["schemas"]["DeskAgent"];
            call?: components["schemas"]["DeskCall"];
            ticket?: components["schemas"]["DeskTicket"];
            card?: components["schemas"]["CallerCard"];
            line: components["schemas"]["LineSummary"];
            failed_call?: components["schemas"]["FailedCall"];
        };
        /**
         * @description listen: hears both; whisper: besides, the agent hears the supervisor; barge: all hear each other; take_over: becomes the call's agent
         * @enum {string}
         */
        SupervisionMode: "listen" | "whisper" | "barge" | "take_over";
        Supervise: {
            mode: components["schemas"]["SupervisionMode"];
            /** @description why; needed to come in, kept when only the mode changes */
            reason?: string;
        };
        /** @description who is in the call as supervisor, and how */
        Supervision: {
            /** Format: int64 */
            supervisor_id?: number;
            name: string;
            mode: components["schemas"]["SupervisionMode"];
        };
        SupervisionEntry: {
            name: string;
            mode: components["schemas"]["SupervisionMode"];
            reason: string;
            /** Format: date-time */
            asked_at: string;
            /**
             * Format: date-time
             * @description missing: the telephone was not answered
             */
            from?: string;
            /**
             * Format: date-time
             * @description missing: goes on
             */
            until?: string;
        };
        Hall: {
            /** Format: date-time */
            server_now: string;
            agents: components["schemas"]["HallAgent"][];
            /** @description in the order in which each line is served */
            waiting: components["schemas"]["HallCall"][];
        };
        HallAgent: {
            /** Format: int64 */
            agent_id: number;
            name: string;
            supervisor: boolean;
            service?: components["schemas"]["Service"];
            state: components["schemas"]["AgentState"];
            reason?: string;
            /** Format: date-time */
            state_since: string;
            /** @enum {string} */
            next_state?: "available" | "break" | "offline";
            phone_reachable: boolean;
            /** Format: date-time */
            wrap_up_until?: string;
            call?: components["schemas"]["HallCall"];
            /** @description the agent talks in this call */
            may_supervise?: boolean;
        };
        HallCall: {
            id: string;
            service: components["schemas"]["Service"];
            state: components["schemas"]["CallState"];
            number: string;
            /** Format: date-time */
            arrived_at: string;
            /**
             * Format: date-time
             * @description since when the caller waits
             */
            queued_at?: string;
            /** Format: date-time */
            answered_at?: string;
            /** @description 0: none; 10: had an agent and was returned to the front */
            priority: number;
            skill?: string;
            supervision?: components["schemas"]["Supervision"];
        };
        DeskAgent: {
            /** Format: int64 */
            id: number;
            name: string;
            service?: components["schemas"]["Service"];
            state: components["schemas"]["AgentState"];
            /** Format: date-time */
            state_since: string;
            /** @description of the break; no_answer: put there by the system after an unanswered offer */
            reason?: string;
            phone: components["schemas"]["Phone"];
            phone_reachable: boolean;
            /**
             * @description what follows the present call
             * @enum {string}
             */
            next_state?: "available" | "break" | "offline";
            /** Format: date-time */
            wrap_up_until?: string;
            wrap_up_extensions_left?: number;
        };
        LineSummary: {
            waiting: number;
            /** Format: int64 */
            longest_wait_ms: number;
        };
        DeskCall: {
            direction: components["schemas"]["Direction"];
            id: string;
            /** @description carried by the INVITE as header X-Hotline-Leg */
            leg_id: string;
            /**
             * @description target: a colleague consults this agent
             * @enum {string}
             */
            role: "agent" | "target" | "supervisor";
            supervision?: components["schemas"]["Supervision"];
            leg_status: components["schemas"]["LegStatus"];
            state: components["schemas"]["CallState"];
            /** @description E.164; empty when withheld or not understood */
            number: string;
            /** @description what came instead of a telephone number, e.g. 112; absent when withheld */
            number_raw?: string;
            /** Format: date-time */
            arrived_at: string;
            /** Format: date-time */
            answered_at?: string;
            /** Format: date-time */
            ring_until?: string;
            /** Format: int64 */
            wait_ms: number;
            muted: boolean;
            recording_paused: boolean;
            caller_present?: boolean;
            other?: components["schemas"]["Party"];
            notice?: components["schemas"]["Notice"];
        };
        /** @description the other party of a consultation, a colleague or somebody outside */
        Party: {
            /**
             * Format: int64
             * @description of a colleague
             */
            agent_id?: number;
            name: string;
            service?: components["schemas"]["Service"];
            /** @description E.164; of somebody outside */
            number?: string;
            leg_status: components["schemas"]["LegStatus"];
        };
        DeskTicket: {
            /** @description E.164; can be called */
            phones: string[];
            /** Format: int64 */
            id: number;
            /** @description e.g. 10000123-5 */
            number: string;
            /** @description the number in groups for reading aloud */
            spoken: string;
            /** @description the sentence to read aloud (Regulation 4.9.5) */
            announcement: string;
            /** Format: date-time */
            registered_at: string;
            /** Format: date-time */
            reaction_due_at: string;
            /**
             * Format: date-time
             * @description absent while its clock stands
             */
            resolution_due_at?: string;
            status: string;
            /** Format: date-time */
            oral_notice_at?: string;
            applicant?: components["schemas"]["Applicant"];
            /** @description written by colleagues during this call */
            notes?: components["schemas"]["HistoryEntry"][];
            draft: components["schemas"]["Draft"];
        };
        Draft: {
            text: string;
            /** Format: int64 */
            version: number;
            /** Format: date-time */
            saved_at?: string;
        };
        DraftText: {
            text: string;
            /**
             * Format: int64
             * @description of the draft that was edited; 409 with the newer one otherwise
             */
            version: number;
        };
        NewNote: {
            text: string;
            /** @description makes a repeated request harmless */
            key: string;
        };
        CallerCard: {
            /** @enum {string} */
            match: "exact" | "several" | "none" | "withheld";
            applicants: components["schemas"]["Applicant"][];
            open_tickets: components["schemas"]["TicketSummary"][];
            recent_tickets: components["schemas"]["TicketSummary"][];
            recent_calls: components["schemas"]["CallSummary"][];
            calls_last_7_days: number;
        };
        Applicant: {
            /** Format: int64 */
            id: number;
            name: string;
            /** @enum {string} */
            kind: "person" | "organisation";
            /** @enum {string} */
            group: "internal" | "external" | "moderator" | "administrator";
            subgroup?: components["schemas"]["Subgroup"];
            phones: string[];
            email?: string;
            login?: string;
            /** Format: int64 */
            organisation_id?: number;
            organisation_name?: string;
            /** @description the ground on which access is narrowed; nothing else is told then but in the card */
            restricted?: string;
            /** @description why nothing of this applicant expires */
            hold?: string;
            /** Format: int64 */
            version?: number;
        };
        /** @description either applicant_id, or name and what else is known of a new one */
        ApplicantChoice: {
            /** Format: int64 */
            applicant_id?: number;
            name?: string;
            /** @enum {string} */
            kind?: "person" | "organisation";
            /** @enum {string} */
            group?: "internal" | "external" | "moderator" | "administrator";
            subgroup?: components["schemas"]["Subgroup"];
            phone?: string;
            email?: string;
            login?: string;
        };
        TicketSummary: {
            /** Format: int64 */
            id: number;
            number: string;
            /** @enum {string} */
            channel: "phone" | "email" | "form";
            subject?: string;
            status: string;
            /** Format: date-time */
            registered_at: string;
            /** Format: date-time */
            resolution_due_at?: string;
        };
        CallSummary: {
            direction: components["schemas"]["Direction"];
            /** @description outbound: who called */
            placed_by?: string;
            id: string;
            number: string;
            /** @description what came instead of a telephone number, e.g. 112; absent when withheld */
            number_raw?: string;
            /** Format: date-time */
            arrived_at: string;
            /** Format: date-time */
            answered_at?: string;
            /** Format: date-time */
            ended_at?: string;
            state: components["schemas"]["CallState"];
            end_reason?: components["schemas"]["EndReason"];
            /** Format: int64 */
            wait_ms?: number;
            /** Format: int64 */
            talk_ms?: number;
            /** Format: int64 */
            duration_ms: number;
            /** @description names of those who talked */
            agents?: string[];
            /** Format: int64 */
            ticket_id?: number;
            ticket_number?: string;
            applicant_name?: string;
            recording?: components["schemas"]["Recording"];
        };
        CallPage: {
            calls: components["schemas"]["CallSummary"][];
            next_cursor?: string;
        };
        CallDetail: {
            call: components["schemas"]["CallSummary"];
            timeline: components["schemas"]["TimelineEntry"][];
            may_listen?: boolean;
            /** @description who was in the call as supervisor; for supervisors and administrators */
            supervisions?: components["schemas"]["SupervisionEntry"][];
        };
        TimelineEntry: {
            /** Format: date-time */
            at: string;
            /**
             * Format: int64
             * @description from the call's arrival, where its recording begins
             */
            offset_ms: number;
            event: string;
            agent?: string;
            /** @description Ukrainian */
            text?: string;
        };
        Recording: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "spooled" | "sealed" | "missing" | "failed";
            /** Format: int64 */
            duration_ms?: number;
            /** Format: int64 */
            size_bytes?: number;
            sha256?: string;
            /** Format: date-time */
            retain_until?: string;
            /** Format: date-time */
            sealed_at?: string;
            object_key?: string;
            /** @description sound is missing in it; its manifest beside the object says which and why */
            flawed?: boolean;
        };
        NewListen: {
            reason: string;
        };
        ListenStarted: {
            /** Format: uuid */
            id: string;
            audio_url: string;
            peaks_url: string;
            /** Format: int64 */
            duration_ms: number;
        };
        Listen: {
            /** Format: uuid */
            id: string;
            who: string;
            /** Format: date-time */
            at: string;
            reason: string;
            /** Format: int64 */
            heard_ms: number;
        };
        Heard: {
            intervals_ms: number[][];
        };
        Peaks: {
            version: number;
            channels: number;
            sample_rate: number;
            samples_per_pixel: number;
            bits: number;
            length: number;
            data: number[];
        };
        TicketDetail: {
            work: components["schemas"]["TicketWork"];
            /** @description E.164; can be called */
            phones: string[];
            ticket: components["schemas"]["TicketSummary"];
            applicant?: components["schemas"]["Applicant"];
            history: components["schemas"]["HistoryEntry"][];
        };
        HistoryEntry: {
            /** Format: date-time */
            at: string;
            kind: string;
            author?: string;
            text: string;
            call_id?: string;
            /** @description of kind call, in a ticket: whoever asks may open the page of the call */
            call_open?: boolean;
            /**
             * Format: uuid
             * @description of kind call, in a ticket: the sealed recording, for whoever may listen to it
             */
            recording_id?: string;
            /** @description of kind act */
            act?: string;
            /** @description what an act changed */
            changes?: components["schemas"]["HistoryChange"][];
        };
        /**
         * @description One frame of `GET /api/v1/ws` (subprotocol `hotline.v1`). The desk is pushed whole, newest wins: a frame
         *     that was missed needs no replay. The client sends `{"op":"ack","version":"…"}` when a desk is on the screen
         *     and `{"op":"hb"}` in answer to each heartbeat; it declares the socket dead after 45 s of silence.
         */
        ServerFrame: {
            /** @constant */
            v: 1;
            /** @enum {string} */
            type: "desk" | "hb" | "hall" | "parts" | "inbox" | "downtimes";
            desk?: components["schemas"]["Desk"];
            /** @description of parts: what does not work now, by the names of /readyz */
            lacking?: string[];
        };
        ClientFrame: {
            /** @enum {string} */
            op: "ack" | "hb";
            version?: string;
        };
        HistoryChange: {
            /** @description Ukrainian */
            name: string;
            field: string;
            /** @description Ukrainian; absent: there was nothing */
            old?: string;
            new?: string;
        };
        NamedPerson: {
            /** Format: int64 */
            id: number;
            name: string;
        };
        TicketClass: {
            type: components["schemas"]["TicketType"];
            category: components["schemas"]["TicketCategory"];
            type_name: string;
            category_name: string;
        };
        /** @enum {string} */
        TicketType: "bug" | "feature" | "consultation";
        /** @enum {string} */
        TicketCategory: "critical" | "high" | "low";
        /** @enum {string} */
        TicketService: "information" | "organisation" | "technical";
        /** @enum {string} */
        TicketUnit: "technical" | "mrg" | "gbk" | "kmr" | "other";
        /** @enum {string} */
        Ground: "not_reproducible_and_unreachable" | "insufficient_info" | "needs_diagnosis_rework_or_release" | "user_violates_technical_requirements" | "out_of_scope" | "incorrect_or_unconstructive";
        /** @enum {string} */
        CloseReason: "solved" | "consulted" | "redirected_mrg" | "redirected_gbk" | "third_party_service" | "impossible" | "duplicate" | "no_contact";
        /** @enum {string} */
        ActName: "classify" | "take" | "assign" | "describe" | "request_info" | "postpone" | "resume" | "escalate" | "hand_over" | "plan_release" | "extend_term" | "expedite" | "consult" | "resolve" | "close" | "reopen" | "mark_duplicate" | "restrict_access" | "lift_restriction" | "hold" | "release_hold";
        /** @enum {string} */
        Verdict: "running" | "frozen" | "met" | "met_late" | "breached";
        /** @description one of the two promises (Regulation 1.6, Table 1); times are working time */
        TicketClock: {
            verdict: components["schemas"]["Verdict"];
            /**
             * Format: int64
             * @description with what a supervisor has added
             */
            target_s: number;
            /**
             * Format: date-time
             * @description absent while the clock stands
             */
            due_at?: string;
            /** Format: date-time */
            met_at?: string;
            /**
             * Format: date-time
             * @description the first half: somebody is responsible; solved or handed over
             */
            done_at?: string;
            /**
             * Format: date-time
             * @description the second half: the applicant knows
             */
            told_at?: string;
            /**
             * Format: int64
             * @description at server_now, or when it was kept; negative: too late by so much
             */
            left_s?: number;
        };
        TicketPause: {
            /** Format: date-time */
            from: string;
            /**
             * Format: date-time
             * @description absent: it lasts
             */
            to?: string;
            /** @description Ukrainian */
            why: string;
        };
        /** @description what the applicant is to be told, or was (Regulation, Table 2) */
        TicketNotice: {
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            stage: "registration" | "status" | "closing";
            about: string;
            /** @description Ukrainian */
            words: string;
            /** @description what a person wrote for the applicant */
            text?: string;
            ways: ("oral" | "email")[];
            /** Format: date-time */
            owed_at: string;
            /** Format: date-time */
            due_at: string;
            /** @enum {string} */
            state: "owed" | "queued" | "paid" | "void";
            /** Format: date-time */
            paid_at?: string;
            /** @enum {string} */
            way?: "oral" | "email";
            paid_by?: string;
            call_id?: string;
        };
        /** @description what an appeal should bring (Regulation 4.4, 4.5) */
        TicketContent: {
            page_link?: string;
            browser?: string;
            steps?: string;
            login?: string;
            source_link?: string;
            purpose?: string;
            norm_link?: string;
            mockups?: string;
            screens?: string;
        };
        /** @description all of a ticket that acts change */
        TicketWork: {
            /**
             * Format: int64
             * @description goes back with the next act
             */
            version: number;
            /** Format: date-time */
            server_now: string;
            /** @description it is working time now */
            open_hours: boolean;
            /**
             * Format: date-time
             * @description when working time ends, or begins again
             */
            hours_change_at: string;
            class?: components["schemas"]["TicketClass"];
            process?: string;
            service: components["schemas"]["TicketService"];
            line: number;
            assignee?: components["schemas"]["NamedPerson"];
            reaction: components["schemas"]["TicketClock"];
            resolution: components["schemas"]["TicketClock"];
            /** Format: int64 */
            extension_s?: number;
            pauses: components["schemas"]["TicketPause"][];
            notices: components["schemas"]["TicketNotice"][];
            description: string;
            content: components["schemas"]["TicketContent"];
            /** @description fields that the class asks for */
            missing: string[];
            oral_reason?: string;
            related: components["schemas"]["TicketSummary"][];
            /** @description what this user may do now */
            acts: components["schemas"]["ActName"][];
            expedited: boolean;
            expedite_reason?: string;
            unit?: components["schemas"]["TicketUnit"];
            responsible?: string;
            /** @description МРГ's protocol */
            decision?: string;
            /** Format: date-time */
            decision_at?: string;
            /** Format: date-time */
            gbk_accepted_at?: string;
            /** Format: date-time */
            planned_release_at?: string;
            /** Format: date-time */
            postponed_until?: string;
            close_reason?: components["schemas"]["CloseReason"];
            duplicate_of?: components["schemas"]["TicketSummary"];
            /** @description the ground on which access is narrowed */
            restricted?: string;
            /** @description why it is kept longer than three years */
            hold?: string;
            /** @description there is no way to the applicant, or one was tried in vain: it may be closed untold (no_contact) */
            unreached?: boolean;
            reopened: number;
            /** Format: date-time */
            received_at: string;
            origin?: components["schemas"]["TicketOrigin"];
            /** @description both terms are counted from received_at and not from the registration (Amb-23) */
            from_receipt?: boolean;
            /** Format: date-time */
            closed_at?: string;
            /** @description number and term to say in a talk */
            announcement?: string;
        };
        /**
         * @description classify: type, category, process, service, assignee, oral_reason, reason. take: nothing. assign: assignee, reason.
         *     describe: subject, description, content, origin. request_info: question. postpone: ground, reason, until. resume: reason.
         *     escalate: service, reason. hand_over: unit, reason, responsible, decision, decision_at, decision_agreed, planned_release_at.
         *     plan_release: planned_release_at, reason. extend_term: extension_minutes, reason. expedite: expedited, reason.
         *     consult: category, process, text. resolve: result. close: close_reason, ground, responsible, text. reopen: reason.
         *     mark_duplicate: duplicate_of, reason. restrict_access, lift_restriction, hold, release_hold: reason.
         */
        TicketAct: {
            /**
             * Format: int64
             * @description of the ticket that was seen; 409 tells who has changed it
             */
            version: number;
            type?: components["schemas"]["TicketType"];
            category?: components["schemas"]["TicketCategory"];
            process?: string;
            service?: components["schemas"]["TicketService"];
            /**
             * Format: int64
             * @description a user's id; classify: 0 or absent leaves it
             */
            assignee?: number;
            oral_reason?: string;
            reason?: string;
            subject?: string;
            description?: string;
            origin?: components["schemas"]["TicketOrigin"];
            content?: components["schemas"]["TicketContent"];
            question?: string;
            ground?: components["schemas"]["Ground"];
            /** Format: date-time */
            until?: string;
            unit?: components["schemas"]["TicketUnit"];
            responsible?: string;
            /** @description number of МРГ's protocol */
            decision?: string;
            /**
             * Format: date-time
             * @description the day of the meeting
             */
            decision_at?: string;
            /** @description МРГ has agreed to the wish; only then it is handed over */
            decision_agreed?: boolean;
            /** Format: date-time */
            planned_release_at?: string;
            extension_minutes?: number;
            expedited?: boolean;
            result?: string;
            close_reason?: components["schemas"]["CloseReason"];
            text?: string;
            /** @description the other ticket's number */
            duplicate_of?: string;
        };
        /**
         * @description what led to the channel: a post on Facebook, whose writer was sent to an official one (Amb-11)
         * @enum {string}
         */
        TicketOrigin: "" | "facebook_referral";
        NewTicket: {
            /** @description makes a repeated request harmless */
            key: string;
            /** @enum {string} */
            channel: "phone" | "email" | "form";
            service?: components["schemas"]["TicketService"];
            subject?: string;
            description: string;
            oral_reason?: string;
            content?: components["schemas"]["TicketContent"];
            /**
             * Format: date-time
             * @description when it came; absent: now
             */
            received_at?: string;
            origin?: components["schemas"]["TicketOrigin"];
            applicant?: components["schemas"]["ApplicantChoice"];
        };
        TicketStatus: {
            number: string;
            status: string;
            /** @description Ukrainian */
            status_name: string;
            /**
             * Format: date-time
             * @description absent: the clock stands, or the work is done
             */
            resolution_due_at?: string;
        };
        Assignee: {
            /** Format: int64 */
            id: number;
            name: string;
            service?: components["schemas"]["Service"];
        };
        Classes: {
            types: components["schemas"]["TypeRule"][];
            processes: components["schemas"]["CodeName"][];
            services: components["schemas"]["CodeName"][];
            units: components["schemas"]["CodeName"][];
            grounds: components["schemas"]["CodeName"][];
            close_reasons: components["schemas"]["CodeName"][];
        };
        CodeName: {
            code: string;
            name: string;
        };
        TypeRule: {
            type: components["schemas"]["TicketType"];
            name: string;
            about: string;
            clause?: string;
            categories: components["schemas"]["CategoryRule"][];
        };
        CategoryRule: {
            category: components["schemas"]["TicketCategory"];
            name: string;
            reaction_minutes: number;
            resolution_minutes: number;
            about: string;
            criteria: string[];
            example: string;
        };
        /** @enum {string} */
        TicketListName: "queue" | "mine" | "near" | "breached" | "owed" | "all";
        /** @enum {string} */
        TicketOrder: "queue" | "newest" | "due";
        /** @enum {string} */
        TicketStatusCode: "registered" | "in_progress" | "waiting_applicant" | "postponed" | "handed_over" | "resolved" | "closed";
        /** @enum {string} */
        TicketChannel: "phone" | "email" | "form";
        /** @enum {string} */
        TicketTrait: "open" | "expedited" | "unclassified" | "owed" | "from_facebook";
        TicketRow: {
            /** Format: int64 */
            id: number;
            number: string;
            /** Format: int64 */
            version: number;
            status: components["schemas"]["TicketStatusCode"];
            channel: components["schemas"]["TicketChannel"];
            service: components["schemas"]["TicketService"];
            subject?: string;
            applicant_name?: string;
            /** @description E.164 */
            caller?: string;
            type?: components["schemas"]["TicketType"];
            category?: components["schemas"]["TicketCategory"];
            process?: string;
            assignee?: components["schemas"]["NamedPerson"];
            unit?: components["schemas"]["TicketUnit"];
            responsible?: string;
            expedited: boolean;
            /** @description access is narrowed; subject and applicant are left out for those who may not read them */
            restricted: boolean;
            /** Format: date-time */
            registered_at: string;
            reaction: components["schemas"]["TicketClock"];
            resolution: components["schemas"]["TicketClock"];
        };
        TicketPage: {
            tickets: components["schemas"]["TicketRow"][];
            next_cursor?: string;
            /** Format: date-time */
            server_now: string;
        };
        TicketCounts: {
            queue: number;
            mine: number;
            near: number;
            breached: number;
            owed: number;
        };
        TicketActs: {
            /** @enum {string} */
            act: "assign" | "escalate" | "expedite" | "extend_term" | "mark_duplicate";
            tickets: {
                /** Format: int64 */
                id: number;
                /** Format: int64 */
                version: number;
            }[];
            reason?: string;
            /**
             * Format: int64
             * @description assign: a user's id
             */
            assignee?: number;
            service?: components["schemas"]["TicketService"];
            /** @description extend_term: working time */
            extension_minutes?: number;
            expedited?: boolean;
            /** @description mark_duplicate: the number of the ticket in which the work goes on */
            duplicate_of?: string;
        };
        TicketActed: {
            /** Format: int64 */
            id: number;
            number?: string;
            problem?: components["schemas"]["Problem"];
        };
        TicketExport: {
            /** Format: date-time */
            at: string;
            who: string;
            /** @enum {string} */
            format: "csv" | "xlsx";
            /** @description the query of the list */
            filter: string;
            /**
             * Format: int64
             * @description how many; absent: the export did not come to its end
             */
            tickets?: number;
        };
        TicketImport: {
            /** Format: date-time */
            at: string;
            who: string;
            file: string;
            /** @description of the file's bytes */
            sha256: string;
            /** @description applicants alone */
            applicants: boolean;
            rows: number;
            /** @description the other rows were in the register already */
            registered: number;
        };
        TicketImported: {
            /** @description applicants alone */
            applicants: boolean;
            rows: number;
            /** @description in a preview: that would be */
            registered: number;
            /** @description rows that the register has already */
            known: number;
            /** @description columns of an export that an import does not use */
            ignored: string[];
            /** @description the first two hundred */
            faults: components["schemas"]["TicketImportFault"][];
            fault_count: number;
            head: string[];
            /** @description the first rows as they are understood */
            first: components["schemas"]["TicketImportRow"][];
        };
        TicketImportFault: {
            /** @description as an office program counts them */
            row: number;
            /** @description the heading; empty: the whole row */
            column: string;
            words: string;
        };
        TicketImportRow: {
            row: number;
            /** @description under head */
            cells: string[];
        };
        /** @description a day in Kyiv */
        CalendarDate: string;
        /** @description on the wall in Kyiv */
        CalendarClock: string;
        /** @enum {string} */
        CalendarKind: "holiday" | "day_off" | "working" | "short" | "extended";
        /**
         * @description КЗпП: ст. 73, ст. 67 ч. 3–5, ст. 53
         * @enum {string}
         */
        CalendarNorm: "holidays" | "transfer" | "short";
        /** @description what holds on a day instead of the week's pattern; without norm it is the service's own decision */
        CalendarRow: {
            kind: components["schemas"]["CalendarKind"];
            norm?: components["schemas"]["CalendarNorm"];
            opens?: components["schemas"]["CalendarClock"];
            closes?: components["schemas"]["CalendarClock"];
            legal_basis?: string;
            reason: string;
            author: string;
            /** Format: date-time */
            at: string;
            /** @description a legal regime takes its effect */
            suspended: boolean;
        };
        CalendarDay: {
            date: components["schemas"]["CalendarDate"];
            works: boolean;
            /** @description by which row; none by the week's pattern */
            kind?: components["schemas"]["CalendarKind"];
            opens?: components["schemas"]["CalendarClock"];
            closes?: components["schemas"]["CalendarClock"];
            rows?: components["schemas"]["CalendarRow"][];
        };
        CalendarHours: {
            /** @description Sunday is 0 */
            weekday: number;
            opens: components["schemas"]["CalendarClock"];
            closes: components["schemas"]["CalendarClock"];
        };
        CalendarWeek: {
            from: components["schemas"]["CalendarDate"];
            /** @description days off are left out */
            hours: components["schemas"]["CalendarHours"][];
            legal_basis?: string;
            reason: string;
            author: string;
            /** Format: date-time */
            at: string;
        };
        CalendarSuspension: {
            norm: components["schemas"]["CalendarNorm"];
            from: components["schemas"]["CalendarDate"];
            until?: components["schemas"]["CalendarDate"];
        };
        CalendarRegime: {
            /** Format: int64 */
            id: number;
            name: string;
            from: components["schemas"]["CalendarDate"];
            until?: components["schemas"]["CalendarDate"];
            suspends: components["schemas"]["CalendarSuspension"][];
            legal_basis: string;
            reason: string;
            author: string;
            /** Format: date-time */
            at: string;
        };
        /** @description a day of a month, or so many days after Easter */
        CalendarFeast: {
            /** Format: int64 */
            id: number;
            name: string;
            month?: number;
            day?: number;
            after_easter?: number;
            /** @description the law knows it since */
            from: components["schemas"]["CalendarDate"];
            /** @description the law's last day of it */
            until?: components["schemas"]["CalendarDate"];
            legal_basis: string;
            reason: string;
            author: string;
            /** Format: date-time */
            at: string;
        };
        CalendarFeastEdit: {
            /** Format: int64 */
            version: number;
            /**
             * Format: int64
             * @description none: a new line
             */
            id?: number;
            name: string;
            /** @description with day */
            month?: number;
            day?: number;
            /** @description instead of month and day */
            after_easter?: number;
            from: components["schemas"]["CalendarDate"];
            until?: components["schemas"]["CalendarDate"];
            legal_basis: string;
            reason: string;
        };
        CalendarHistory: {
            /** Format: date-time */
            at: string;
            author: string;
            summary: string;
            reason: string;
        };
        Calendar: {
            /**
             * Format: int64
             * @description goes into every edit
             */
            version: number;
            year: number;
            today: components["schemas"]["CalendarDate"];
            days: components["schemas"]["CalendarDay"][];
            weeks: components["schemas"]["CalendarWeek"][];
            regimes: components["schemas"]["CalendarRegime"][];
            /** @description the law's list */
            feasts: components["schemas"]["CalendarFeast"][];
            /** @description newest first */
            changes: components["schemas"]["CalendarHistory"][];
        };
        CalendarSaved: {
            /** Format: int64 */
            version: number;
        };
        CalendarDaysEdit: {
            /** Format: int64 */
            version: number;
            from: components["schemas"]["CalendarDate"];
            until: components["schemas"]["CalendarDate"];
            /** @description none: back to the week's pattern */
            kind?: components["schemas"]["CalendarKind"];
            opens?: components["schemas"]["CalendarClock"];
            closes?: components["schemas"]["CalendarClock"];
            legal_basis?: string;
            reason: string;
        };
        CalendarWeekEdit: {
            /** Format: int64 */
            version: number;
            from: components["schemas"]["CalendarDate"];
            hours: components["schemas"]["CalendarHours"][];
            legal_basis?: string;
            reason: string;
        };
        CalendarRegimeEdit: {
            /** Format: int64 */
            version: number;
            /**
             * Format: int64
             * @description none: a new regime
             */
            id?: number;
            name: string;
            from: components["schemas"]["CalendarDate"];
            until?: components["schemas"]["CalendarDate"];
            suspends: components["schemas"]["CalendarSuspension"][];
            legal_basis: string;
            reason: string;
        };
        CalendarProposedRow: {
            date: components["schemas"]["CalendarDate"];
            kind: components["schemas"]["CalendarKind"];
            norm: components["schemas"]["CalendarNorm"];
            opens?: components["schemas"]["CalendarClock"];
            closes?: components["schemas"]["CalendarClock"];
            feast: string;
            feast_on: components["schemas"]["CalendarDate"];
            legal_basis: string;
            /** @enum {string} */
            state: "open" | "confirmed" | "rejected";
            /** @description confirmed or not it has no effect as long as a regime suspends its norm */
            suspended: boolean;
            /** @description confirmed, and the list of the law gives it no more */
            dropped: boolean;
            author?: string;
            /** Format: date-time */
            at?: string;
        };
        CalendarProposal: {
            /** Format: int64 */
            version: number;
            year: number;
            rows: components["schemas"]["CalendarProposedRow"][];
        };
        CalendarDecisions: {
            /** Format: int64 */
            version: number;
            reason: string;
            rows: {
                date: components["schemas"]["CalendarDate"];
                norm: components["schemas"]["CalendarNorm"];
                confirm: boolean;
            }[];
        };
        TargetRow: {
            /** @enum {string} */
            type: "bug" | "feature" | "consultation";
            /** @enum {string} */
            category: "critical" | "high" | "low";
            /** @description working time */
            reaction_minutes: number;
            /** @description working time */
            resolution_minutes: number;
            /** Format: date-time */
            valid_from: string;
            reason: string;
            author: string;
        };
        TargetEdit: {
            /** @enum {string} */
            type: "bug" | "feature" | "consultation";
            /** @enum {string} */
            category: "critical" | "high" | "low";
            reaction_minutes: number;
            resolution_minutes: number;
            /**
             * Format: date-time
             * @description now when left out
             */
            valid_from?: string;
            reason: string;
        };
        /** @enum {string} */
        SettingName: "erase_within_days" | "pausing" | "from_receipt" | "late_after_minutes" | "reopen_days";
        SettingChange: {
            value: number;
            /** Format: date-time */
            valid_from: string;
            reason: string;
            author: string;
            /** Format: date-time */
            at: string;
        };
        Setting: {
            name: components["schemas"]["SettingName"];
            /** @description now; 1 is yes and 0 is no where that is all there is */
            value: number;
            /** @description our reading */
            default: number;
            least: number;
            most: number;
            /** @description of the regulation */
            clause: string;
            /** @description the latest decision first */
            changes: components["schemas"]["SettingChange"][];
        };
        Settings: {
            /**
             * Format: int64
             * @description goes into every edit
             */
            version: number;
            settings: components["schemas"]["Setting"][];
        };
        SettingEdit: {
            /** Format: int64 */
            version: number;
            value: number;
            /**
             * Format: date-time
             * @description now when left out
             */
            valid_from?: string;
            reason: string;
        };
        /** @enum {string} */
        WebhookEvent: "ticket.registered" | "ticket.changed" | "ticket.handed_over" | "ticket.resolved" | "ticket.closed" | "ticket.reopened" | "term.warning" | "term.breached";
        WebhookRule: {
            url: string;
            events: components["schemas"]["WebhookEvent"][];
            note?: string;
            /** @description when it is left out: yes */
            active?: boolean;
        };
        WebhookEdit: {
            /**
             * Format: int64
             * @description of the webhook that was seen
             */
            version: number;
            url: string;
            events: components["schemas"]["WebhookEvent"][];
            note?: string;
            /** @description when it is left out: yes */
            active?: boolean;
        };
        Webhook: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            version: number;
            url: string;
            events: components["schemas"]["WebhookEvent"][];
            note?: string;
            active: boolean;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** Format: date-time */
            changed_at: string;
            changed_by: string;
            /** @description deliveries that were not accepted yet; counted up to 100 */
            waiting: number;
            /** @description deliveries that were given up; counted up to 100 */
            dead: number;
        };
        NewWebhook: {
            webhook: components["schemas"]["Webhook"];
            secret: string;
        };
        WebhookSecret: {
            secret: string;
        };
        Delivery: {
            /** Format: int64 */
            id: number;
            event: components["schemas"]["WebhookEvent"];
            /** Format: int64 */
            ticket_id: number;
            ticket_number: string;
            /** Format: date-time */
            made_at: string;
            /** @enum {string} */
            state: "waiting" | "delivered" | "dead" | "void";
            tries: number;
            /** Format: date-time */
            tried_at?: string;
            /**
             * Format: date-time
             * @description when it is tried again
             */
            next_at?: string;
            /** Format: date-time */
            delivered_at?: string;
            last_status?: number;
            /** @description what went wrong at the last try, in Ukrainian */
            fault?: string;
            /** @description the body as it is sent */
            message: string;
        };
        Parcel: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            ticket_id: number;
            ticket_number: string;
            /** @enum {string} */
            kind: "letter" | "gbk" | "technical";
            /** Format: date-time */
            made_at: string;
            /** @enum {string} */
            state: "waiting" | "void" | "dead";
            /** @enum {string} */
            via?: "mail" | "webhook";
            /** @description what it is and why it is here, in Ukrainian */
            text: string;
            tries: number;
            /** @description what went wrong at the last try, in Ukrainian */
            fault?: string;
        };
        Notification: {
            /** Format: int64 */
            id: number;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            kind: "warning" | "breach" | "assigned" | "escalated" | "reopened" | "notice_late" | "registered_late" | "calendar_year" | "regime_unseen";
            /** @description of calendar_year */
            year?: number;
            /** Format: int64 */
            ticket_id?: number;
            ticket_number?: string;
            subject?: string;
            /** @description a sentence in Ukrainian */
            text: string;
            /**
             * Format: date-time
             * @description the deadline of which it speaks
             */
            due_at?: string;
            /** Format: date-time */
            read_at?: string;
        };
        NotificationPage: {
            /** @description of all; counted up to 100 */
            unread: number;
            lines: components["schemas"]["Notification"][];
        };
        NotificationsRead: {
            /** Format: int64 */
            up_to: number;
        };
        OwedNotice: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            ticket_id: number;
            ticket_number: string;
            subject?: string;
            /** @enum {string} */
            stage: "registration" | "status" | "closing";
            /** @enum {string} */
            about: "registration" | "assigned" | "term" | "question" | "postponed" | "handed_over" | "result";
            ways: ("oral" | "email")[];
            /** @description what was written for the applicant */
            text?: string;
            /** Format: date-time */
            owed_at: string;
            /** Format: date-time */
            due_at: string;
            late: boolean;
            /** @description a letter waits to be sent */
            queued: boolean;
            status: string;
            service: components["schemas"]["TicketService"];
            /** @enum {string} */
            channel: "phone" | "email" | "form";
            assignee?: string;
            applicant?: string;
            /** @description E.164 */
            phone?: string;
            /**
             * Format: date-time
             * @description the term that is to be told
             */
            resolution_due_at?: string;
        };
        NoticePage: {
            notices: components["schemas"]["OwedNotice"][];
            next_cursor?: string;
        };
        /**
         * @description which of the internal users (Regulation 2.6)
         * @enum {string}
         */
        Subgroup: "mrg" | "gbk" | "kmr" | "rda" | "department";
        /** @enum {string} */
        ContactKind: "phone" | "email";
        ApplicantContact: {
            kind: components["schemas"]["ContactKind"];
            /** @description E.164 or lower case */
            value: string;
            /** @description how often an agent confirmed it */
            confidence: number;
            /** @description an office's or a family's: it names nobody */
            shared: boolean;
            /** Format: date-time */
            last_seen_at: string;
        };
        ContactChange: {
            kind: components["schemas"]["ContactKind"];
            value: string;
            shared?: boolean;
        };
        ApplicantEdit: {
            /**
             * Format: int64
             * @description of the card that was edited; 409 when it is another by now
             */
            version: number;
            name: string;
            /** @enum {string} */
            kind: "person" | "organisation";
            /** @enum {string} */
            group: "internal" | "external" | "moderator" | "administrator";
            subgroup?: components["schemas"]["Subgroup"];
            email?: string;
            login?: string;
            /** Format: int64 */
            organisation_id?: number;
        };
        ApplicantCard: {
            applicant: components["schemas"]["Applicant"];
            /** @description access is narrowed, and this user does not see more than that */
            masked: boolean;
            contacts: components["schemas"]["ApplicantContact"][];
            /** @description newest first */
            tickets: components["schemas"]["TicketSummary"][];
            open_count: number;
            /** @description at most 1000 are counted */
            total_count: number;
            /** @description newest first */
            calls: components["schemas"]["CardCall"][];
            /** @description of an organisation */
            members: components["schemas"]["Applicant"][];
            /** @description cards that are in this one */
            merges: components["schemas"]["ApplicantMerge"][];
            /** @description who may be the same person */
            likely: components["schemas"]["LikelyApplicant"][];
            /** @description newest first */
            history: components["schemas"]["CardEntry"][];
        };
        CardCall: {
            /** Format: date-time */
            at: string;
            call_id?: string;
            /** Format: int64 */
            ticket_id?: number;
            ticket_number?: string;
            text: string;
        };
        CardEntry: {
            /** Format: date-time */
            at: string;
            kind: string;
            author?: string;
            text: string;
            changes?: components["schemas"]["HistoryChange"][];
        };
        LikelyApplicant: {
            applicant: components["schemas"]["Applicant"];
            reasons: ("phone" | "email" | "login" | "name")[];
        };
        ApplicantMerge: {
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            source_id: number;
            source_name: string;
            reason: string;
            by: string;
            /** Format: date-time */
            at: string;
            /** @description how many moved */
            tickets: number;
        };
        ApplicantMerging: {
            source: components["schemas"]["Applicant"];
            target: components["schemas"]["Applicant"];
            tickets: number;
            open: number;
            /** @description that the target does not have */
            contacts: string[];
            /** @description old is the source's, new the target's, which stays */
            differs: components["schemas"]["HistoryChange"][];
        };
        MergeOrder: {
            /** Format: int64 */
            source_id: number;
            reason: string;
        };
        CardReason: {
            reason: string;
        };
        CardSwitch: {
            on: boolean;
            /** @description the ground on which it is switched */
            reason: string;
        };
        SearchPage: {
            /**
             * @description what the text was understood as
             * @enum {string}
             */
            by: "number" | "phone" | "email" | "login" | "words";
            /** @description what was looked for */
            value: string;
            hits: components["schemas"]["SearchHit"][];
            /** @description who may be meant; on the first page only */
            applicants: components["schemas"]["Applicant"][];
            /** @description `value` is not what was asked, as that found nothing; ask for it to see the next page */
            corrected: boolean;
            /** @description it has the form of a ticket number with a wrong digit in it */
            wrong_digit: boolean;
            /** @description false: older tickets are still being read */
            complete: boolean;
            next_cursor?: string;
        };
        SearchHit: {
            ticket: components["schemas"]["TicketSummary"];
            /** @enum {string} */
            service: "information" | "organisation" | "technical";
            applicant_name?: string;
            /** @description E.164 */
            caller?: string;
            /** @description plain text */
            snippet: components["schemas"]["SnippetPiece"][];
            /** @description access to this ticket is restricted; nothing else is told */
            masked: boolean;
            /** @description masked: this user may read it all the same, and is written down for it */
            may_open: boolean;
        };
        SnippetPiece: {
            text: string;
            hit: boolean;
        };
        /** @description a business process */
        TopicCode: string;
        Topic: {
            code: components["schemas"]["TopicCode"];
            name: string;
        };
        /** @enum {string} */
        ArticleKind: "question" | "answer";
        ArticleLink: {
            title: string;
            /** @description http or https */
            url: string;
        };
        ArticleText: {
            kind: components["schemas"]["ArticleKind"];
            process?: components["schemas"]["TopicCode"];
            title: string;
            text: string;
            links: components["schemas"]["ArticleLink"][];
            position: number;
            published: boolean;
            /**
             * Format: int64
             * @description of the article that was edited; 0: new
             */
            version: number;
        };
        Article: {
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["ArticleKind"];
            process?: components["schemas"]["TopicCode"];
            title: string;
            text: string;
            links: components["schemas"]["ArticleLink"][];
            position: number;
            published: boolean;
            /**
             * Format: int64
             * @description tickets in which it was used
             */
            uses: number;
            /** Format: int64 */
            version: number;
            /** Format: date-time */
            changed_at: string;
            changed_by: string;
        };
        ArticleList: {
            articles: components["schemas"]["Article"][];
            topics: components["schemas"]["Topic"][];
            /** @description what a ready answer may say of the ticket, in {{ }} */
            variables: string[];
        };
        FilledArticle: {
            text: string;
            /** @description placeholders for which the ticket has no value; they stand in the text */
            missing: string[];
        };
        Faq: {
            questions: components["schemas"]["FaqQuestion"][];
            topics: components["schemas"]["Topic"][];
        };
        FaqQuestion: {
            /** Format: int64 */
            id: number;
            process?: components["schemas"]["TopicCode"];
            title: string;
            text: string;
            links: components["schemas"]["ArticleLink"][];
        };
        Reference: {
            support_email: string;
            /** @description E.164 */
            support_phone: string;
            mrg_email: string;
            gbk_email: string;
            /** @description unofficial; no appeal is registered from it */
            facebook_group: string;
            facebook_account: string;
            facebook_account_id: string;
        };
        SubjectChange: {
            /** Format: date-time */
            at: string;
            by: string;
            /** @enum {string} */
            what: "created" | "changed" | "approve" | "finish" | "cancel";
            note?: string;
        };
        /** @enum {string} */
        DowntimeKind: "planned" | "emergency";
        /** @enum {string} */
        DowntimeState: "draft" | "approved" | "running" | "done" | "cancelled";
        DowntimeText: {
            kind: components["schemas"]["DowntimeKind"];
            /** @description what is not there, as people are told */
            title: string;
            /** @description what is done */
            works?: string;
            /** Format: date-time */
            starts_at: string;
            /**
             * Format: date-time
             * @description of an emergency: when it is expected to end, when somebody knows
             */
            ends_at?: string;
            /** @description with whom it was agreed beforehand, by what document */
            agreed_by?: string;
            /** @description what callers hear before the line while it runs; missing: nothing */
            prompt?: string;
            /**
             * Format: int64
             * @description of the downtime that was edited; 0: new
             */
            version: number;
        };
        Downtime: {
            /** Format: int64 */
            id: number;
            kind: components["schemas"]["DowntimeKind"];
            title: string;
            works: string;
            /** Format: date-time */
            starts_at: string;
            /** Format: date-time */
            ends_at?: string;
            state: components["schemas"]["DowntimeState"];
            /** @description it runs longer than was said */
            overdue: boolean;
            agreed_by: string;
            approver?: string;
            /** Format: date-time */
            approved_at?: string;
            prompt?: string;
            /** Format: date-time */
            ended_at?: string;
            /** @description of a cancellation */
            why?: string;
            author: string;
            /** Format: int64 */
            version: number;
            /** Format: date-time */
            changed_at: string;
            /** @description names of the protected periods that it touches */
            protected: string[];
        };
        DowntimeList: {
            downtimes: components["schemas"]["Downtime"][];
            /** Format: date-time */
            server_now: string;
        };
        DowntimeOrder: {
            /** @enum {string} */
            step: "approve" | "finish" | "cancel";
            /** Format: int64 */
            version: number;
            /**
             * Format: int64
             * @description approve: who of the list approved it
             */
            approver_id?: number;
            /** @description cancel */
            why?: string;
            /**
             * Format: date-time
             * @description finish: when it ended; missing: now
             */
            at?: string;
        };
        /** @enum {string} */
        WorkPeriod: "week" | "month";
        WorkLimit: {
            /** @description 0: no limit */
            works: number;
            period: components["schemas"]["WorkPeriod"];
        };
        WorkLimitEdit: {
            /**
             * Format: int64
             * @description of the rules that were seen
             */
            version: number;
            /** @description 0: no limit */
            works: number;
            period: components["schemas"]["WorkPeriod"];
        };
        ProtectedDays: {
            /**
             * Format: int64
             * @description of the rules that were seen
             */
            version: number;
            name: string;
            /** Format: date */
            from: string;
            /**
             * Format: date
             * @description is in it
             */
            to: string;
        };
        ProtectedPeriod: {
            /** Format: int64 */
            id: number;
            name: string;
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
        };
        ResponsibleText: {
            /**
             * Format: int64
             * @description of the rules that were seen
             */
            version: number;
            name: string;
            position: string;
            contact: string;
            /** @description may approve */
            active: boolean;
        };
        Responsible: {
            /** Format: int64 */
            id: number;
            name: string;
            position: string;
            contact: string;
            active: boolean;
        };
        LinePromptText: {
            /**
             * Format: int64
             * @description of the rules that were seen
             */
            version: number;
            /** @description what it says */
            words: string;
            /** @description can be chosen */
            active: boolean;
        };
        LinePrompt: {
            name: string;
            words: string;
            active: boolean;
        };
        DowntimeRules: {
            /**
             * Format: int64
             * @description goes into every edit
             */
            version: number;
            limit: components["schemas"]["WorkLimit"];
            periods: components["schemas"]["ProtectedPeriod"][];
            responsibles: components["schemas"]["Responsible"][];
            prompts: components["schemas"]["LinePrompt"][];
        };
    };
    responses: {
        /** @description what is wrong and the way out */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description of the webhook that was seen */
        WebhookVersion: number;
        WebhookId: number;
        CallId: string;
        AgentId: number;
        /** @description any usual way of writing */
        Number: string;
        ArticleId: number;
        DowntimeId: number;
        ApplicantId: number;
        TicketId: number;
        RecordingId: string;
        ListenId: string;
        /** @description queue: open and nobody responsible, in turn; mine: open, my own; near, breached: by deadline; owed: the applicant must be told; all (default) */
        TicketsList: components["schemas"]["TicketListName"];
        TicketsService: components["schemas"]["TicketService"];
        /** @description any of these */
        TicketsStatus: components["schemas"]["TicketStatusCode"][];
        /** @description a user's id, me, none or any */
        TicketsAssignee: string;
        TicketsType: components["schemas"]["TicketType"];
        TicketsCategory: components["schemas"]["TicketCategory"];
        TicketsProcess: string;
        TicketsChannel: components["schemas"]["TicketChannel"];
        TicketsUnit: components["schemas"]["TicketUnit"];
        /** @description all of these */
        TicketsOnly: components["schemas"]["TicketTrait"][];
        /** @description first day of registration in Kyiv */
        TicketsFrom: string;
        /** @description last day of registration in Kyiv */
        TicketsTo: string;
        /** @description the list's own when absent */
        TicketsOrder: components["schemas"]["TicketOrder"];
        /** @description next_cursor of the page before */
        TicketsCursor: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description logged in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description logged out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getDesk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the desk */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Desk"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setAgentState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentStateChange"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getPhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhoneAccount"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listColleagues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description other agents, those who are free first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Colleague"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listDestinations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putDestination: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Destination"];
            };
        };
        responses: {
            /** @description as it stands in the list now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listBreaks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description in their order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BreakReason"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setStateOfAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentStateOrder"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getRouting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description all rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Routing"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putDuty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agentId: components["parameters"]["AgentId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DutyRule"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    putSkill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                skill: components["schemas"]["Word"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkillRule"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    dropSkill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                skill: components["schemas"]["Word"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    putBreak: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reason: components["schemas"]["Word"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BreakRule"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    putDialled: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description any usual way of writing */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DialledRule"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    dropDialled: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description any usual way of writing */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    putCaller: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description any usual way of writing */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallerRule"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    dropCaller: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description any usual way of writing */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    getHall: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description agents and lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hall"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    superviseCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Supervise"];
            };
        };
        responses: {
            /** @description accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    leaveCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    actOnCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallAction"];
            };
        };
        responses: {
            /** @description accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    finishWrapUp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WrapUp"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    extendWrapUp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listCalls: {
        parameters: {
            query?: {
                /** @description caller, any usual way of writing */
                number?: string;
                /** @description ticket's number */
                ticket?: string;
                /** @description first day in Kyiv */
                from?: string;
                /** @description last day in Kyiv */
                to?: string;
                outcome?: components["schemas"]["EndReason"];
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                callId: components["parameters"]["CallId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallDetail"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: components["parameters"]["TicketId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the ticket with its history */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    saveDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: components["parameters"]["TicketId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftText"];
            };
        };
        responses: {
            /** @description saved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    addNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: components["parameters"]["TicketId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description added */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    callOut: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: components["parameters"]["TicketId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCall"];
            };
        };
        responses: {
            /** @description the call has begun; it is on the desk */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallBegun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    confirmOralNotice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: components["parameters"]["TicketId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description noted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    setApplicant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: components["parameters"]["TicketId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplicantChoice"];
            };
        };
        responses: {
            /** @description the applicant */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applicant"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listListens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recordingId: components["parameters"]["RecordingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listen"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    startListen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recordingId: components["parameters"]["RecordingId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewListen"];
            };
        };
        responses: {
            /** @description audio is at /api/v1/listens/{id}/audio */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListenStarted"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getAudio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                listenId: components["parameters"]["ListenId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the talk */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            /** @description a part of it */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getPeaks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                listenId: components["parameters"]["ListenId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description audiowaveform JSON version 2 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Peaks"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    reportHeard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                listenId: components["parameters"]["ListenId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Heard"];
            };
        };
        responses: {
            /** @description noted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listTickets: {
        parameters: {
            query?: {
                /** @description queue: open and nobody responsible, in turn; mine: open, my own; near, breached: by deadline; owed: the applicant must be told; all (default) */
                list?: components["parameters"]["TicketsList"];
                service?: components["parameters"]["TicketsService"];
                /** @description any of these */
                status?: components["parameters"]["TicketsStatus"];
                /** @description a user's id, me, none or any */
                assignee?: components["parameters"]["TicketsAssignee"];
                type?: components["parameters"]["TicketsType"];
                category?: components["parameters"]["TicketsCategory"];
                process?: components["parameters"]["TicketsProcess"];
                channel?: components["parameters"]["TicketsChannel"];
                unit?: components["parameters"]["TicketsUnit"];
                /** @description all of these */
                only?: components["parameters"]["TicketsOnly"];
                /** @description first day of registration in Kyiv */
                from?: components["parameters"]["TicketsFrom"];
                /** @description last day of registration in Kyiv */
                to?: components["parameters"]["TicketsTo"];
                /** @description the list's own when absent */
                order?: components["parameters"]["TicketsOrder"];
                /** @description next_cursor of the page before */
                cursor?: components["parameters"]["TicketsCursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    registerTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTicket"];
            };
        };
        responses: {
            /** @description the ticket; the same key again gives the same ticket */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    actOnTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: components["parameters"]["TicketId"];
                act: components["schemas"]["ActName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketAct"];
            };
        };
        responses: {
            /** @description the ticket after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    payNotice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: components["parameters"]["TicketId"];
                noticeId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the ticket after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getTicketStatus: {
        parameters: {
            query: {
                number: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description only that */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketStatus"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getClasses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description as they hold now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Classes"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listAssignees: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assignee"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    countTickets: {
        parameters: {
            query?: {
                service?: components["parameters"]["TicketsService"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketCounts"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    actOnTickets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketActs"];
            };
        };
        responses: {
            /** @description what became of each, in the order of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketActed"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listExports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the last hundred */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketExport"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    exportTickets: {
        parameters: {
            query?: {
                /** @description queue: open and nobody responsible, in turn; mine: open, my own; near, breached: by deadline; owed: the applicant must be told; all (default) */
                list?: components["parameters"]["TicketsList"];
                service?: components["parameters"]["TicketsService"];
                /** @description any of these */
                status?: components["parameters"]["TicketsStatus"];
                /** @description a user's id, me, none or any */
                assignee?: components["parameters"]["TicketsAssignee"];
                type?: components["parameters"]["TicketsType"];
                category?: components["parameters"]["TicketsCategory"];
                process?: components["parameters"]["TicketsProcess"];
                channel?: components["parameters"]["TicketsChannel"];
                unit?: components["parameters"]["TicketsUnit"];
                /** @description all of these */
                only?: components["parameters"]["TicketsOnly"];
                /** @description first day of registration in Kyiv */
                from?: components["parameters"]["TicketsFrom"];
                /** @description last day of registration in Kyiv */
                to?: components["parameters"]["TicketsTo"];
                /** @description the list's own when absent */
                order?: components["parameters"]["TicketsOrder"];
                /** @description next_cursor of the page before */
                cursor?: components["parameters"]["TicketsCursor"];
            };
            header?: never;
            path: {
                format: "csv" | "xlsx";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listImports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the last hundred */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketImport"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    importTickets: {
        parameters: {
            query: {
                /** @description of the file */
                name: string;
                preview?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description what was registered, or would be */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketImported"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getImportTemplate: {
        parameters: {
            query?: {
                /** @description of applicants alone */
                applicants?: boolean;
            };
            header?: never;
            path: {
                format: "csv" | "xlsx";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCalendar: {
        parameters: {
            query?: {
                /** @description this one when left out */
                year?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description as it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putCalendarDays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarDaysEdit"];
            };
        };
        responses: {
            /** @description the calendar after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarSaved"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putCalendarWeek: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarWeekEdit"];
            };
        };
        responses: {
            /** @description the calendar after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarSaved"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putCalendarRegime: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarRegimeEdit"];
            };
        };
        responses: {
            /** @description the calendar after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarSaved"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putCalendarFeast: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarFeastEdit"];
            };
        };
        responses: {
            /** @description the calendar after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarSaved"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getCalendarProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description by date */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarProposal"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    decideCalendarProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarDecisions"];
            };
        };
        responses: {
            /** @description the calendar after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarSaved"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listTargets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the latest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TargetRow"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putTarget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TargetEdit"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description in the order in which people read them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putSetting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: components["schemas"]["SettingName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingEdit"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    addWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRule"];
            };
        };
        responses: {
            /** @description made; this is the only answer with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEdit"];
            };
        };
        responses: {
            /** @description as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dropWebhook: {
        parameters: {
            query: {
                /** @description of the webhook that was seen */
                version: components["parameters"]["WebhookVersion"];
            };
            header?: never;
            path: {
                webhookId: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    renewWebhookSecret: {
        parameters: {
            query: {
                /** @description of the webhook that was seen */
                version: components["parameters"]["WebhookVersion"];
            };
            header?: never;
            path: {
                webhookId: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description this is the only answer with it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecret"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description the id behind which to go on */
                before?: number;
                limit?: number;
            };
            header?: never;
            path: {
                webhookId: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deliverAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: components["parameters"]["WebhookId"];
                deliveryId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description it is sent within seconds */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listOutbox: {
        parameters: {
            query?: {
                /** @description the id behind which to go on */
                before?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Parcel"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    sendAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                parcelId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description it is tried within seconds */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                /** @description the id behind which to go on */
                before?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    readNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationsRead"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listNotices: {
        parameters: {
            query?: {
                service?: components["schemas"]["TicketService"];
                /** @description of the tickets for which the user is responsible */
                mine?: boolean;
                /** @description only what a talk can pay */
                oral?: boolean;
                /** @description only what is late by now */
                late?: boolean;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    findApplicants: {
        parameters: {
            query: {
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the best first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applicant"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getApplicant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the card */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicantCard"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    editApplicant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplicantEdit"];
            };
        };
        responses: {
            /** @description as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applicant"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactChange"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    dropContact: {
        parameters: {
            query: {
                kind: components["schemas"]["ContactKind"];
                value: string;
            };
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    previewMerge: {
        parameters: {
            query: {
                source: number;
            };
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicantMerging"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    mergeApplicants: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeOrder"];
            };
        };
        responses: {
            /** @description the merge */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicantMerge"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    undoMerge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
                mergeId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardReason"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    restrictApplicant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardSwitch"];
            };
        };
        responses: {
            /** @description as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applicant"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    holdApplicant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicantId: components["parameters"]["ApplicantId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardSwitch"];
            };
        };
        responses: {
            /** @description as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applicant"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    search: {
        parameters: {
            query: {
                q: string;
                order?: "best" | "newest";
                /** @description the last word is not finished */
                typing?: boolean;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page; the best or the newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listFaq: {
        parameters: {
            query?: {
                /** @description words of what is looked for */
                q?: string;
                /** @description business process */
                process?: components["schemas"]["TopicCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description in its order; with q: what answers it best first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Faq"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getReference: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description all of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reference"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listArticles: {
        parameters: {
            query?: {
                kind?: components["schemas"]["ArticleKind"];
                /** @description business process */
                process?: components["schemas"]["TopicCode"];
                /** @description words of what is looked for */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description in their order; with q: what answers it best first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArticleList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    addArticle: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleText"];
            };
        };
        responses: {
            /** @description the article */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putArticle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                articleId: components["parameters"]["ArticleId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ArticleText"];
            };
        };
        responses: {
            /** @description the article */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Article"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listArticleChanges: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                articleId: components["parameters"]["ArticleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectChange"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    useArticle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: components["parameters"]["TicketId"];
                articleId: components["parameters"]["ArticleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the text to insert */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilledArticle"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listDowntimes: {
        parameters: {
            query?: {
                /** @description first day in Kyiv; missing: thirty days ago */
                from?: string;
                /** @description last day in Kyiv; missing: in a year */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the latest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DowntimeList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    addDowntime: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DowntimeText"];
            };
        };
        responses: {
            /** @description the downtime */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Downtime"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listRunningDowntimes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the longest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Downtime"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putDowntime: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                downtimeId: components["parameters"]["DowntimeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DowntimeText"];
            };
        };
        responses: {
            /** @description the downtime */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Downtime"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    stepDowntime: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                downtimeId: components["parameters"]["DowntimeId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DowntimeOrder"];
            };
        };
        responses: {
            /** @description the downtime */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Downtime"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    listDowntimeChanges: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                downtimeId: components["parameters"]["DowntimeId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectChange"][];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDowntimeRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description all rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DowntimeRules"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putWorkLimit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkLimitEdit"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    addProtectedPeriod: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProtectedDays"];
            };
        };
        responses: {
            /** @description the period */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProtectedPeriod"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    dropProtectedPeriod: {
        parameters: {
            query: {
                /** @description of the rules that were seen */
                version: number;
            };
            header?: never;
            path: {
                periodId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    addResponsible: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResponsibleText"];
            };
        };
        responses: {
            /** @description the person */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Responsible"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putResponsible: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                responsibleId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResponsibleText"];
            };
        };
        responses: {
            /** @description the person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Responsible"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putLinePrompt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                prompt: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinePromptText"];
            };
        };
        responses: {
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
}
