# Botones y palabras cortas de la pantalla. Un archivo por idioma, con las mismas claves en todos.
# El contrato fija next, skip, back, help-now, check-in, lesson, menu y cómo empieza `change`: no se cambian.

## Botones

next = Siguiente
back = Atrás
skip = Omitir
done = Listo
change = Cambiar una respuesta
add-note = Agregar una nota
other = Otro
open = Abrir
close = Cerrar
again = Mostrar otra vez
yes = Sí
no = No

## El teclado de abajo y el menú

help-now = Ayuda ya
check-in = Registro
lesson = Lección
menu = Menú
practice = Un ejercicio de calma
message = Escribir a mi consejero
sessions = Mis fechas
plan = Mi plan
progress = Cómo voy
settings = Ajustes
my-data = Mis datos
pause = Tomar un descanso
resume = Volver
help = Cómo funciona esto
home-text = ¿Qué te gustaría hacer?
keyboard = Estos botones se quedan aquí abajo desde ahora.

## Moverse por una página

prompt = ¿Tienes un minuto?
closing = Eso es todo por ahora.
pages-left = { $count ->
    [one] falta una página
   *[other] faltan { $count } páginas
}
show-left = quedan { $seconds } s
stale = Ese botón es de una pantalla anterior. Aquí es donde vas.
question-list = ¿Qué respuesta quieres cambiar?
changed = Listo, cambiada. Vale tu nueva respuesta.
note-saved = Tu nota quedó guardada.
neutral-card = Toca para abrir.
started-again = Me fui por un momento. Aquí nos quedamos.
scale-ends = { $low } … { $high }

## Qué se puede tocar o escribir

hint-choice = Toca la respuesta que vaya contigo, u Omitir.
hint-many = Toca todas las que vayan contigo y luego Listo.
hint-scale = Toca un número, o escribe uno de los que ves en los botones.
hint-number = Toca un número, o toca Otro y escríbelo.
hint-time = Toca una hora, o escribe una como 19:30.
hint-date = Toca un día, o escribe una fecha como 2026-12-31.
hint-timezone = Toca tu zona, o escribe una ciudad grande cerca de ti.
hint-text = Escribe con tus palabras y mándalo, o toca Omitir.
typed-number-other = Escribe un número entero y mándalo.
typed-time-other = Escribe una hora como 19:30 y mándala.
typed-date-other = Escribe una fecha como 2026-12-31 y mándala.
typed-city-other = Escribe una ciudad grande cerca de ti y mándala.

## Los primeros pasos

invite-wrong = Ese enlace no funciona aquí. Pídele uno nuevo a quien te lo dio, por favor.
invite-locked = Fueron muchos intentos. Espera una hora y prueba otra vez, por favor.
invite-none = Hola. Este es un asistente privado y se abre con un enlace personal. Si te dieron uno, ábrelo otra vez.
consent-first = Terminemos los primeros pasos. Son cortos.
goodbye-declined = Está bien. El mismo enlace sirve otro día.
welcome-back = Qué gusto verte. No hay nada atrasado que hacer.

## Lo que no puedo recibir

private-only = Solo hablo en chats privados.
edited-told = Vi que cambiaste un mensaje. Lo que guardé se queda como estaba. Para cambiar una respuesta, usa el botón.
forwarded-told = Ese mensaje era reenviado, así que no lo tomé como tu respuesta.
sticker-told = Qué bonito. Pero solo sé leer palabras y botones.
voice-told = No puedo oír mensajes de voz. Escríbelo, por favor. Si no puede esperar, toca Ayuda ya.
picture-told = No puedo ver imágenes. Escríbelo, por favor. Si no puede esperar, toca Ayuda ya.
location-told = No uso lugares y no guardé el tuyo. Si necesitas ayuda en este momento, toca Ayuda ya.
other-told = Eso no lo puedo leer. Con palabras y botones sí.
not-possible = Eso no se puede hacer aquí.
not-yet = Esta parte todavía no está.

## Palabras que nadie había pedido

free-text = En este momento no te había preguntado nada. ¿Quieres mandarle esto a tu consejero?
send-to-counselor = Mandarlo a mi consejero
sent-to-counselor = Queda guardado para tu consejero, que puede leerlo en el horario del personal: { $hours }.
discarded = Cerrado. No se mandó.

## Un descanso

pause-ask = ¿Cuánto quieres descansar de mis mensajes? Ayuda ya sigue funcionando.
pause-days = { $days ->
    [one] 1 día
   *[other] { $days } días
}
paused-until = No te escribo hasta el { $date }. Ayuda ya sigue funcionando.
paused-now = Estás en un descanso. Ayuda ya sigue funcionando.
resumed = Ya te vuelven a llegar mis mensajes.

