package web

import (
	"context"
	"errors"
	"time"

	"hotline/tickets"
	"hotline/web/api"
)

// GetTicket shows a ticket with its history and all that can be done with it.
func (h handlers) GetTicket(ctx context.Context, r api.GetTicketRequestObject) (api.GetTicketResponseObject, error) {
	t, err := h.Tickets.Ticket(ctx, tickets.Key{ID: tickets.TicketID(r.TicketId)})
	if err != nil {
		return nil, err
	}
	if err := h.Applicants.OpenTicket(ctx, t, viewer(current(ctx).user)); err != nil {
		return nil, err
	}
	d, err := h.ticketDetail(ctx, t.ID)
	return api.GetTicket200JSONResponse(d), err
}

func (h handlers) ticketDetail(ctx context.Context, id tickets.TicketID) (api.TicketDetail, error) {
	d, err := h.Tickets.Get(ctx, tickets.Key{ID: id})
	if err != nil {
		return api.TicketDetail{}, err
	}
	processes, err := h.Tickets.Processes(ctx)
	if err != nil {
		return api.TicketDetail{}, err
	}
	out := api.TicketDetail{Ticket: ticketSummary(d.Ticket), Phones: phonesOf(d), History: []api.HistoryEntry{}}
	if d.Applicant != nil {
		a := applicant(*d.Applicant)
		out.Applicant = &a
	}
	for _, e := range d.History {
		line := historyEntry(e)
		line.Changes = changedFields(e, processes)
		out.History = append(out.History, line)
	}
	if err := h.withTalks(ctx, id, out.History); err != nil {
		return api.TicketDetail{}, err
	}
	out.Work, err = h.ticketWork(ctx, d)
	return out, err
}

func (h handlers) ticketWork(ctx context.Context, d tickets.Detail) (api.TicketWork, error) {
	t := d.Ticket
	standing, err := h.Tickets.Standing(ctx, t)
	if err != nil {
		return api.TicketWork{}, err
	}
	notices, err := h.Tickets.Notices(ctx, t.ID)
	if err != nil {
		return api.TicketWork{}, err
	}
	out := api.TicketWork{Version: t.Version, ServerNow: standing.At.UTC(), OpenHours: standing.Open, HoursChangeAt: standing.ChangesAt.UTC(),
		Class: classOf(t.Class), Process: some(t.Process), Service: api.TicketService(t.Service), Line: t.Service.Line(), Assignee: named(t.Assignee),
		Reaction: clockOf(standing.Reaction, t.AssignedAt, t.InformedAt), Resolution: clockOf(standing.Resolution, t.DoneAt, t.ToldAt),
		ExtensionS: some(int64(t.Extension / time.Second)), Pauses: []api.TicketPause{}, Notices: []api.TicketNotice{},
		Description: t.Description, Content: api.TicketContent(contentFor(t.Content)), Missing: tickets.Missing(t, d.Applicant), OralReason: some(t.OralReason),
		Related: summaries(d.Related), Acts: []api.ActName{}, Expedited: t.Expedited, ExpediteReason: some(t.ExpediteReason),
		Unit: some(api.TicketUnit(t.Unit)), Responsible: some(t.Responsible), Decision: some(t.Decision.Protocol), DecisionAt: instant(t.Decision.At),
		GbkAcceptedAt: instant(t.GBKAcceptedAt), PlannedReleaseAt: instant(t.PlannedReleaseAt), PostponedUntil: instant(t.PostponedUntil),
		CloseReason: some(api.CloseReason(t.CloseReason)), Restricted: some(t.Restricted), Hold: some(t.Hold), Unreached: some(t.Unreached), Reopened: t.Reopened, ReceivedAt: t.ReceivedAt.UTC(), FromReceipt: some(t.FromReceipt), Origin: some(api.TicketOrigin(t.Origin)),
		ClosedAt: instant(t.ClosedAt)}
	if out.Missing == nil {
		out.Missing = []string{}
	}
	if t.Status.Open() {
		out.Announcement = some(tickets.Announcement(t))
	}
	for _, p := range t.Pauses {
		out.Pauses = append(out.Pauses, api.TicketPause{From: p.From.UTC(), To: instant(p.To), Why: pauseWords(p.Why)})
	}
	for _, n := range notices {
		out.Notices = append(out.Notices, noticeOf(n))
	}
	for _, name := range tickets.PossibleNow(t) {
		if !name.OfSupervisor() || current(ctx).user.Role == Supervisor {
			out.Acts = append(out.Acts, api.ActName(name))
		}
	}
	if t.DuplicateOf != 0 {
		of, err := h.Tickets.Ticket(ctx, tickets.Key{ID: t.DuplicateOf})
		if err != nil && !errors.Is(err, tickets.ErrNotFound) {
			return out, err
		}
		if err == nil {
			out.DuplicateOf = &summaries([]tickets.Ticket{of})[0]
		}
	}
	return out, nil
}

