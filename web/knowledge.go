package web

import (
	"context"

	"hotline/tickets"
	"hotline/web/api"
)

// ListFaq is the published FAQ, for everybody.
func (h handlers) ListFaq(ctx context.Context, r api.ListFaqRequestObject) (api.ListFaqResponseObject, error) {
	all, topics, err := h.Knowledge.Public(ctx, value(r.Params.Q), value(r.Params.Process))
	if err != nil {
		return nil, err
	}
	out := api.ListFaq200JSONResponse{Questions: []api.FaqQuestion{}, Topics: topicsOf(topics)}
	for _, a := range all {
		out.Questions = append(out.Questions, api.FaqQuestion{Id: int64(a.ID), Process: some(a.Process), Title: a.Title, Text: a.Text, Links: linksOf(a)})
	}
	return out, nil
}

// GetReference gives what the regulation fixes.
func (h handlers) GetReference(context.Context, api.GetReferenceRequestObject) (api.GetReferenceResponseObject, error) {
	return api.GetReference200JSONResponse{SupportEmail: tickets.SupportEmail, SupportPhone: tickets.SupportPhone, MrgEmail: tickets.MRGEmail,
		GbkEmail: tickets.GBKEmail, FacebookGroup: tickets.FacebookGroup, FacebookAccount: tickets.FacebookAccount,
		FacebookAccountId: tickets.FacebookAccountID}, nil
}

// ListArticles shows drafts only to those who may publish them.
func (h handlers) ListArticles(ctx context.Context, r api.ListArticlesRequestObject) (api.ListArticlesResponseObject, error) {
	p := r.Params
	f := tickets.ArticleFilter{Kind: tickets.ArticleKind(value(p.Kind)), Process: value(p.Process), Published: current(ctx).user.Role == Agent}
	all, err := h.Knowledge.Articles(ctx, f, value(p.Q))
	if err != nil {
		return nil, err
	}
	topics, err := h.Knowledge.Topics(ctx)
	if err != nil {
		return nil, err
	}
	out := api.ListArticles200JSONResponse{Articles: []api.Article{}, Topics: topicsOf(topics), Variables: tickets.Variables}
	for _, a := range all {
		out.Articles = append(out.Articles, article(a))
	}
	return out, nil
}

// AddArticle stores a new article.
func (h handlers) AddArticle(ctx context.Context, r api.AddArticleRequestObject) (api.AddArticleResponseObject, error) {
	a, err := h.Knowledge.Put(ctx, articleText(0, *r.Body), author(current(ctx).user))
	return api.AddArticle201JSONResponse(article(a)), err
}

// PutArticle changes one.
func (h handlers) PutArticle(ctx context.Context, r api.PutArticleRequestObject) (api.PutArticleResponseObject, error) {
	if r.ArticleId <= 0 {
		return nil, tickets.ErrNoRecord
	}
	a, err := h.Knowledge.Put(ctx, articleText(tickets.ArticleID(r.ArticleId), *r.Body), author(current(ctx).user))
	return api.PutArticle200JSONResponse(article(a)), err
}

// ListArticleChanges says who changed an article.
func (h handlers) ListArticleChanges(ctx context.Context, r api.ListArticleChangesRequestObject) (api.ListArticleChangesResponseObject, error) {
	all, err := h.Knowledge.Changes(ctx, tickets.ArticleID(r.ArticleId))
	return api.ListArticleChanges200JSONResponse(changesOf(all)), err
}

// UseArticle fills an article in for a ticket.
func (h handlers) UseArticle(ctx context.Context, r api.UseArticleRequestObject) (api.UseArticleResponseObject, error) {
	t, err := h.Tickets.Ticket(ctx, tickets.Key{ID: tickets.TicketID(r.TicketId)})
	if err == nil && !t.MaySee(viewer(current(ctx).user)) {
		err = tickets.ErrNarrowed // the answer would name the applicant
	}
	if err != nil {
		return nil, err
	}
	text, missing, err := h.Knowledge.Use(ctx, tickets.ArticleID(r.ArticleId), t, author(current(ctx).user))
	if missing == nil {
		missing = []string{}
	}
	return api.UseArticle200JSONResponse{Text: text, Missing: missing}, err
}

func articleText(id tickets.ArticleID, b api.ArticleText) tickets.Article {
	a := tickets.Article{ID: id, Kind: tickets.ArticleKind(b.Kind), Process: value(b.Process), Title: b.Title, Text: b.Text,
		Position: b.Position, Published: b.Published, Version: b.Version}
	for _, l := range b.Links {
		a.Links = append(a.Links, tickets.Link{Title: l.Title, URL: l.Url})
	}
	return a
}

func article(a tickets.Article) api.Article {
	return api.Article{Id: int64(a.ID), Kind: api.ArticleKind(a.Kind), Process: some(a.Process), Title: a.Title, Text: a.Text, Links: linksOf(a),
		Position: a.Position, Published: a.Published, Uses: a.Uses, Version: a.Version, ChangedAt: a.ChangedAt.UTC(), ChangedBy: a.ChangedBy}
}

func linksOf(a tickets.Article) []api.ArticleLink {
	out := []api.ArticleLink{}
	for _, l := range a.Links {
		out = append(out, api.ArticleLink{Title: l.Title, Url: l.URL})
	}
	return out
}

func topicsOf(all []tickets.Topic) []api.Topic {
	out := []api.Topic{}
	for _, t := range all {
		out = append(out, api.Topic{Code: t.Code, Name: t.Name})
	}
	return out
}

func changesOf(all []tickets.SubjectChange) []api.SubjectChange {
	out := []api.SubjectChange{}
	for _, c := range all {
		out = append(out, api.SubjectChange{At: c.At, By: c.By, What: api.SubjectChangeWhat(c.What), Note: some(c.Note)})
	}
	return out
}
