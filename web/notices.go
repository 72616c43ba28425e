package web

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/web/api"
)

// Inbox is what web asks of the register for people's inboxes and for debts to applicants; *tickets.Register is it.
type Inbox interface {
	Inbox(ctx context.Context, who tickets.AgentID, before int64, limit int) (tickets.Inbox, error)
	MarkRead(ctx context.Context, who tickets.AgentID, upTo int64) error
	InboxChanges(ctx context.Context) (<-chan tickets.AgentID, error)
	Debts(ctx context.Context, f tickets.DebtFilter) ([]tickets.Debt, error)
	Outbox(ctx context.Context, before int64, limit int) ([]tickets.Parcel, error)
	SendAgain(ctx context.Context, id int64) error
}

// watchInboxes tells the tabs of everybody whose inbox has changed, until ctx ends.
func (s *Server) watchInboxes(ctx context.Context) {
	s.rooms.hear(ctx, "inboxes", func() error {
		changes, err := s.Inbox.InboxChanges(ctx)
		if err != nil {
			return err
		}
		s.rooms.tell(0, (*deskSocket).offerInbox) // whatever came while nobody listened
		for who := range changes {
			s.rooms.tell(call.AgentID(who), (*deskSocket).offerInbox)
		}
		return nil
	})
}

// offerInbox says that the inbox has changed.
func (d *deskSocket) offerInbox() { d.mark(&d.inbox) }

// mark notes news of which the tab is told once, however often there were some since it was told.
func (d *deskSocket) mark(news *bool) {
	d.mu.Lock()
	*news = true
	d.mu.Unlock()
	d.poke()
}

// ListNotifications shows the user's own inbox.
func (h handlers) ListNotifications(ctx context.Context, r api.ListNotificationsRequestObject) (api.ListNotificationsResponseObject, error) {
	in, err := h.Inbox.Inbox(ctx, author(current(ctx).user).ID, value(r.Params.Before), limitOr(r.Params.Limit, 20))
	if err != nil {
		return nil, err
	}
	out := api.ListNotifications200JSONResponse{Unread: in.Unread, Lines: []api.Notification{}}
	for _, n := range in.Lines {
		line := api.Notification{Id: n.ID, At: n.At.UTC(), Kind: api.NotificationKind(n.Kind), Subject: some(n.Subject), Text: notificationWords(n),
			DueAt: instant(n.DueAt), ReadAt: instant(n.ReadAt)}
		if n.Ticket != 0 {
			line.TicketId, line.TicketNumber = some(int64(n.Ticket)), some(n.Number.String())
		}
		if n.Kind == tickets.AlertCalendarYear {
			year, _ := strconv.Atoi(n.Text)
			line.Year = some(year)
		}
		out.Lines = append(out.Lines, line)
	}
	return out, nil
}

// ReadNotifications marks them.
func (h handlers) ReadNotifications(ctx context.Context, r api.ReadNotificationsRequestObject) (api.ReadNotificationsResponseObject, error) {
	return api.ReadNotifications204Response{}, h.Inbox.MarkRead(ctx, author(current(ctx).user).ID, r.Body.UpTo)
}

// notificationWords is a line of the inbox as people read it.
func notificationWords(n tickets.Notification) string {
	var s string
	switch n.Kind {
	case tickets.AlertWarning:
		return fmt.Sprintf("Минуло %d %% строку %s", n.Percent, n.Promise.Ukrainian())
	case tickets.AlertBreach:
		return "Порушено строк " + n.Promise.Ukrainian()
	case tickets.AlertNoticeLate:
		return "Заявника вчасно не повідомлено: " + tickets.NoticeAbout(n.Text).Ukrainian()
	case tickets.AlertCalendarYear:
		return "Підтвердьте дні за законом на " + n.Text + " рік: за цим календарем рахують строки"
	case tickets.AlertRegimeUnseen:
		return "Понад 90 днів ніхто не переглядав режим «" + n.Text + "». Перевірте, чи він діє, і збережіть його з поясненням"
	case tickets.AlertRegisteredLate:
		s = "Звернення зареєстровано із запізненням"
	case tickets.AlertAssigned:
		s = "Вам доручено звернення"
	case tickets.AlertEscalated:
		s = "До вашої служби передано звернення"
	case tickets.AlertReopened:
		s = "Ваше звернення відкрито знову"
	}
	if n.By != "" {
		s += " (" + n.By + ")"
	}
	if n.Text != "" {
		s += ": " + n.Text
	}
	return s
}

// ListNotices shows the debts to applicants.
func (h handlers) ListNotices(ctx context.Context, r api.ListNoticesRequestObject) (api.ListNoticesResponseObject, error) {
	now := h.Now()
	f := tickets.DebtFilter{Service: tickets.Service(value(r.Params.Service)), Oral: value(r.Params.Oral), Limit: limitOr(r.Params.Limit, 50)}
	if value(r.Params.Mine) {
		f.Assignee = author(current(ctx).user).ID
	}
	if value(r.Params.Late) {
		f.LateAt = now
	}
	var err error
	if f.After, err = tickets.ParseCursor(value(r.Params.Cursor)); err != nil {
		return nil, err
	}
	limit := f.Limit
	f.Limit++ // tells whether there is another page
	all, err := h.Inbox.Debts(ctx, f)
	if err != nil {
		return nil, err
	}
	out := api.ListNotices200JSONResponse{Notices: []api.OwedNotice{}}
	if len(all) > limit {
		all = all[:limit]
		out.NextCursor = some(all[limit-1].Cursor().String())
	}
	for _, d := range all {
		out.Notices = append(out.Notices, owedNotice(d, now))
	}
	return out, nil
}

func owedNotice(d tickets.Debt, now time.Time) api.OwedNotice {
	out := api.OwedNotice{Id: d.ID, TicketId: int64(d.Ticket), TicketNumber: d.Number.String(), Subject: some(d.Subject), Stage: api.OwedNoticeStage(d.Stage),
		About: api.OwedNoticeAbout(d.About), Ways: []api.OwedNoticeWays{}, Text: some(d.Text), OwedAt: d.OwedAt.UTC(), DueAt: d.DueAt.UTC(),
		Late: now.After(d.DueAt), Queued: d.Queued, Status: string(d.Status), Service: api.TicketService(d.Service), Channel: api.OwedNoticeChannel(d.Channel),
		Assignee: some(d.Assignee.Name), Applicant: some(d.Applicant), Phone: some(d.Phone), ResolutionDueAt: instant(d.TermAt)}
	for _, w := range d.Ways {
		out.Ways = append(out.Ways, api.OwedNoticeWays(w))
	}
	return out
}
