# Frases con valores dentro: los motivos que se le dicen a la persona y lo que lee el personal. Un archivo por idioma,
# con las mismas claves y valores. Lo que puede llegar sin pedirlo no nombra a nadie, ni sustancias, ni tratamiento.

## Por qué se ofrece algo (se le dice a la persona)

because-reported-use = Gracias por decírmelo. Esto va primero hoy.
because-strong-craving = Dijiste { $craving }. Aquí hay algo para este momento.
because-rising-craving = Tus números andan más altos que de costumbre. Esto toma un rato y puedes parar cuando quieras.
because-low-mood = Van varios días bajos. ¿Te ayudaría contárselo a alguien?

## Por qué alguien está en la lista (lo lee el personal)

row-danger = Palabras de peligro: { $kind }
row-reported-use = Contó que consumió, en el último registro. Llámale hoy; primero la seguridad.
row-strong-craving = Ganas { $recent_craving }; lo usual { $usual_craving }
row-silent = { $ago ->
    [one] Última respuesta ayer; el teléfono recibe mensajes
   *[other] Última respuesta hace { $ago } días; el teléfono recibe mensajes
}
row-rising-craving = Ganas en aumento: { $recent_craving }; lo usual { $usual_craving }
row-low-mood = { $streak_mood ->
    [one] Ánimo de 3 o menos en un día con respuesta: { $recent_mood }
   *[other] Ánimo de 3 o menos en { $streak_mood } días seguidos con respuesta: { $recent_mood }
}

## Lo que llega a un teléfono sin pedirlo

alert-neutral = Hay algo que te espera.
message-neutral = Tienes una nota por leer.

## Peligro

danger-body = { $code }: { $kind }. Míralo ahora, por favor, y comunícate como se hace en tu programa.
kind-self_harm = pensamientos de quitarse la vida, o de hacerse daño
kind-overdose = una posible sobredosis
kind-harm_to_others_or_abuse = alguien puede salir lastimado, o ya lo lastiman
kind-use_disclosure = contó que consumió
kind-craving = ganas muy fuertes
staff-card = Escribes como parte del personal, así que no se avisó a nadie. Los números también son para ti.

## Hoy

today-title = { $count ->
    [0] Hoy: nadie espera
    [one] Hoy: hay una persona por atender
   *[other] Hoy: hay { $count } personas por atender
}
today-none = Nadie de tu lista necesita atención en este momento.
today-row = { $code }: { $row }

## La página de una persona

person-title = { $code } { $initials }
person-none-answers = Todavía no hay respuestas.
table-day = Día
table-craving = Ganas
table-mood = Ánimo
table-used = Uso
table-mindful = Pausa
used-yes = sí
used-no = no
used-unsaid = no lo dijo
mindful-yes = sí
mindful-no = no
quoted = { $at } · { $text }
staff-text = Aquí solo recibo comandos del personal. Mira /help.
notes-title = Notas
messages-title = Mensajes
alerts-title = Avisos
seen-told = Quedó como visto. Sigue abierto hasta que lo marques como atendido.
reviewed-told = Quedó como atendido y cerrado.
not-yours = Esta persona no está en tu lista, así que no se te puede mostrar.
open-in-chat = Abrir en el chat

## Personas a tu cargo y avisos

caseload-title = Las personas a tu cargo
caseload-row = { $code } { $initials } · { $state }
alerts-none = No hay avisos abiertos.
alert-row = { $code } · { $kind } · { $at } · { $state }
raised-at = Desde { $at }
hours-closed = Ahora es fuera del horario del personal.
state-invited = con invitación
state-active = en marcha
state-paused = en descanso
state-unreachable = no se le alcanza
state-discharged = ya no está en el programa
state-open = abierto
state-seen = visto
state-reviewed = atendido
state-closed = cerrado
state-acknowledged = en manos de alguien

## Invitaciones

invite-made = Este enlace sirve una sola vez. Dáselo a una sola persona: { $link }

## Para quien mantiene el programa

content-broken = { $faults ->
    [one] El contenido tiene una falta. Sigue la última versión sin faltas.
   *[other] El contenido tiene { $faults } faltas. Sigue la última versión sin faltas.
}
disk-full = El disco está casi lleno. Pronto las respuestas podrían no guardarse. Libera espacio ahora, por favor.
poison = { $count ->
    [one] Un mensaje no se pudo procesar y quedó aparte. Todo lo demás sigue.
   *[other] { $count } mensajes no se pudieron procesar y quedaron aparte. Todo lo demás sigue.
}

## Fechas: cuándo son y qué se dijo antes