## Mis datos

mydata-text = Esto es sobre ti: puedes verlo y llevártelo.
mydata-file = Mándame una copia
mydata-filename = mi-copia
who-looked = Quién lo miró

## Lecciones y ejercicios

lesson-next = Sigue en tu serie
lesson-sooner = La adelanté para ti
lessons-done = Ya las leíste todas. Puedes abrir otra vez la que quieras.
practices-choose = ¿Cuál te gustaría?

## La lista de comandos de Telegram: quien mire de reojo no se entera de nada

command-start = Menú principal
command-checkin = Cinco toques rápidos
command-lesson = Algo corto para leer
command-practice = Unos minutos de calma
command-sos = Para este momento
command-sessions = Fechas y horas
command-plan = Mis notas para mí
command-progress = Mis números
command-message = Escribir un mensaje
command-settings = Hora, idioma, mensajes
command-mydata = Lo que se guarda de mí
command-pause = Silencio por un rato
command-help = Cómo funciona esto
command-today = La lista de hoy
command-caseload = Mi lista
command-alerts = Lo que espera
command-invite = Crear un enlace
command-preview = Ver una página
command-stop = No más mensajes

## Días de la semana, como los nombra el horario del personal

weekday-mon = lun
weekday-tue = mar
weekday-wed = mié
weekday-thu = jue
weekday-fri = vie
weekday-sat = sáb
weekday-sun = dom

## Botones del personal y palabras cortas

seen = Visto
reviewed = Atendido
caseload-button = Mi gente
today-button = Hoy
open-person = Abrir a la persona
go-on = Seguir con: { $title }
checkin-quiet = Esa hora cae en tus horas de silencio, cuando no te escribo. Elige otra, por favor.
setting-saved = Guardado.
discharged-told = Ya no estás en este programa, así que no te escribo ni guardo respuestas. Ayuda ya sigue funcionando.
pause-hint = Escribe un número de días del 1 al { $most }, como /pause 3.
settings-ask = ¿Qué te gustaría cambiar?
plain = { $text }

## Fechas: lo que viene y lo que una persona dice antes (se lee "cita" o "sesión", nunca de qué tipo)

sessions-title = Tus próximas citas
sessions-none = No tienes nada programado por ahora. Cuando lo haya, lo verás aquí.
session-ask = ¿Vas a venir?
session-coming = Ahí estaré
session-late = Voy tarde
session-cannot = No puedo ir
session-calendar = Agregar a mi calendario
session-uncalendar = Actualizar mi calendario
session-ask-late = ¿Más o menos cuántos minutos tarde?
session-minutes = { $minutes } minutos
session-ask-reason = ¿Qué te lo impide?
reason-ride = El transporte
reason-child_care = El cuidado de los niños
reason-work = El trabajo
reason-health = Mi salud
reason-other = Otra cosa
thanks-yes = Gracias. Nos vemos ahí.
thanks-late = Gracias por avisar. Ven cuando puedas.
thanks-no = Gracias por avisar. Puedes cambiarlo hasta que empiece.
session-cancelled = Esta cita está cancelada. No tienes que hacer nada.
session-moved = La hora cambió. Aquí está la nueva.
session-started = Ya empezó. Si vas en camino o necesitas algo, escríbele a tu consejero.
ics-title = Cita
ics-filename = cita
ics-text = Abre este archivo para poner la fecha en tu calendario. Ahí solo dirá: { $title }.
ics-text-cancelled = Abre este archivo si habías puesto la fecha en tu calendario. La marca como cancelada.

## Las sesiones de un consejero

