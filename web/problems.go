package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hotline/recording"
	"hotline/telephony"
	"hotline/tickets"
	"hotline/tickets/sla"
	"hotline/web/api"
)

// Errors of web itself.
var (
	errForbidden      = errors.New("the role does not allow this")
	errMalformed      = errors.New("the request cannot be read")
	errTooLarge       = errors.New("the request is too large")
	errFileTooLarge   = errors.New("the file is too large")
	errMethod         = errors.New("no such method here")
	errNoRoute        = errors.New("no such address")
	errCrossOrigin    = errors.New("the request comes from another site")
	errWrongPassword  = errors.New("wrong login or password")
	errNotYourCall    = errors.New("the agent took no part in the call")
	errNotTheirTalk   = errors.New("the agent has not talked with the caller")
	errNoTicketYet    = errors.New("the call has no ticket yet")
	errNoApplicant    = errors.New("no such applicant")
	errTooManySockets = errors.New("too many sockets of one user")
	errNoWebhook      = errors.New("there is no such webhook or delivery")
	errNoParcel       = errors.New("there is no such parcel")
	errUnavailable    = errors.New("something that is needed does not answer")
)

// problem is how an error is told to people: what is wrong and the way out.
type problem struct {
	is     error
	status int
	code   string
	title  string
	detail string
}

