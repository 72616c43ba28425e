package tickets

import (
	"time"

	"hotline/tickets/sla"
)

// The regulation's own names of closed lists, letter for letter.
var (
	typeWords = map[Type]string{Bug: "Помилка/проблема", Feature: "Нова функціональність", Consultation: "Консультація/задача"}

	categoryWords = map[Category]string{Critical: "Критичний", High: "Високий", Low: "Низький"}

	serviceWords = map[Service]string{Information: "Інформаційна підтримка користувачів", Organisation: "Організаційна підтримка користувачів",
		Technical: "Служба технічного супроводу системи"}

	channelWords = map[Channel]string{Email: "Електронна пошта", Phone: "Контактний номер телефону", Form: "Форма зворотного зв’язку на сайті ГБ"}

	groupWords = map[Group]string{InternalUser: "Внутрішні користувачі", ExternalUser: "Зовнішні користувачі",
		Moderator: "Модератори ГБ", Administrator: "Адміністратори ГБ"}

	unitWords = map[Unit]string{UnitTechnical: "Служба технічного супроводу системи", UnitMRG: "Міська робоча група (МРГ)",
		UnitGBK: "Громадська бюджетна комісія (ГБК)", UnitKMR: "Київська міська рада (КМР)", UnitOther: "Інший підрозділ КМДА"}

	groundWords = map[Ground]string{
		NotReproducible: "Неможливо повторити описану проблему та неможливо зв’язатися із заявником",
		NotEnoughInfo:   "Користувач не може надати достатньо інформації",
		NeedsRelease:    "Потрібні детальна діагностика, доопрацювання або випуск оновлення",
		UserViolates:    "Користувач порушує технічні вимоги",
		OutOfScope:      "Питання виходить за рамки роботи служби підтримки",
		Unconstructive:  "Питання поставлене некоректно або обговорення неконструктивне",
	}

	closeWords = map[CloseReason]string{Solved: "Вирішено", ConsultedFully: "Надано консультацію", RedirectedMRG: "Передано до МРГ",
		RedirectedGBK: "Передано до ГБК", ThirdParty: "Послуга сторонньої організації", Impossible: "Вирішити неможливо",
		DuplicateOf: "Повторне звернення", NoContact: "Немає зв’язку із заявником"}
)

// Ukrainian is the type as the regulation names it.
func (t Type) Ukrainian() string { return typeWords[t] }

// Ukrainian is the category as the regulation names it.
func (c Category) Ukrainian() string { return categoryWords[c] }

// Ukrainian is the service as the regulation names it.
func (s Service) Ukrainian() string { return serviceWords[s] }

// Ukrainian is the channel as the regulation names it.
func (c Channel) Ukrainian() string { return channelWords[c] }

// Ukrainian is the group of users as the regulation names it (2.6); empty for none.
func (g Group) Ukrainian() string { return groupWords[g] }

// Ukrainian is the unit as people read it.
func (u Unit) Ukrainian() string { return unitWords[u] }

// Ukrainian is the ground of Regulation 4.14 as people read it.
func (g Ground) Ukrainian() string { return groundWords[g] }

// Ukrainian is the reason as people read it.
func (c CloseReason) Ukrainian() string { return closeWords[c] }

var actWords = map[ActName]string{
	ActClassify: "Класифіковано", ActTake: "Взято в роботу", ActAssign: "Призначено відповідального", ActDescribe: "Уточнено зміст звернення",
	ActRequestInfo: "Запитано інформацію в заявника", ActPostpone: "Відкладено", ActResume: "Роботу поновлено",
	ActEscalate: "Передано до іншої служби", ActHandOver: "Передано до підрозділу", ActPlanRelease: "Визначено дату оновлення",
	ActExtendTerm: "Строк продовжено", ActExpedite: "Змінено черговість", ActConsult: "Консультацію надано під час розмови",
	ActResolve: "Вирішено", ActClose: "Закрито", ActReopen: "Відкрито знову", ActDuplicate: "Позначено як повторне",
	ActRestrict: "Доступ обмежено", ActUnrestrict: "Обмеження доступу знято",
	ActHold: "Видалення заборонено", ActRelease: "Заборону видалення знято",
}

var fieldWords = map[string]string{
	"type": "Тип", "category": "Пріоритет", "process": "Бізнес-процес", "status": "Статус", "service": "Служба", "assignee": "Відповідальний",
	"reaction_due_at": "Строк реакції", "resolution_due_at": "Строк виконання", "expedited": "Поза чергою", "unit": "Підрозділ",
	"responsible": "Відповідальний у підрозділі", "decision": "Рішення МРГ", "planned_release_at": "Дата оновлення",
	"postponed_until": "Відкладено до", "ground": "Підстава (п. 4.14)", "close_reason": "Причина закриття", "duplicate_of": "Основне звернення",
	"oral_reason": "Чому усно", "subject": "Тема", "description": "Опис", "page_link": "Посилання на сторінку", "browser": "Версія та браузер",
	"steps": "Покроковий опис", "login": "Логін у системі", "source_link": "Посилання на документ", "purpose": "Мета й цілі",
	"norm_link": "Пункт нормативного документа", "mockups": "Макети", "screens": "Знімки екрана", "extension": "Продовження", "origin": "Походження",
}

// Words are a changed field as people read it. What is not a word of a closed list or an instant is shown as it is.
func (v Value) Words() (field, old, now string) {
	field = fieldWords[v.Field]
	if field == "" {
		field = v.Field
	}
	return field, valueWords(v.Field, v.Old), valueWords(v.Field, v.New)
}

func valueWords(field, value string) string {
	words := ""
	switch field {
	case "type":
		words = Type(value).Ukrainian()
	case "category":
		words = Category(value).Ukrainian()
	case "status":
		words = Status(value).Ukrainian()
	case "service":
		words = Service(value).Ukrainian()
	case "origin":
		words = Origin(value).Ukrainian()
	case "unit":
		words = Unit(value).Ukrainian()
	case "ground":
		words = Ground(value).Ukrainian()
	case "close_reason":
		words = CloseReason(value).Ukrainian()
	case "expedited":
		words = map[string]string{"yes": "так", "no": "ні"}[value]
	case "reaction_due_at", "resolution_due_at", "planned_release_at", "postponed_until":
		if at, err := time.Parse(time.RFC3339Nano, value); err == nil {
			words = at.In(sla.Kyiv).Format("02.01.2006, 15:04")
		}
	}
	if words == "" {
		return value
	}
	return words
}

var aboutWords = map[NoticeAbout]string{
	AboutRegistration: "номер звернення та орієнтовний строк", AboutAssigned: "хто відповідає за звернення та строк", AboutTerm: "новий строк",
	AboutQuestion: "яка потрібна інформація", AboutPostponed: "що звернення відкладено і чому", AboutHandedOver: "куди передано звернення",
	AboutResult: "результат",
}

// Ukrainian is what the applicant is to be told, as people read it after «повідомити заявника:».
func (a NoticeAbout) Ukrainian() string { return aboutWords[a] }

func (e Entry) noticeSentence() string {
	if e.About == AboutGBK {
		return "Лист до ГБК прийнято поштовим сервером"
	}
	s := "Заявника повідомлено "
	if e.Way == ByEmail {
		s += "листом: "
	} else {
		s += "усно: "
	}
	return s + e.About.Ukrainian()
}
