package web

import (
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/web/api"
)

// momentWords say what an event means for people. An empty one is the machine's own affair and is not shown.
var momentWords = map[call.EventKind]string{
	call.Arrived:        "Надійшов дзвінок",
	call.Placed:         "Оператор телефонує заявникові",
	call.LegAnswered:    "Заявник відповів і слухає попередження про запис",
	call.Registered:     "Звернення зареєстровано",
	call.PromptEnded:    "",
	call.OfferMade:      "Дзвінок запропоновано оператору",
	call.TargetFound:    "Знайдено колегу для поради",
	call.TargetMissed:   "Вільного колеги немає",
	call.Shown:          "Картку заявника показано оператору",
	call.LegRinging:     "Телефон дзвонить",
	call.LegUp:          "Телефон відповів",
	call.LegGone:        "Учасник від’єднався",
	call.PhoneBack:      "Телефон оператора знову на зв’язку",
	call.Timeout:        "", // what it meant stands in stateWords; the rest is the machine's own clock
	call.AskDecline:     "Оператор відхилив дзвінок",
	call.AskHold:        "Розмову поставлено на утримання",
	call.AskResume:      "Розмову продовжено",
	call.AskMute:        "Оператор вимкнув мікрофон",
	call.AskUnmute:      "Оператор увімкнув мікрофон",
	call.AskConsult:     "Оператор викликає колегу для поради",
	call.AskComplete:    "Заявника переведено до колеги",
	call.AskCancel:      "Оператор повернувся до заявника",
	call.AskSwap:        "Оператор знову з колегою, заявник чекає",
	call.AskConference:  "Розмовляють утрьох: заявник, оператор і колега",
	call.AskPause:       "Запис призупинено",
	call.AskRecord:      "Запис продовжено",
	call.PauseFailed:    "Призупинити запис не вдалося, розмова записується",
	call.RecordFailed:   "Не підтверджено, що запис продовжено",
	call.Recorded:       "Підтверджено, що запис триває",
	call.AskHangUp:      "Оператор завершив розмову",
	call.AskSupervise:   "Керівник підключається до розмови",
	call.AskLeave:       "Керівник від’єднався",
	call.SnoopFailed:    "Керівника не вдалося підключити: станція відмовила",
	call.LeftUnattended: "Дзвінок прийнято автовідповідачем",
}

// stateWords are better words for an event that led to a state.
var stateWords = map[call.EventKind]map[call.State]string{
	call.PromptEnded: {
		call.Waiting: "Заявник чекає в черзі", call.Message: "Заявник залишає повідомлення", call.Thanks: "Повідомлення залишено",
		call.Ended: "Дзвінок завершено",
	},
	call.Arrived: {call.Closed: "Надійшов дзвінок у неробочий час"},
	call.LegUp: {
		call.Talking: "Оператор відповів", call.Consulting: "Колега відповів: оператори радяться, заявник чекає",
	},
	call.LegGone: {
		call.Waiting: "Оператор від’єднався, заявник повернувся в чергу",
		call.Talking: "Учасник від’єднався, розмова триває", call.Ended: "Дзвінок завершено",
		call.Rejoining: "Зв’язок із робочим місцем оператора втрачено, заявник чекає на нього",
	},
	call.Timeout: {
		call.Waiting:   "Оператор не відповів, заявник повернувся в чергу",
		call.Rejoining: "Телефон оператора викликано знову",
		call.Talking:   "Час вичерпано, розмова із заявником триває",
		call.Thanks:    "Час повідомлення вичерпано", call.Ended: "Дзвінок завершено: час вичерпано",
	},
	call.AskSwap:     {call.Swapped: "Оператор знову із заявником, колега чекає"},
	call.AskComplete: {call.Transferring: "Заявник чекає на відповідь колеги"},
	call.AskDecline:  {call.Talking: "Колега відхилив виклик, заявник знову з оператором", call.Waiting: "Оператор відхилив дзвінок, заявник повернувся в чергу"},
}

