/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-measure-entry.h"

#include "karne-a11y.h"
#include "karne-choice.h"
#include "karne-read-back.h"
#include "karne-record-row.h"
#include "words/karne-i18n.h"

#include <string.h>

/**
 * KarneMeasureEntry:
 *
 * Values from a sheet of paper, one after the other: each is saved at once by Enter, and the next
 * can be typed. The unit is asked once, never guessed; an unusual value is asked about once, then
 * kept with a mark.
 */
struct _KarneMeasureEntry
{
  AdwWindow parent_instance;

  KarneChoice *kind;
  KarneChoice *unit;
  AdwPreferencesGroup *fields;
  KarneChoice *moment;
  GtkLabel *trouble;
  GtkWidget *keep_button;
  GtkWidget *save_button;
  GtkListBox *saved;
  GtkWidget *date;
  GtkWidget *time;
  GtkWidget *value;
  GtkWidget *second;
  GtkWidget *value_row;
  GtkWidget *second_row;

  KarneStore *store;         /* (owned) */
  GCancellable *cancellable; /* (owned) cancelled when the window goes */
  KarneSource *source;       /* (owned) (nullable) until it is known */
  KarneMeasureKind chosen;
  gboolean busy;
  gboolean reads_back; /* somebody writes for the person */
  KarneDraft *draft;   /* (owned) (nullable) that is being read back */
};

G_DEFINE_FINAL_TYPE (KarneMeasureEntry, karne_measure_entry, ADW_TYPE_WINDOW)

/* Units as people write them; where there is more than one, it is asked. */
static const struct
{
  KarneMeasureKind kind;
  const char *units[4];
} kinds[] = {
  { KARNE_MEASURE_GLUCOSE, { "g/L", "mg/dL", "mmol/L" } },
  { KARNE_MEASURE_BLOOD_PRESSURE, { "mmHg" } },
  { KARNE_MEASURE_WEIGHT, { "kg", "g" } },
  { KARNE_MEASURE_HEIGHT, { "cm", "m" } },
  { KARNE_MEASURE_WAIST, { "cm" } },
  { KARNE_MEASURE_HEAD, { "cm" } },
  { KARNE_MEASURE_TEMPERATURE, { "°C" } },
  { KARNE_MEASURE_HEART_RATE, { "/min" } },
  { KARNE_MEASURE_HBA1C, { "%" } },
  { KARNE_MEASURE_STEPS, { "/d" } },
  { KARNE_MEASURE_PAIN, { "/10" } },
  { KARNE_MEASURE_OXYGEN_SATURATION, { "%" } },
  { KARNE_MEASURE_CHOLESTEROL, { "mmol/L" } },
  { KARNE_MEASURE_HDL, { "mmol/L" } },
  { KARNE_MEASURE_LDL, { "mmol/L" } },
  { KARNE_MEASURE_TRIGLYCERIDES, { "mmol/L" } },
};

static const char *const *
find_units (KarneMeasureKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == kind)
      return kinds[i].units;
  return NULL;
}

gboolean
karne_measure_entry_can_add (KarneMeasureKind kind)
{
  return find_units (kind) != NULL;
}

/* What is said */

/* words: (nullable) */
static void
say (KarneMeasureEntry *self, const char *words)
{
  gtk_label_set_label (self->trouble, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), words != NULL);
  karne_a11y_name (self->trouble, words != NULL ? words : "", NULL);
}

static void
set_doubtful (KarneMeasureEntry *self, gboolean doubtful)
{
  gtk_widget_set_visible (self->keep_button, doubtful);
  gtk_widget_set_sensitive (self->save_button, !self->busy);
}

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static void
focus_all (GtkWidget *entry)
{
  gtk_widget_grab_focus (entry);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
}

/* What there is to choose from */

static void
fill_units (KarneMeasureEntry *self)
{
  const char *const *units = find_units (self->chosen);
  KarneChoiceOption options[5];
  guint n = 0;

  if (units[1] != NULL)
    /* Translators: where the person has to choose a unit, and has not yet. */
    options[n++] = (KarneChoiceOption){ "", _ ("To be chosen") };
  for (guint i = 0; units[i] != NULL; i++)
    options[n++] = (KarneChoiceOption){ units[i], units[i] };
  karne_choice_set_options (self->unit, options, n);
  karne_choice_set_chosen (self->unit, options[0].id);
  gtk_widget_set_visible (GTK_WIDGET (self->unit), units[1] != NULL);
}