// problems is the one table from errors to answers; the first row that fits is taken.
var problems = []problem{
	{ErrNoSession, 401, "login", "Увійдіть", "Сеанс завершено. Увійдіть ще раз."},
	{errWrongPassword, 401, "wrong_password", "Неправильний логін або пароль", "Неправильний логін або пароль. Перевірте розкладку клавіатури та Caps Lock."},
	{errForbidden, 403, "forbidden", "Немає права", "Ваша роль не дозволяє цієї дії. Якщо вона потрібна для роботи, зверніться до адміністратора."},
	{errCrossOrigin, 403, "cross_origin", "Запит з іншого сайту", "Запит надійшов з іншого сайту, тому його відхилено. Відкрийте робоче місце за його звичайною адресою."},
	{errNotYourCall, 403, "not_your_call", "Це не ваш дзвінок", "Оператор бачить і слухає лише дзвінки, у яких брав участь. Зверніться до керівника зміни."},
	{errNotTheirTalk, 403, "not_your_talk", "Ви не розмовляли із заявником", "Позначити, що заявникові щось повідомлено в розмові, може лише той, хто розмовляв із ним за цим зверненням. Зателефонуйте заявникові або попросіть про це колегу, який із ним розмовляв."},
	{tickets.ErrTalkBefore, 409, "talk_before", "Розмова закінчилася раніше", "Ваша розмова із заявником закінчилася до того, як з’явилося те, що треба повідомити. Зателефонуйте заявникові або повідомте його листом."},
	{errMalformed, 400, "malformed", "Запит не зрозуміло", "Сервер не зміг прочитати запит. Оновіть сторінку й спробуйте ще раз."},
	{errTooLarge, 413, "too_large", "Запит завеликий", "Надіслано забагато даних. Скоротіть текст і спробуйте ще раз."},
	{errFileTooLarge, 413, "file_too_large", "Файл завеликий", "Файл має бути не більший за 5 МБ. Поділіть його на частини й надішліть кожну."},
	{errMethod, 405, "method", "Такої дії тут немає", "За цією адресою такої дії немає. Оновіть сторінку."},
	{errNoRoute, 404, "no_route", "Такої адреси немає", "Такої адреси немає. Перевірте посилання або оновіть сторінку."},
	{errNoTicketYet, 503, "no_ticket_yet", "Звернення ще не зареєстровано", "Звернення за цим дзвінком ще реєструється. Зачекайте кілька секунд і повторіть: ваш текст збережено на сторінці."},
	{errTooManySockets, 429, "too_many_tabs", "Забагато вкладок", "Робоче місце відкрито в надто багатьох вкладках. Закрийте зайві."},

	{telephony.ErrNoAgent, 404, "no_agent", "Немає робочого місця", "Для вашого облікового запису немає робочого місця оператора. Зверніться до адміністратора."},
	{telephony.ErrNoCall, 404, "no_call", "Дзвінка немає", "Такого дзвінка немає. Можливо, посилання неповне."},
	{telephony.ErrNotYours, 409, "not_yours", "Цей дзвінок уже не ваш", "Ви вже не берете участі в цьому дзвінку: його завершено або передано."},
	{telephony.ErrNotNow, 409, "not_now", "Зараз це неможливо", "Стан дзвінка вже змінився, тому зробити це зараз неможливо. Подивіться на панель дзвінка."},
	{telephony.ErrNoSupervisor, 403, "not_supervisor", "Це може лише керівник зміни", "Слухати розмови та долучатися до них може лише керівник зміни. Якщо ви керівник, попросіть адміністратора перевірити ваш обліковий запис."},
	{telephony.ErrSupervised, 409, "supervised", "До розмови вже підключено іншого керівника", "До цієї розмови вже підключився інший керівник. Зачекайте, доки він вийде, або оберіть іншу розмову."},
	{telephony.ErrBusy, 409, "busy", "Ви вже в іншій розмові", "Ви вже в іншій розмові або не завершили її підсумок. Вийдіть із неї й спробуйте ще раз."},
	{telephony.ErrNoPhone, 409, "no_phone", "Ваш телефон не на зв’язку", "Станції нікуди вам телефонувати. Підключіть телефон, щоб стан був «На місці», дочекайтеся позначки «Телефон готовий» і спробуйте ще раз."},
	{telephony.ErrNoExtension, 409, "no_extension", "Більше не можна подовжити", "Час на підсумок подовжують не більше ніж двічі. Оберіть підсумок і завершіть."},
	{telephony.ErrNoTrunk, 409, "no_trunk", "Зовнішні дзвінки вимкнено", "Дзвінки на зовнішні номери не налаштовано. Зверніться до адміністратора."},
	{telephony.ErrNotListed, 422, "not_listed", "Цього номера немає в переліку", "Перевести заявника можна лише на номер із переліку. Оберіть номер зі списку; додати новий може адміністратор."},
	{telephony.ErrNumberBarred, 422, "number_barred", "На цей номер дзвонити не можна", "Дзвінки на такі номери не дозволено: це платний, короткий, екстрений або закордонний номер. Оберіть інший номер заявника."},
	{errNotTheirs, 422, "not_theirs", "Цього номера немає у зверненні", "Дзвонити можна на номери заявника. Додайте номер до картки заявника й спробуйте ще раз."},
	{telephony.ErrNotFree, 409, "not_free", "Зараз подзвонити не можна", "Подзвонити можна, коли ви вільні на зміні або завершуєте попередній дзвінок."},
	{telephony.ErrAgentCap, 429, "agent_cap", "Забагато дзвінків за годину", "Ви вже зробили стільки дзвінків за годину, скільки дозволено одному операторові. Спробуйте пізніше або зверніться до керівника зміни."},
	{telephony.ErrHouseCap, 429, "house_cap", "Забагато дзвінків за годину", "Служба вже зробила стільки дзвінків за годину, скільки дозволено. Спробуйте пізніше або зверніться до керівника зміни."},
	{telephony.ErrLinesBusy, 429, "lines_busy", "Усі вихідні лінії зайняті", "Зараз одночасно триває стільки вихідних дзвінків, скільки дозволено. Спробуйте за хвилину."},
	{telephony.ErrUnknownState, 422, "unknown_state", "Такого стану обрати не можна", "Оператор може обрати: «на зміні», «перерва» або «зміну завершено»."},
	{telephony.ErrNoSkill, 422, "no_skill", "Такого вміння немає", "Такого вміння немає у списку. Спершу додайте його до списку вмінь."},
	{telephony.ErrNoRule, 404, "no_rule", "Такого правила немає", "Для цього номера правила немає. Можливо, його вже прибрали."},
	{telephony.ErrDown, 503, "switch_down", "Телефонна станція не відповідає", "Телефонна станція зараз не відповідає. Зачекайте кілька секунд і спробуйте ще раз."},

	{errNoWebhook, 404, "no_webhook", "Такого вебхука немає", "Такого вебхука або доставки вже немає. Оновіть сторінку."},
	{errNoParcel, 404, "no_parcel", "Такого відправлення немає", "Це відправлення вже пішло або більше не потрібне. Оновіть сторінку."},
	{tickets.ErrDraftConflict, 409, "draft_conflict", "Нотатку змінено в іншій вкладці", "Цю нотатку щойно змінено в іншій вкладці. Оберіть, який текст залишити."},
	{tickets.ErrStale, 409, "stale", "Це вже змінили", "Це щойно змінив хтось інший. Оновіть сторінку й внесіть свої зміни ще раз."},
	{tickets.ErrNoRecord, 404, "no_record", "Такого запису немає", "Такого запису вже немає. Оновіть сторінку."},
	{tickets.ErrDowntimeStep, 409, "downtime_step", "Зараз це неможливо", "Стан простою вже змінився, тому зробити це неможливо. Оновіть сторінку."},
	{tickets.ErrNarrowed, 403, "narrowed", "Доступ обмежено", "Доступ до цього звернення обмежено за заявою про видалення даних. Прочитати його можуть відповідальний і керівник зміни."},
	{errNoApplicant, 404, "no_applicant", "Такого заявника немає", "Такого заявника немає. Можливо, посилання неповне або строк зберігання минув."},
	{tickets.ErrCardConflict, 409, "card_conflict", "Картку щойно змінили", "Цю картку щойно змінив хтось інший. Оновіть її й внесіть свої зміни ще раз."},
	{tickets.ErrNotFound, 404, "no_ticket", "Такого звернення немає", "Такого звернення немає. Перевірте номер."},

	{recording.ErrNotFound, 404, "no_recording", "Такого запису немає", "Такого запису розмови немає. Оновіть сторінку."},
	{recording.ErrMissing, 409, "recording_missing", "Запису немає", "У цьому дзвінку немає записаного звуку."},
	{recording.ErrNotFinished, 409, "recording_not_finished", "Розмова ще триває", "Запис ще триває. Прослухати його можна буде одразу після завершення дзвінка."},
	{recording.ErrForbidden, 403, "listen_of_another", "Це прослуховування іншої особи", "Прослуховування розпочала інша особа. Розпочніть своє, вказавши причину."},
	{recording.ErrExpired, 410, "listen_expired", "Час прослуховування минув", "Час цього прослуховування минув. Розпочніть його знову, вказавши причину."},

	{errUnavailable, 503, "unavailable", "Сервер тимчасово не відповідає", "Сервер тимчасово не може виконати запит. Зачекайте кілька секунд і спробуйте ще раз."},
	{context.DeadlineExceeded, 503, "unavailable", "Сервер тимчасово не відповідає", "Сервер не встиг виконати запит. Зачекайте кілька секунд і спробуйте ще раз."},
}