session-span = { $day }, de { $start } a { $end }
said-yes = Dijiste: ahí estaré.
said-late = Dijiste: voy tarde.
said-late-more = Dijiste: unos { $minutes } minutos tarde.
said-no = Dijiste: no puedo ir.
said-no-more = Dijiste: no puedo ir ({ $reason }).
told-nothing = sin respuesta
told-yes = va a venir
told-late = llega tarde
told-late-more = llega unos { $minutes } minutos tarde
told-no = no puede venir
told-no-more = no puede venir: { $reason }
why-ride = transporte
why-child_care = cuidado de los niños
why-work = trabajo
why-health = salud
why-other = otra cosa
desk-in-zone = { $when } (hora de { $zone })
desk-yes = { $count } vienen
desk-late = { $count } tarde
desk-no = { $count } no pueden venir
desk-present = { $count } presentes
desk-absent = { $count } ausentes
desk-excused = { $count } justificadas
desk-unmarked = { $count } sin marcar
desk-place-hint = Para decir dónde se reúne, escribe un mensaje así, con una sala, una dirección o un enlace: /sessions { $name } Calle Principal 12, sala 2
desk-overlap = A esa hora tienes otra sesión: { $when }.

## Sesiones: lo que llega al teléfono sin pedirlo, y por qué alguien está en la lista

session-neutral = Hay novedades sobre una de tus citas.
session-change-neutral = Cambió una de tus citas.
row-session-missed = { $reason ->
    [ride] Faltó a una sesión: transporte
    [child_care] Faltó a una sesión: cuidado de los niños
    [work] Faltó a una sesión: trabajo
    [health] Faltó a una sesión: salud
    [other] Faltó a una sesión: otro motivo
   *[unknown] Faltó a una sesión. Todavía no se sabe qué pasó.
}

## Lo que le llega al personal sobre su lista, y cómo pasa un aviso a otra persona

list-neutral = Hay algo nuevo en tu lista.
digest-neutral = Tu lista de hoy está lista.
alert-told = Avisados: { $told }
alert-told-nobody = Todavía no se pudo avisar a nadie. Se intenta otra vez cada minuto.
alert-taken = Lo atiende { $who }, { $at }
alert-waits = { $code } espera desde hace algunas horas del horario del personal. Pregunta a su consejero, o procura que alguien mire.
alert-kept = en la lista de su consejero
today-unreachable = { $code }: no se le puede escribir desde { $at }. Prueba otra forma.
today-uncertain = { $count ->
    [one] { $code }: puede que un mensaje no haya llegado
   *[other] { $code }: puede que { $count } mensajes no hayan llegado
}
because-ask-again = Ya pasó un rato. ¿Cómo va ahora?
because-still-strong = Volviste a decir { $strength }. Una persona puede llevar esto contigo.
row-still-strong = Ganas todavía en { $strength } al preguntar otra vez 20 minutos después
today-unmarked = { $count ->
    [one] Hay una asistencia sin marcar
   *[other] Hay { $count } asistencias sin marcar
}

## Irse y volver

row-left = Salió por decisión propia. Su registro queda; la puerta está abierta.

## Mensajes que nadie pidió

because-hello = Hola. No hace falta que respondas. Puedes empezar por hoy.
row-thinned = { $count ->
    [one] Dejó pasar el último mensaje; desde ahora se manda uno de cada dos
   *[other] Dejó pasar los últimos { $count } mensajes; desde ahora se manda uno de cada dos
}

## Por qué una regla trae algo ahora: llega sin pedirlo, así que nada delicado