static const struct
{
  const char *id;
  KarneMeasureMoment moment;
} moments[] = {
  { "fasting", KARNE_MOMENT_FASTING },
  { "before-meal", KARNE_MOMENT_BEFORE_MEAL },
  { "after-meal", KARNE_MOMENT_AFTER_MEAL },
  { "after-exercise", KARNE_MOMENT_AFTER_EXERCISE },
};

static void
fill_moments (KarneMeasureEntry *self)
{
  KarneChoiceOption options[G_N_ELEMENTS (moments) + 1];

  /* Translators: at which moment glucose was measured. */
  options[0] = (KarneChoiceOption){ "other", _ ("Another, or not noted") };
  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    options[i + 1] =
        (KarneChoiceOption){ moments[i].id, karne_measure_moment_to_words (moments[i].moment) };
  karne_choice_set_options (self->moment, options, G_N_ELEMENTS (options));
}

/* (nullable) */
static const char *
get_moment_words (KarneMeasureEntry *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (moments); i++)
    if (g_strcmp0 (karne_choice_get_chosen (self->moment), moments[i].id) == 0)
      return karne_measure_moment_to_words (moments[i].moment);
  return NULL;
}

static void
fill_kinds (KarneMeasureEntry *self)
{
  KarneChoiceOption options[G_N_ELEMENTS (kinds)];

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    options[i] = (KarneChoiceOption){ karne_measure_kind_to_nick (kinds[i].kind),
                                      karne_measure_kind_to_words (kinds[i].kind) };
  karne_choice_set_options (self->kind, options, G_N_ELEMENTS (options));
}

static void
name_value (KarneMeasureEntry *self, const char *name)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->value_row), name);
  karne_a11y_name (self->value, name, NULL);
}

static void
set_kind (KarneMeasureEntry *self, KarneMeasureKind kind)
{
  gboolean is_pressure = kind == KARNE_MEASURE_BLOOD_PRESSURE;

  self->chosen = kind;
  fill_units (self);
  gtk_widget_set_visible (GTK_WIDGET (self->moment), kind == KARNE_MEASURE_GLUCOSE);
  gtk_widget_set_visible (self->second_row, is_pressure);
  /* Translators: the higher of the two numbers of a blood pressure. */
  name_value (self, is_pressure ? _ ("Higher value") : _ ("Value"));
}

static void
kind_chosen_cb (KarneChoice *choice, GParamSpec *pspec, gpointer data)
{
  KarneMeasureKind kind = karne_measure_kind_from_nick (karne_choice_get_chosen (choice));

  if (karne_measure_entry_can_add (kind))
    set_kind (data, kind);
}

static void
changed_cb (gpointer object, GParamSpec *pspec, gpointer data)
{
  say (data, NULL);
  set_doubtful (data, FALSE);
}

static void
edited_cb (GtkEditable *editable, gpointer data)
{
  say (data, NULL);
  set_doubtful (data, FALSE);
}

/* Saving */

static const char *
get_unit (KarneMeasureEntry *self)
{
  return karne_choice_get_chosen (self->unit);
}

static char *
parse_date (KarneMeasureEntry *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return karne_table_parse_date (get_text (self->date), get_text (self->time),
                                 KARNE_DATE_ORDER_DAY_FIRST, zone);
}

static KarneDraft *
make_draft (KarneMeasureEntry *self, const char *date, gboolean confirmed, GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *context =
      self->chosen == KARNE_MEASURE_GLUCOSE ? karne_choice_get_chosen (self->moment) : NULL;

  if (self->chosen == KARNE_MEASURE_BLOOD_PRESSURE)
    return karne_draft_new_blood_pressure (self->source->patient, get_text (self->value),
                                           get_text (self->second), get_unit (self), date, now,
                                           confirmed, error);
  return karne_draft_new_measure (self->source->patient, karne_measure_kind_to_nick (self->chosen),
                                  get_text (self->value), get_unit (self), date, context, now,
                                  confirmed, error);
}

/* (transfer full) as it was typed */
static char *
make_value_words (KarneMeasureEntry *self)
{
  gboolean is_pressure = self->chosen == KARNE_MEASURE_BLOOD_PRESSURE;

  return g_strdup_printf ("%s%s%s %s", get_text (self->value), is_pressure ? " / " : "",
                          is_pressure ? get_text (self->second) : "", get_unit (self));
}