desk-sessions = Sesiones
desk-title = Sesiones: hoy y los próximos siete días
desk-title-other = Sesiones de esa semana
desk-none = No hay sesiones en estos días.
desk-earlier = Antes
desk-later = Después
desk-groups = Grupos
desk-new-appointment = Nueva cita
desk-new-group = Nuevo grupo
desk-cancelled = Cancelada
desk-nobody = Todavía no hay nadie.
desk-move = Cambiar la hora
desk-cancel = Cancelar esta sesión
desk-members = Integrantes
desk-ask-cancel = ¿Cancelar? Se avisará a los integrantes.
desk-ask-cancel-one = ¿Cancelar? Se avisará a la persona.
desk-cancel-yes = Sí, cancelar
desk-has-moved = Mientras tanto la hora cambió. Así está ahora.
desk-too-late = Ya empezó, así que ya no se puede cambiar ni cancelar.
desk-ask-person = ¿Con quién?
desk-nobody-yet = Todavía no hay nadie en tu lista.
desk-ask-day = ¿Qué día?
desk-ask-time = ¿A qué hora?
desk-ask-length = ¿Cuánto dura?
desk-minutes = { $minutes } minutos
desk-ask-make = ¿Crear esta cita? Se avisará a la persona.
desk-make = Sí, crear
desk-ask-move-day = ¿A qué día la cambias?
desk-ask-move = ¿Cambiarla a esa hora? Se avisará, y podrán responder de nuevo.
desk-move-yes = Sí, cambiar
desk-ask-weekdays = Se reúne cada semana. ¿Qué días? Toca todos los que correspondan.
desk-ask-title = ¿Qué nombre verán las personas?
desk-ask-place = ¿Dónde?
desk-no-place = Sin lugar por ahora
desk-place = Lugar
desk-ask-make-group = ¿Crear este grupo? Después puedes agregar integrantes.
desk-ask-group = ¿Qué grupo?
desk-no-group = Todavía no diriges ningún grupo.
desk-add-member = Agregar a alguien
desk-add = Agregar a { $who }
desk-remove = Quitar a { $who }
desk-ask-remove = ¿Quitar a esta persona del grupo? Se le avisará.
desk-remove-yes = Sí, quitar
group-title-group = Grupo
group-title-morning-group = Grupo de la mañana
group-title-afternoon-group = Grupo de la tarde
group-title-evening-group = Grupo de la noche
group-title-skills-group = Grupo de habilidades
mark-present = Presente { $who }
mark-absent = Ausente { $who }
mark-excused = Justificada { $who }
mark-all = Los demás sí vinieron
came-present = presente
came-absent = ausente
came-excused = justificada
came-not-marked = sin marcar

## Citas: cómo se llaman y cuándo son

session-alone = Tiempo con tu consejero
session-day-today = Hoy
session-day-tomorrow = Mañana
session-day-mon = Lunes
session-day-tue = Martes
session-day-wed = Miércoles
session-day-thu = Jueves
session-day-fri = Viernes
session-day-sat = Sábado
session-day-sun = Domingo
session-time = { $hour }:{ $minute } { $half ->
    [am] a. m.
   *[pm] p. m.
}
session-begun = Esa cita ya empezó o cambió, así que no guardé esto. Puedes escribirle a tu consejero.
session-gone = Esa cita ya pasó o cambió.

## Lo que se le dice a quien pidió ayuda: qué pasó con su aviso

truth-stored = Quedó guardado para tu consejero. Todavía no lo ha visto nadie. Horario del personal: { $hours }.
truth-nobody = Quedó guardado. Ahora mismo no puedo avisar por aquí a nadie del personal. Los números de arriba están de día y de noche.
truth-seen = Alguien vio tu nota: { $at }.
truth-read = Alguien leyó tu mensaje: { $at }.

## Irse y volver

leave-program = Salir de este programa
leave-title = ¿Salir de este programa?
leave-stops = Mis mensajes paran enseguida y los botones de abajo desaparecen.
leave-stays = Tu registro queda en el programa el tiempo que pide la ley. Puedes pedirle al programa que lo borre.
leave-copy = Tu propia copia está en el archivo de arriba.
leave-counselor = A tu consejero o consejera se le avisa que saliste. No tienes que explicarle nada a nadie.
leave-help = Ayuda ya sigue funcionando. Escribe /sos aquí cuando quieras.
leave-yes = Sí, salir
leave-stay = Quedarme
stay-told = Está bien. No cambió nada.
left-told = Ya saliste. Gracias por el tiempo que estuviste aquí.
farewell-told = Ya no te voy a escribir y ya no guardo lo que escribas aquí.
help-after = Si algo se pone difícil, escribe /sos aquí. Eso sigue funcionando.
come-back = La puerta queda abierta. Para volver cualquier día, pide un enlace nuevo donde te dieron el primero.
come-back-phone = La puerta queda abierta. Para volver cualquier día, llama al { $phone } y pide un enlace nuevo.
moved-told = Este chat pasó a otro teléfono, así que aquí no llega nada más. Si no fuiste tú, avísale a quien te dio el enlace.
moved-told-phone = Este chat pasó a otro teléfono, así que aquí no llega nada más. Si no fuiste tú, llama al { $phone }.
erased-told = Lo que se guardaba de ti aquí está borrado. De mí no llega nada más. Si algo se pone difícil, escribe /sos aquí.
no-role-told = Ahora mismo no participas aquí. Si crees que es un error, pregúntale a quien te invitó.
revoked-told = Tu participación aquí terminó. Ya no puedes abrir el registro de nadie.

## Dejar un mensaje para después, y volver