because-dark-thoughts = Gracias por decirlo. Mira esto primero, por favor.
because-not-safe = Aquí hay algo para ti, para un momento tranquilo.
because-day-after = Una página para el día después. Tu plan sigue en pie.
because-look-back = Con unos días de por medio se ve más claro. Tres minutos, si quieres.
because-safety-short = Una página corta para cuidarte.
because-strong-log = Dijiste { $strength }. Aquí hay algo para este momento.
because-pull-and-unsure = Parece un día más difícil. ¿Una cosa chica que ayude?
because-less-sure = El otro día te sentías con más seguridad. ¿Vemos tu propio plan?
because-less-sure-lesson = La seguridad va y viene. Algo corto sobre eso.
because-rising-lesson = Estos días está más fuerte que lo usual. Una lectura corta.
because-gray-days = Unos días grises. Algo corto que puede ayudar un poco.
because-back = Qué bueno verte. Empieza por hoy.
because-new-phase = Algo cambia en estos días, por eso esta página vuelve.
because-phase-look = Dos semanas con el nuevo ritmo. ¿Vemos tus propias señales?
because-first-questions = Unas preguntas para que esto sea tuyo. Para cuando quieras y sigue mañana.
because-body-check = La primera semana pide ver un momento cómo te sientes.
because-first-days = Esta llega pronto, por lo que me contaste.
because-you-said = La adelanté para ti, por algo que dijiste.
because-you-named-it = Esto lo nombraste tú. Aquí hay una página corta.
because-you-asked-for-it = Dijiste que este tipo de cosas te gusta.
because-two-minds = Una parte de ti no está segura, y vale la pena mirarla.
because-own-plan = Me pediste que te lo recordara ahora.
because-hour-tomorrow = Mañana llega un momento que tú nombraste. ¿Tres minutos antes?
because-hour-today = Hoy llega un momento que tú nombraste. ¿Tres minutos antes?
because-date-coming = Se acerca una fecha que nombraste.
because-trigger-once = El otro día marcaste algo. Aquí hay una página corta.
because-trigger-twice = Lo mismo volvió a salir esta semana. Aquí hay una página corta.
because-trigger-feeling = Más de una vez fue algo que sentías. Aquí hay una página corta.
because-place = El mismo tipo de lugar volvió a salir. Aquí hay una página corta.
because-poor-sleep = Unas noches cortas seguidas. Algo para esta noche.
because-two-waves = Dos olas fuertes esta semana. Una forma chica de esperar.
because-after-group = Hablar puede remover cosas. Una página para el camino a casa.
because-drift = Los días se fueron haciendo más delgados. Sin culpa, solo una mirada.
because-good-days = Tres días más tranquilos. ¿Qué te ayudó?
because-good-week = Una buena racha. Aquí hay una forma de cuidarla.
because-five-practices = Ya probaste varias. Tus números tienen algo que mostrar.
because-full-week = Una semana llena. Tómate la noche libre de mí.
because-doses = Una cosa de tu semana costó más. Les pasa a muchos.
because-week-number = Un número de tu semana se movió. Una página corta.
because-alone = Parece que cargas mucho por tu cuenta. Una forma chica de pedir.
because-body-low = Semana dura para tu cuerpo. Una cosa sencilla.
because-conflict = Una semana con muchos roces. Una página corta.
because-hard-week = Una semana dura. Algo corto para ti.
because-missed-twice = Lo mismo se atravesó otra vez. Una página sobre quién puede ayudar.

## Lo que lee el equipo cuando una regla pide a una persona

row-dark-thoughts = Primeras preguntas: dijo que sí a pensamientos de terminar con su vida en el último mes. Hoy pregunta una persona.
row-body-danger = Revisión del cuerpo: una señal que pide atención de emergencia
row-body-signs = Revisión del cuerpo: señales de abstinencia. Llamar hoy.
row-not-safe = Dijo que su casa no es segura. Llamar por una vía segura; nada a la familia.
row-daily-use = Primeras preguntas: alcohol, benzos o GHB casi a diario. Dejarlo a solas puede ser peligroso; llamar hoy.
row-recent-overdose = Primeras preguntas: una sobredosis en el último año. Naloxona y una llamada hoy.
row-pregnant = Primeras preguntas: embarazo, o puede ser. Llamar hoy.
row-health = Primeras preguntas: corazón o convulsiones. Ver antes de sugerir ejercicios.
row-naloxone = Sin naloxona a la mano, o no sabe
row-strong-log = Registro de ganas: { $strength }
row-less-sure = Menos seguridad que la vez anterior: bajó { $drop_confidence }
row-trigger = Un mismo detonante en { $count_trigger } días recientes
row-poor-sleep = Durmió mal { $count_sleep } de 7 mañanas: { $recent_sleep }
row-doses = Esta semana faltaron dosis de su medicina de recuperación. Llamar hoy.
row-drink-days = Días con alcohol esta semana: { $drink_days }, ninguno en las semanas anteriores
row-drug-days = Días con otra sustancia esta semana: { $drug_days }, ninguno en las semanas anteriores
row-support = { $streak_support_days } semanas sin un día de apoyo
row-missed-twice = Lo mismo se atravesó en dos sesiones
their-plan-none = El plan está vacío todavía.

## El paso a la siguiente fase

because-phase = Hay algo para ver juntos, cuando tengas unos minutos.
phase-propose-ask = ¿Proponer la siguiente fase ({ $phase }) a { $code }? Lee lo que cambia y decide. Conviene hablarlo antes en persona.
phase-proposed = Propuesta. Aquí verás lo que diga.
row-phase-agreed = Aceptó la siguiente fase
row-phase-talk = Quiere hablar antes de la siguiente fase
## For editors: what became of their files

content-taken = { $count ->
    [0] Aceptado. Tus archivos ya están en uso.
    [one] Aceptado. Tus archivos ya están en uso. Hay un texto nuevo.
   *[other] Aceptado. Tus archivos ya están en uso. Textos nuevos: { $count }.
}
content-not-taken = { $faults ->
    [one] No se aceptó; sigue la versión de antes. { $where }
   *[other] No se aceptó; sigue la versión de antes. { $faults } faltas: { $where }
}
