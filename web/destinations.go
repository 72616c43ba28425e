package web

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"hotline/telephony"
	"hotline/tickets"
	"hotline/web/api"
)

// ListDestinations tells which outside numbers a caller can be handed over to.
func (h handlers) ListDestinations(ctx context.Context, _ api.ListDestinationsRequestObject) (api.ListDestinationsResponseObject, error) {
	all, err := h.Floor.Destinations(ctx, current(ctx).user.Role == Administrator)
	if err != nil {
		return nil, fmt.Errorf("list destinations: %w", err)
	}
	out := api.ListDestinations200JSONResponse{}
	for _, d := range all {
		out = append(out, destinationOf(d))
	}
	return out, nil
}

// PutDestination changes the list.
func (h handlers) PutDestination(ctx context.Context, r api.PutDestinationRequestObject) (api.PutDestinationResponseObject, error) {
	d, faults := CheckDestination(h.ParsePhone, telephony.Destination{Number: r.Body.Number, Name: r.Body.Name, Note: value(r.Body.Note), Active: r.Body.Active})
	if len(faults) > 0 {
		return nil, faults
	}
	if err := h.Floor.PutDestination(ctx, d, current(ctx).user.agent()); err != nil {
		return nil, fmt.Errorf("put destination: %w", err)
	}
	return api.PutDestination200JSONResponse(destinationOf(d)), nil
}

func destinationOf(d telephony.Destination) api.Destination {
	return api.Destination{Number: d.Number, Name: d.Name, Note: some(d.Note), Active: d.Active}
}

// CheckDestination brings a destination into its form, and names each field that is wrong.
func CheckDestination(parse func(string) tickets.PhoneNumber, d telephony.Destination) (telephony.Destination, Faults) {
	var faults Faults
	number := parse(d.Number)
	if d.Number = number.E164; !number.Valid {
		faults = append(faults, Fault{"number", fieldFaultWords["phone invalid"]})
	}
	d.Name, d.Note = strings.Join(strings.Fields(d.Name), " "), strings.Join(strings.Fields(d.Note), " ")
	if n := utf8.RuneCountInString(d.Name); n == 0 || n > 200 || !utf8.ValidString(d.Name) {
		faults = append(faults, Fault{"name", "Вкажіть, хто відповідає за цим номером, не довше за 200 знаків."})
	}
	if utf8.RuneCountInString(d.Note) > 500 || !utf8.ValidString(d.Note) {
		faults = append(faults, Fault{"note", "Примітка: не довше за 500 знаків."})
	}
	return d, faults
}