static void
add_saved_row (KarneMeasureEntry *self)
{
  g_autofree char *date = parse_date (self);
  g_autofree char *when = karne_date_to_words (date, KARNE_DATE_STYLE_LONG);
  g_autofree char *words = make_value_words (self);
  GtkWidget *row = karne_record_row_new (NULL, words, when);

  /* Translators: of something that was saved on this computer, and waits to be sent. */
  karne_record_row_add_chip (KARNE_RECORD_ROW (row), "karne-waiting-symbolic", _ ("Waiting"), NULL);
  gtk_list_box_prepend (self->saved, row);
  gtk_widget_set_visible (GTK_WIDGET (self->saved), TRUE);
}

/* The day and the moment are likely to be the same, the time is not. */
static void
go_on (KarneMeasureEntry *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->value), "");
  gtk_editable_set_text (GTK_EDITABLE (self->second), "");
  focus_all (self->time);
}

static void
set_busy (KarneMeasureEntry *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (self->save_button, !busy);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneMeasureEntry) self = data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = karne_draft_save_finish (KARNE_STORE (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  set_busy (self, FALSE);
  if (ids == NULL)
    {
      g_autofree char *words = karne_error_to_words (error);

      say (self, words);
      return;
    }
  add_saved_row (self);
  set_doubtful (self, FALSE);
  go_on (self);
}

static void
refuse (KarneMeasureEntry *self, const char *words, GtkWidget *where)
{
  say (self, words);
  if (GTK_IS_EDITABLE (where))
    focus_all (where);
  else
    gtk_widget_child_focus (where, GTK_DIR_TAB_FORWARD);
}

/* What of it is not right has the focus then. */
static void
refuse_draft (KarneMeasureEntry *self, const GError *error)
{
  g_autofree char *words = karne_error_to_words (error);

  if (g_error_matches (error, KARNE_ERROR, KARNE_ERROR_UNLIKELY))
    {
      say (self, words);
      set_doubtful (self, TRUE);
      gtk_widget_grab_focus (self->keep_button);
      return;
    }
  refuse (self, words,
          g_error_matches (error, KARNE_ERROR, KARNE_ERROR_FUTURE) ? self->date : self->value);
}

/* (transfer full) draft */
static void
keep (KarneMeasureEntry *self, KarneDraft *draft)
{
  g_autoptr (KarneDraft) kept = draft;

  /* What was entered is saved, whatever becomes of the window. */
  karne_draft_save_async (kept, self->store, self->source->id, NULL, saved_cb, g_object_ref (self));
}

static void
read_back_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneMeasureEntry) self = data;
  g_autoptr (KarneDraft) draft = g_steal_pointer (&self->draft);
  gboolean is_right = karne_read_back_finish (result);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (is_right)
    {
      keep (self, g_steal_pointer (&draft));
      return;
    }
  set_busy (self, FALSE);
  focus_all (self->value);
}

static char *
make_said (gpointer data)
{
  KarneMeasureEntry *self = data;
  g_autofree char *value = make_value_words (self);
  g_autofree char *date = parse_date (self);
  g_autofree char *when = karne_date_to_words (date, KARNE_DATE_STYLE_LONG);
  const char *moment = self->chosen == KARNE_MEASURE_GLUCOSE ? get_moment_words (self) : NULL;

  return g_strjoin ("\n", karne_measure_kind_to_words (self->chosen), value, when, moment, NULL);
}

static void
save (KarneMeasureEntry *self, gboolean confirmed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *date = parse_date (self);
  g_autoptr (KarneDraft) draft = NULL;

  if (self->busy || self->source == NULL)
    return;
  if (*get_unit (self) == '\0')
    {
      refuse (self, _ ("Choose the unit: 1.10 may be g/L, 5.6 mmol/L. It is asked only once."),
              GTK_WIDGET (self->unit));
      return;
    }
  if (date == NULL)
    {
      refuse (self, _ ("This date, or this time, cannot be read: 14/03/2026, and 8:30."),
              self->date);
      return;
    }
  draft = make_draft (self, date, confirmed, &error);
  if (draft == NULL)
    {
      refuse_draft (self, error);
      return;
    }
  say (self, NULL);
  set_busy (self, TRUE);
  if (!self->reads_back)
    {
      keep (self, g_steal_pointer (&draft));
      return;
    }
  g_clear_pointer (&self->draft, karne_draft_unref);
  self->draft = g_steal_pointer (&draft);
  karne_read_back_async (GTK_WIDGET (self), make_said, self, self->cancellable, read_back_cb,
                         g_object_ref (self));
}

static void
save_clicked_cb (GtkButton *button, gpointer data)
{
  save (data, FALSE);
}

