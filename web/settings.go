package web

import (
	"context"

	"hotline/tickets"
	"hotline/web/api"
)

// ListSettings gives each setting as it is now, with what was decided of it.
func (h handlers) ListSettings(ctx context.Context, _ api.ListSettingsRequestObject) (api.ListSettingsResponseObject, error) {
	rows, err := h.Calendar.Settings(ctx)
	if err != nil {
		return nil, err
	}
	out := api.ListSettings200JSONResponse{Settings: []api.Setting{}}
	if len(rows) > 0 {
		out.Version = rows[0].ID
	}
	for _, rule := range tickets.SettingRules {
		s := api.Setting{Name: api.SettingName(rule.Name), Value: tickets.SettingAt(rows, rule.Name, h.Now()), Default: rule.Default,
			Least: rule.Least, Most: rule.Most, Clause: rule.Clause, Changes: []api.SettingChange{}}
		for _, r := range rows {
			if r.Name == rule.Name {
				s.Changes = append(s.Changes, api.SettingChange{Value: r.Value, ValidFrom: r.From, Reason: r.Reason, Author: r.By.Name, At: r.At})
			}
		}
		out.Settings = append(out.Settings, s)
	}
	return out, nil
}

// PutSetting decides on a setting.
func (h handlers) PutSetting(ctx context.Context, r api.PutSettingRequestObject) (api.PutSettingResponseObject, error) {
	b := r.Body
	return api.PutSetting204Response{}, h.Calendar.SetSetting(ctx, b.Version, tickets.SettingRow{Name: tickets.Setting(r.Name), Value: b.Value,
		From: value(b.ValidFrom), Reason: b.Reason, By: author(current(ctx).user)})
}