var internal = problem{nil, 500, "internal", "Помилка сервера",
	"Сталася помилка на сервері. Спробуйте ще раз; якщо вона повториться, повідомте адміністратора й назвіть час."}

// fail answers with a problem document (RFC 9457) and ends the request. It is safe to call it twice.
func (s *Server) fail(c *gin.Context, err error) {
	c.Abort()
	if c.Writer.Written() {
		return
	}
	if s.Away != nil && s.Away(err) {
		err = fmt.Errorf("%w: %w", errUnavailable, err)
	}
	doc := problemOf(err)
	var wait throttled
	if errors.As(err, &wait) {
		c.Header("Retry-After", strconv.Itoa(wait.seconds()))
	}
	switch {
	case errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil:
		s.Log.DebugContext(c, "the client left", "route", c.FullPath())
	case doc.Status == http.StatusInternalServerError:
		s.Log.ErrorContext(c, "request failed", "route", c.FullPath(), "request_id", c.GetString(requestIDKey), "error", err)
	case doc.Status == http.StatusServiceUnavailable:
		s.Log.WarnContext(c, "request failed", "route", c.FullPath(), "request_id", c.GetString(requestIDKey), "error", err)
	default:
		s.Log.LogAttrs(c, slog.LevelDebug, "request refused", slog.String("route", c.FullPath()), slog.String("code", doc.Code))
	}
	c.Header("Content-Type", "application/problem+json") // gin keeps what is set
	c.Header("Cache-Control", "no-store")
	c.JSON(doc.Status, doc)
}

func problemOf(err error) api.Problem {
	if doc, ok := fieldProblem(err); ok {
		return doc
	}
	var calendar *tickets.CalendarConflict
	if errors.As(err, &calendar) {
		return calendarConflict(calendar)
	}
	var conflict *tickets.Conflict
	if errors.As(err, &conflict) {
		return conflictProblem(conflict)
	}
	var file *importFaults
	if errors.As(err, &file) {
		return file.problem()
	}
	var refused *tickets.Refused
	if errors.As(err, &refused) {
		return refusal(refused)
	}
	if p, ok := cardProblem(err); ok {
		return document(p, nil)
	}
	var wait throttled
	if errors.As(err, &wait) {
		return document(problem{nil, 429, "throttled", "Забагато спроб входу",
			"Забагато невдалих спроб увійти. Спробуйте знову через " + spellWait(wait.seconds()) + "."}, nil)
	}
	var stale *tickets.Stale
	if errors.As(err, &stale) {
		return document(problem{nil, 409, "stale", "Це вже змінили", "Це щойно змінили: " + stale.By + ", " + stale.At.In(sla.Kyiv).Format("02.01 о 15:04") +
			". Оновіть сторінку й внесіть свої зміни ще раз."}, nil)
	}
	for _, p := range problems {
		if errors.Is(err, p.is) {
			return document(p, nil)
		}
	}
	return document(internal, nil)
}

func document(p problem, fields map[string]string) api.Problem {
	doc := api.Problem{Status: p.status, Code: p.code, Title: p.title, Detail: &p.detail}
	if len(fields) > 0 {
		doc.Fields = &fields
	}
	return doc
}

func spellWait(seconds int) string {
	if seconds < 60 {
		return strconv.Itoa(seconds) + " с"
	}
	return strconv.Itoa((seconds+59)/60) + " хв"
}