func classOf(c tickets.Class) *api.TicketClass {
	if c == (tickets.Class{}) {
		return nil
	}
	return &api.TicketClass{Type: api.TicketType(c.Type), Category: api.TicketCategory(c.Category), TypeName: c.Type.Ukrainian(), CategoryName: c.Category.Ukrainian()}
}

func named(a tickets.Author) *api.NamedPerson {
	if a.ID == 0 {
		return nil
	}
	return &api.NamedPerson{Id: int64(a.ID), Name: a.Name}
}

func clockOf(p tickets.Progress, done, told time.Time) api.TicketClock {
	out := api.TicketClock{Verdict: api.Verdict(p.Verdict), TargetS: int64(p.Target / time.Second), DueAt: instant(p.DueAt), MetAt: instant(p.MetAt),
		DoneAt: instant(done), ToldAt: instant(told)}
	if !p.Unknown {
		left := int64(p.Left / time.Second)
		out.LeftS = &left
	}
	return out
}

// pauseWords say why the resolution's clock stands.
func pauseWords(why string) string {
	if words := tickets.Ground(why).Ukrainian(); words != "" {
		return words
	}
	switch tickets.ActName(why) {
	case tickets.ActRequestInfo:
		return "Очікуємо інформації від заявника"
	case tickets.ActReopen:
		return "Звернення було вирішене"
	case tickets.ActResume:
		return "Звернення було передане"
	}
	return why
}

func noticeOf(n tickets.Notice) api.TicketNotice {
	out := api.TicketNotice{Id: n.ID, Stage: api.TicketNoticeStage(n.Stage), About: string(n.About), Words: n.About.Ukrainian(), Text: some(n.Text),
		Ways: []api.TicketNoticeWays{}, OwedAt: n.OwedAt.UTC(), DueAt: n.DueAt.UTC(), State: "owed", PaidAt: instant(n.Paid.At),
		Way: some(api.TicketNoticeWay(n.Paid.Way)), PaidBy: some(n.Paid.By.Name), CallId: some(string(n.Paid.Call))}
	for _, w := range n.Ways {
		out.Ways = append(out.Ways, api.TicketNoticeWays(w))
	}
	switch {
	case !n.Paid.At.IsZero():
		out.State = "paid"
	case n.Void:
		out.State = "void"
	case n.Queued:
		out.State = "queued"
	}
	return out
}

// contentOf and contentFor carry what an appeal brings across the contract.
func contentOf(c *api.TicketContent) *tickets.Content {
	if c == nil {
		return nil
	}
	return &tickets.Content{PageLink: value(c.PageLink), Browser: value(c.Browser), Steps: value(c.Steps), Login: value(c.Login), SourceLink: value(c.SourceLink),
		Purpose: value(c.Purpose), NormLink: value(c.NormLink), Mockups: value(c.Mockups), Screens: value(c.Screens)}
}

func contentFor(c tickets.Content) api.TicketContent {
	return api.TicketContent{PageLink: some(c.PageLink), Browser: some(c.Browser), Steps: some(c.Steps), Login: some(c.Login), SourceLink: some(c.SourceLink),
		Purpose: some(c.Purpose), NormLink: some(c.NormLink), Mockups: some(c.Mockups), Screens: some(c.Screens)}
}

// changedFields are the fields that an entry changed, in words.
func changedFields(e tickets.Entry, processes []tickets.Process) *[]api.HistoryChange {
	if len(e.Values) == 0 {
		return nil
	}
	out := []api.HistoryChange{}
	for _, v := range e.Values {
		name, old, now := v.Words()
		if v.Field == "process" {
			old, now = processName(v.Old, processes), processName(v.New, processes)
		}
		out = append(out, api.HistoryChange{Field: v.Field, Name: name, Old: some(old), New: some(now)})
	}
	return &out
}

func processName(code string, processes []tickets.Process) string {
	for _, p := range processes {
		if p.Code == code {
			return p.Name
		}
	}
	return code
}