snooze-minutes = En { $count } minutos
snooze-hours = { $count ->
    [one] En 1 hora
   *[other] En { $count } horas
}
tonight = Esta noche
not-today = Hoy no
snoozed-until = Vuelvo a las { $hour }:{ $minute } { $half ->
    [am] a. m.
   *[other] p. m.
}
not-today-told = Hoy no, entonces. Vuelvo otro día.
too-late-told = Hoy ya es tarde para eso. Vuelvo otro día.
late-told = Esto es sobre el día en que llegó.

## Ajustes

language-name = Español
setting-language = Idioma: { $value }
setting-zone = Zona horaria: { $value }
setting-checkin-time = Registro a las { $value }
setting-checkin = { $state ->
    [on] Registro: sí
   *[off] Registro: no
}
setting-how-often = { $every ->
    [0] Te escribo: solo si vienes
    [one] Te escribo: como siempre
   *[other] Te escribo: la mitad
}
setting-quiet = Silencio de { $begins } a { $ends }
setting-notices = { $kind ->
    [open] Mensajes: abiertos
   *[discreet] Mensajes: discretos
}
setting-name = Nombre: { $name }
setting-name-none = Nombre: ninguno
setting-name-ask = Cómo te llamo
setting-name-new = Otro nombre
setting-name-forget = Sin nombre
checkin-moved = La hora de tu registro caía en esas horas, así que la moví. Si quieres, elige otra.
quiet-nonsense = Las horas de silencio necesitan un comienzo y un final, y tienen que quedar libres cuatro horas del día.

## Un descanso hasta un día

pause-until = Hasta el día que yo elija
pause-until-ask = ¿Hasta la mañana de qué día?
pause-other = Otro día
pause-sessions-ask = ¿Te siguen llegando los avisos de tus citas?
pause-sessions-1 = Sí, que lleguen
pause-sessions-0 = No, ninguno
pause-over = Tu descanso ya terminó.
pause-date-hint = Elige un día después de hoy, a { $most } días como máximo.

## El plan, con las palabras de la persona

plan-title = Tu plan, con tus palabras. Toca una parte para leerla o cambiarla.
plan-begins = Aquí se guardan tus propias palabras. Empieza por cualquiera de estas; bastan unas líneas.
plan-more = Las que llevan + están vacías todavía. Pueden esperar.
plan-change = Cambiarla
their-plan = Su plan

## Cómo va: lo que ha crecido, y nada de lo que falta

grown-title = Lo que ha crecido
grown-begins = Aquí verás lo que va creciendo. Una cosa chica hoy ya es un comienzo.
grown-read = { $signs } { $count ->
    [one] una lección corta leída
   *[other] { $count } lecciones cortas leídas
}
grown-again = { $signs } { $count ->
    [one] una idea que recordaste días después
   *[other] { $count } ideas que recordaste días después
}
grown-rooted = { $signs } { $count ->
    [one] una idea que ya echó raíces
   *[other] { $count } ideas que ya echaron raíces
}
grown-week = { $signs } { $count ->
    [one] un registro esta semana
   *[other] { $count } registros esta semana
}
grown-sessions = { $count ->
    [one] Una sesión en la que estuviste
   *[other] { $count } sesiones en las que estuviste
}
grown-practice = { $title }: de { $before } a { $after } según tus números ({ $count ->
    [one] una vez
   *[other] { $count } veces
})
grown-practiced = { $title }: { $count ->
    [one] una vez
   *[other] { $count } veces
}
grown-kept = Guardado por ti

## El paso a la siguiente fase

phase-propose = Proponer la siguiente fase
phase-propose-yes = Sí, proponerla
phase-ask = ¿Este paso te parece bien? Empieza hoy si dices que sí.
phase-yes = Sí, me queda bien
phase-talk = Primero quiero hablarlo
phase-agreed-told = Bien. Desde hoy te llega menos de mi parte, y todo lo tuyo se queda.
phase-talk-told = Gracias por decirlo. Nada cambia. Tu consejero lo encuentra en su lista.

## For editors: looking at a file

preview-choose = ¿Qué archivo quieres ver?
preview-told = Vista previa. Nada de lo que toques o escribas aquí se guarda.
preview-list = Todos los archivos
preview-draft = Borrador: { $title }
preview-more = Más

## Todo lo que se puede abrir: `lessons-FOLDER` da nombre a una carpeta de lecciones.

all-lessons = Todas las lecciones
all-checkins = Todos los registros
lessons-choose = ¿Cuál te gustaría? Todas están abiertas.
checkins-choose = Puedes contestar cualquiera, cuando quieras.
lessons-early = Las primeras semanas
lessons-skills = Para momentos difíciles
lessons-body = Cuerpo y seguridad
lessons-feelings = Lo que sientes
lessons-holistic = Calma y cuerpo
lessons-life = La vida diaria