// outsideWords are for a consultation of somebody outside.
var outsideWords = map[call.EventKind]map[call.State]string{
	call.LegUp:         {call.Consulting: "Представник відповів: оператор радиться з ним, заявник чекає", call.Talking: "Представник відповів і розмовляє із заявником"},
	call.LegGone:       {call.Talking: "Представник від’єднався, заявник знову з оператором", call.Ended: "Дзвінок завершено"},
	call.Timeout:       {call.Talking: "Представник не відповів, заявник знову з оператором"},
	call.AskComplete:   {call.Talking: "Заявника переведено до представника", call.Transferring: "Заявник чекає на відповідь представника"},
	call.AskSwap:       {call.Swapped: "Оператор знову із заявником, представник чекає", call.Consulting: "Оператор знову з представником, заявник чекає"},
	call.AskConference: {call.Conference: "Розмовляють утрьох: заявник, оператор і представник"},
}

// modeWords say what a supervisor begins to do.
var modeWords = map[call.Mode]string{
	call.Listen:   "Керівник слухає розмову",
	call.Whisper:  "Керівник підказує операторові",
	call.Barge:    "Керівник долучається до розмови",
	call.TakeOver: "Керівник бере розмову на себе",
}

// supervisorWords are better words for what happens to a supervisor's telephone.
var supervisorWords = map[call.EventKind]string{
	call.LegUp:   "Телефон керівника відповів",
	call.LegGone: "Керівник від’єднався",
}

// outwardWords are for a call that an agent made.
var outwardWords = map[call.EventKind]map[call.State]string{
	call.LegUp:   {call.Dialling: "Оператор біля телефону, набираємо номер", call.Talking: "Розмову розпочато"},
	call.LegGone: {call.Ended: "Дзвінок завершено"},
	call.Timeout: {call.Ended: "Дзвінок завершено: відповіді не було"},
}

// wordsOf are an event's words; outside: the consultation is of somebody outside; outward: an agent called.
func wordsOf(m telephony.Moment, outside, outward bool) string {
	if m.Mode != "" && m.Event == call.AskSupervise {
		return modeWords[m.Mode]
	}
	if words := supervisorWords[m.Event]; words != "" && call.OfSupervisor(m.Leg) {
		return words
	}
	if m.Event == call.AskConsult && outside {
		return "Оператор телефонує за номером із переліку: " + m.Name
	}
	if better := outsideWords[m.Event][m.State]; outside && better != "" {
		return better
	}
	if better := outwardWords[m.Event][m.State]; outward && better != "" {
		return better
	}
	if better := stateWords[m.Event][m.State]; better != "" {
		return better
	}
	return momentWords[m.Event]
}

// pauseOver is a pause of the recording that nobody ended.
const pauseOver = "Час паузи вичерпано, запис триває"

// timeline is the call's moments as people read them. Offsets are from where the recording begins, whose own instant may be by
// another clock than the moments'.
func timeline(moments []telephony.Moment, began time.Time) []api.TimelineEntry {
	out := []api.TimelineEntry{}
	outside, outward := false, len(moments) > 0 && moments[0].Event == call.Placed
	paused := false
	for _, m := range moments {
		over := paused && m.Event == call.Timeout // nothing else has a time while a pause runs
		paused = m.Event == call.AskPause || paused && !over && m.Event != call.AskRecord && m.Event != call.PauseFailed &&
			(m.State == call.Talking || m.State == call.Held)
		if m.Event == call.AskConsult {
			outside = m.Name != ""
		}
		words := wordsOf(m, outside, outward)
		if over {
			words = pauseOver
		}
		if words == "" {
			continue
		}
		if m.Reason != "" {
			words += ": " + m.Reason
		}
		out = append(out, api.TimelineEntry{At: m.At.UTC(), OffsetMs: max(0, m.At.Sub(began).Milliseconds()), Event: string(m.Event),
			Agent: some(m.Agent), Text: &words})
	}
	return out
}
