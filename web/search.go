package web

import (
	"context"

	"hotline/tickets"
	"hotline/web/api"
)

// Search finds tickets in the register.
func (h handlers) Search(ctx context.Context, r api.SearchRequestObject) (api.SearchResponseObject, error) {
	p := r.Params
	found, err := h.Finder.Find(ctx, tickets.Search{Text: p.Q, Typing: value(p.Typing), Newest: value(p.Order) == api.SearchParamsOrderNewest,
		By: viewer(current(ctx).user), After: value(p.Cursor), Limit: value(p.Limit)})
	if err != nil {
		return nil, err
	}
	out := api.Search200JSONResponse{By: api.SearchPageBy(found.By), Value: found.Value, Corrected: found.Corrected, WrongDigit: found.WrongDigit,
		Complete: found.Complete, NextCursor: some(found.Next), Hits: []api.SearchHit{}, Applicants: []api.Applicant{}}
	for _, hit := range found.Hits {
		out.Hits = append(out.Hits, searchHit(hit))
	}
	for _, a := range found.Applicants {
		out.Applicants = append(out.Applicants, applicant(a))
	}
	return out, nil
}

func searchHit(hit tickets.Hit) api.SearchHit {
	t := hit.Ticket
	out := api.SearchHit{Ticket: ticketSummary(t), Service: api.SearchHitService(t.Service), ApplicantName: some(t.ApplicantName), Caller: some(t.Caller),
		Snippet: []api.SnippetPiece{}, Masked: hit.Masked, MayOpen: hit.MayOpen}
	for _, p := range hit.Snippet {
		out.Snippet = append(out.Snippet, api.SnippetPiece{Text: p.Text, Hit: p.Hit})
	}
	return out
}