static void
keep_clicked_cb (GtkButton *button, gpointer data)
{
  save (data, TRUE);
}

/* From the value on the next field that is empty, from the others to the value. */
static void
activated_cb (GtkEntry *entry, gpointer data)
{
  KarneMeasureEntry *self = data;

  if (*get_text (self->value) == '\0')
    gtk_widget_grab_focus (self->value);
  else if (self->chosen == KARNE_MEASURE_BLOOD_PRESSURE && *get_text (self->second) == '\0')
    gtk_widget_grab_focus (self->second);
  else
    save (self, FALSE);
}

static void
sources_listed_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KarneMeasureEntry) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources =
      karne_store_list_sources_finish (KARNE_STORE (object), result, &error);

  if (sources != NULL && sources->len > 0)
    self->source = karne_source_copy (sources->pdata[0]);
}

/* The object */

static GtkWidget *
add_field (KarneMeasureEntry *self, const char *title, GtkWidget **row_out)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *entry = gtk_entry_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 10);
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), entry);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  karne_a11y_name (entry, title, NULL);
  g_signal_connect_object (entry, "activate", G_CALLBACK (activated_cb), self, 0);
  g_signal_connect_object (entry, "changed", G_CALLBACK (edited_cb), self, 0);
  adw_preferences_group_add (self->fields, row);
  if (row_out != NULL)
    *row_out = row;
  return entry;
}

static void
fill_now (KarneMeasureEntry *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%d/%m/%Y");
  g_autofree char *time = g_date_time_format (now, "%H:%M");

  gtk_editable_set_text (GTK_EDITABLE (self->date), day);
  gtk_editable_set_text (GTK_EDITABLE (self->time), time);
}

static void
karne_measure_entry_dispose (GObject *object)
{
  KarneMeasureEntry *self = KARNE_MEASURE_ENTRY (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (karne_measure_entry_parent_class)->dispose (object);
}

static void
karne_measure_entry_finalize (GObject *object)
{
  KarneMeasureEntry *self = KARNE_MEASURE_ENTRY (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->draft, karne_draft_unref);
  g_clear_pointer (&self->source, karne_source_free);

  G_OBJECT_CLASS (karne_measure_entry_parent_class)->finalize (object);
}

static void
karne_measure_entry_class_init (KarneMeasureEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = karne_measure_entry_dispose;
  G_OBJECT_CLASS (klass)->finalize = karne_measure_entry_finalize;

  g_type_ensure (KARNE_TYPE_CHOICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/re/karne/Karne/ui/karne-measure-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, KarneMeasureEntry, kind);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasureEntry, unit);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasureEntry, fields);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasureEntry, moment);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasureEntry, trouble);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasureEntry, keep_button);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasureEntry, save_button);
  gtk_widget_class_bind_template_child (widget_class, KarneMeasureEntry, saved);
  gtk_widget_class_bind_template_callback (widget_class, kind_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_clicked_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
karne_measure_entry_init (KarneMeasureEntry *self)
{
  karne_a11y_be_window (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->chosen = KARNE_MEASURE_GLUCOSE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->date = add_field (self, _ ("Date"), NULL);
  self->time = add_field (self, _ ("Time"), NULL);
  self->value = add_field (self, _ ("Value"), &self->value_row);
  /* Translators: the lower of the two numbers of a blood pressure. */
  self->second = add_field (self, _ ("Lower value"), &self->second_row);
  fill_moments (self);
  fill_now (self);
}

void
karne_measure_entry_present (GtkWidget *parent, KarneSession *session, KarneMeasureKind kind)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  KarneMeasureEntry *self = g_object_new (KARNE_TYPE_MEASURE_ENTRY, "transient-for", root, NULL);
  gboolean is_known = karne_measure_entry_can_add (kind);

  self->reads_back = karne_read_back_is_needed (session);
  self->store = g_object_ref (karne_session_get_store (session));
  karne_store_list_sources_async (self->store, self->cancellable, sources_listed_cb,
                                  g_object_ref (self));
  gtk_widget_set_visible (GTK_WIDGET (self->kind), !is_known);
  if (!is_known)
    fill_kinds (self);
  set_kind (self, is_known ? kind : KARNE_MEASURE_GLUCOSE);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Add values"));
  gtk_window_present (GTK_WINDOW (self));
  if (gtk_widget_get_visible (GTK_WIDGET (self->unit)))
    gtk_widget_child_focus (GTK_WIDGET (self->unit), GTK_DIR_TAB_FORWARD);
  else
    focus_all (self->time);
}
