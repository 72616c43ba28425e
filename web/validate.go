package web

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/gin-gonic/gin"

	"hotline/recording"
	"hotline/telephony"
	"hotline/tickets"
)

// loadContract reads openapi.yaml. Requests are held against it as it stands, so that a limit is written once.
func loadContract() (*openapi3.T, error) {
	document, err := openapi3.NewLoader().LoadFromData(contract)
	if err != nil {
		return nil, fmt.Errorf("web: read openapi.yaml: %w", err)
	}
	return document, nil
}

// instants are those of the years that a working calendar can have. Whatever is said with a zone of a year beyond 0000..9999 could be
// stored and never be answered again.
var instants = openapi3.NewCallbackValidator(func(s string) error {
	at, err := time.Parse(time.RFC3339, s)
	if year := at.UTC().Year(); err == nil && (year < 2000 || year > 2099) {
		err = fmt.Errorf("year %d", year)
	}
	return err
})

// validate refuses what does not fit the contract, with words for each field.
func (s *Server) validate(c *gin.Context) {
	path := contractPath(c.FullPath())
	item := s.document.Paths.Value(path)
	if item == nil || item.GetOperation(c.Request.Method) == nil {
		return
	}
	if _, err := url.ParseQuery(c.Request.URL.RawQuery); err != nil { // what is not read would be taken as not said
		s.fail(c, errMalformed)
		return
	}
	in := &openapi3filter.RequestValidationInput{
		Request: c.Request, PathParams: map[string]string{},
		Route: &routers.Route{Spec: s.document, Path: path, PathItem: item, Method: c.Request.Method,
			Operation: item.GetOperation(c.Request.Method)},
		Options: &openapi3filter.Options{MultiError: true, SkipSettingDefaults: true,
			AuthenticationFunc:      openapi3filter.NoopAuthenticationFunc, // authorize has done that
			SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.WithStringFormatValidator("date-time", instants)}},
	}
	for _, p := range c.Params {
		in.PathParams[p.Key] = p.Value
	}
	if err := openapi3filter.ValidateRequest(c, in); err != nil {
		if err = contractFaults(err); errors.Is(err, errTooLarge) && c.FullPath() == importRoute {
			err = errFileTooLarge
		}
		s.fail(c, err)
	}
}

// contractPath is gin's route in the contract's way of writing: /calls/:callId → /calls/{callId}.
func contractPath(route string) string {
	parts := strings.Split(route, "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			parts[i] = "{" + name + "}"
		}
	}
	return strings.Join(parts, "/")
}

// nothingSuch is what an id says that cannot be one: there is no such thing.
var nothingSuch = map[string]error{"callId": telephony.ErrNoCall, "ticketId": tickets.ErrNotFound, "noticeId": tickets.ErrNotFound, "applicantId": errNoApplicant, "mergeId": errNoApplicant, "act": errNoRoute,
	"agentId": telephony.ErrNoAgent, "webhookId": errNoWebhook, "deliveryId": errNoWebhook, "parcelId": errNoParcel, "recordingId": recording.ErrNotFound, "listenId": recording.ErrNotFound,
	"articleId": tickets.ErrNoRecord, "downtimeId": tickets.ErrNoRecord, "periodId": tickets.ErrNoRecord, "responsibleId": tickets.ErrNoRecord}

// contractFaults is the validator's error in words; errMalformed when it is about no field.
func contractFaults(err error) error {
	var faults Faults
	collect(err, "", &faults)
	for _, f := range faults {
		if none := nothingSuch[f.Field]; none != nil {
			return none
		}
	}
	if strings.Contains(err.Error(), "request body too large") {
		return errTooLarge
	}
	if len(faults) == 0 {
		return errMalformed
	}
	return faults
}

func collect(err error, field string, faults *Faults) {
	var several openapi3.MultiError
	var request *openapi3filter.RequestError
	var schema *openapi3.SchemaError
	switch e := err.(type) {
	case openapi3.MultiError:
		for _, one := range e {
			collect(one, field, faults)
		}
		return
	case *openapi3filter.RequestError:
		if e.Parameter != nil {
			field = e.Parameter.Name
		}
		if e.Parameter != nil && e.Err != nil && !errors.As(e.Err, &schema) && !errors.As(e.Err, &several) {
			*faults = append(*faults, Fault{field, faultWords["invalid"]})
			return
		}
		if e.Err != nil {
			collect(e.Err, field, faults)
		}
		return
	}
	switch {
	case errors.As(err, &several):
		collect(several, field, faults)
	case errors.As(err, &request):
		collect(request, field, faults)
	case errors.As(err, &schema):
		*faults = append(*faults, schemaFault(schema, field))
	}
}

func schemaFault(e *openapi3.SchemaError, field string) Fault {
	if at := e.JSONPointer(); field == "" && len(at) > 0 {
		field = at[0]
	}
	if e.SchemaField == "required" {
		// The validator names the object; the property that is missing stands in its text, in quotes.
		if words := strings.FieldsFunc(e.Reason, func(r rune) bool { return r == '\'' || r == '"' }); field == "" && len(words) > 1 {
			field = words[len(words)-1]
			if strings.Contains(field, " ") {
				field = words[len(words)-2]
			}
		}
		return Fault{field, wordsFor(field, "required")}
	}
	switch {
	case e.SchemaField == "maxLength" && e.Schema.MaxLength != nil:
		return Fault{field, "Не більше ніж " + characters(*e.Schema.MaxLength) + "."}
	case e.SchemaField == "minLength" && e.Schema.MinLength <= 1:
		return Fault{field, wordsFor(field, "required")}
	case e.SchemaField == "minLength":
		return Fault{field, "Щонайменше " + characters(e.Schema.MinLength) + "."}
	case e.SchemaField == "maxItems":
		return Fault{field, "Забагато значень."}
	}
	return Fault{field, wordsFor(field, "invalid")}
}

// characters is «1 знак», «3 знаки», «500 знаків».
func characters(n uint64) string {
	word := "знаків"
	switch {
	case n%10 == 1 && n%100 != 11:
		word = "знак"
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		word = "знаки"
	}
	return strconv.FormatUint(n, 10) + " " + word
}
