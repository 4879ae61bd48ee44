/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-course-page.h"

#include "karne-course-list.h"
#include "karne-detail.h"
#include "karne-print.h"
#include "karne-week-line.h"
#include "karne-wrap-box.h"
#include "words/karne-i18n.h"

/**
 * KarneCoursePage:
 *
 * A pregnancy by its weeks, or the examinations of a child by age: what was found in the record,
 * what is to be done, what is to come. A pregnancy is drawn as a line of weeks, too; all of it is
 * in the list below.
 *
 * It goes with what it shows: once the record says that a pregnancy is over, however it ended,
 * there is nothing of it here, and the page closes.
 */
struct _KarneCoursePage
{
  KarnePage parent_instance;

  KarneDetail *detail; /* (unowned) */
  GtkWidget *button;   /* (unowned) (nullable) that prints */
  KarneCourseKind kind;
  KarneCourse *course; /* (owned) (nullable) what is shown */
  char *fingerprint;   /* (owned) (nullable) of it */
};

G_DEFINE_FINAL_TYPE (KarneCoursePage, karne_course_page, KARNE_TYPE_PAGE)

static void
take_text (KarneDetail *detail, char *words)
{
  if (words != NULL)
    karne_detail_add_text (detail, words);
  g_free (words);
}

static gboolean
has_not_found (const KarneCourse *course)
{
  for (guint i = 0; i < course->steps->len; i++)
    if (((const KarneStep *) course->steps->pdata[i])->state == KARNE_STEP_NOT_FOUND)
      return TRUE;
  return FALSE;
}

static const char *
get_not_found_words (void)
{
  return karne_whole_gettext (
      N_ ("What was not found in the record may well have been done: it was not written there, or "
          "not sent."));
}

static const char *
get_heading (KarneCourseKind kind)
{
  if (kind == KARNE_COURSE_PREGNANCY)
    /* Translators: heading of the page about a pregnancy: what is done and to be done, by weeks. */
    return _ ("The weeks of the pregnancy");
  /* Translators: heading of the page about a child. */
  return _ ("The examinations by age");
}

static const char *
get_exams_words (void)
{
  /* Translators: heading over the examinations that the law asks for. */
  return karne_whole_gettext (N_ ("The 20 obligatory examinations"));
}

static const char *
get_teeth_words (void)
{
  /* Translators: “M’T dents” is the name of the dental examinations of the health insurance. */
  return karne_whole_gettext (N_ ("Teeth: M’T dents, once a year from 3 to 24 years"));
}

static const char *
get_note (void)
{
  return karne_whole_gettext (
      N_ ("Worked out on this computer from the record and from the rules of prevention. It is no "
          "diagnosis, and replaces no professional."));
}

/* On paper */

static void
fill_sheets (KarneSheets *sheets, gpointer data)
{
  const KarneCourse *course = data;

  karne_sheets_add_title (sheets, get_heading (course->kind));
  karne_sheets_take_text (sheets, karne_course_dating_to_words (course));
  karne_sheets_take_text (sheets, karne_course_unsure_to_words (course));
  karne_sheets_take_text (sheets, karne_course_next_to_words (course));
  karne_sheets_take_text (sheets, karne_course_to_words (course));
  if (has_not_found (course))
    karne_sheets_add_text (sheets, get_not_found_words ());
  if (course->kind == KARNE_COURSE_PREGNANCY)
    karne_course_list_print (sheets, course, KARNE_COURSE_ALL, NULL);
  else
    {
      karne_course_list_print (sheets, course, KARNE_COURSE_EXAMINATIONS, get_exams_words ());
      karne_course_list_print (sheets, course, KARNE_COURSE_TEETH, get_teeth_words ());
    }
  karne_sheets_add_text (sheets, get_note ());
}

static gboolean
karne_course_page_print (KarnePage *page)
{
  KarneCoursePage *self = KARNE_COURSE_PAGE (page);

  if (self->course == NULL)
    return FALSE;
  karne_print_page (page, self->button, fill_sheets, self->course);
  return TRUE;
}

static void
print_clicked_cb (GtkButton *button, gpointer data)
{
  karne_course_page_print (data);
}

static GtkWidget *
make_buttons (KarneCoursePage *self)
{
  GtkWidget *box = karne_wrap_box_new (6);

  self->button = gtk_button_new_with_label (_ ("Print"));
  gtk_widget_add_css_class (box, "karne-detail-head");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (print_clicked_cb), self, 0);
  karne_wrap_box_append (KARNE_WRAP_BOX (box), self->button);
  return box;
}

/* What is shown */

static void
show_pregnancy (KarneCoursePage *self)
{
  /* Translators: heading over the list that says the same as the drawing above it. */
  karne_detail_add (self->detail, karne_course_list_new (KARNE_PAGE (self), self->course,
                                                         KARNE_COURSE_ALL, _ ("Step by step")));
}

static void
show_childhood (KarneCoursePage *self)
{
  karne_detail_add (self->detail,
                    karne_course_list_new (KARNE_PAGE (self), self->course,
                                           KARNE_COURSE_EXAMINATIONS, get_exams_words ()));
  karne_detail_add (self->detail, karne_course_list_new (KARNE_PAGE (self), self->course,
                                                         KARNE_COURSE_TEETH, get_teeth_words ()));
}

static void
show_course (KarneCoursePage *self)
{
  karne_detail_set_heading (self->detail, get_heading (self->kind));
  if (self->course->unsure_days > 0)
    /* Translators: of a pregnancy of which the record gives dates that differ. */
    karne_detail_add_chip (self->detail, "karne-question-symbolic",
                           karne_safe_gettext (N_ ("Uncertain dates")), NULL);
  take_text (self->detail, karne_course_dating_to_words (self->course));
  take_text (self->detail, karne_course_unsure_to_words (self->course));
  take_text (self->detail, karne_course_next_to_words (self->course));
  karne_detail_add (self->detail, make_buttons (self));
  if (self->kind == KARNE_COURSE_PREGNANCY)
    karne_detail_add (self->detail, karne_week_line_new (self->course));
  take_text (self->detail, karne_course_to_words (self->course));
  if (has_not_found (self->course))
    karne_detail_add_text (self->detail, get_not_found_words ());
  if (self->kind == KARNE_COURSE_PREGNANCY)
    show_pregnancy (self);
  else
    show_childhood (self);
  karne_detail_set_note (self->detail, get_note ());
}

static void
take_down (KarneCoursePage *self)
{
  karne_detail_clear (self->detail);
  karne_detail_set_note (self->detail, NULL);
  self->button = NULL;
  g_clear_pointer (&self->course, karne_course_free);
  g_clear_pointer (&self->fingerprint, g_free);
}

static gboolean
has_focus (KarneCoursePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* Under another page there is nothing left to come back to but an empty one, that says nothing. */
static void
close_page (KarneCoursePage *self)
{
  take_down (self);
  karne_page_set_title (KARNE_PAGE (self), _ ("Prevention"));
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    karne_page_pop (KARNE_PAGE (self));
}

static void
update (KarneCoursePage *self)
{
  KarneDues *dues = karne_session_get_dues (karne_page_get_session (KARNE_PAGE (self)));
  KarneCourse *course = dues != NULL ? karne_dues_get_course (dues, self->kind) : NULL;
  g_autofree char *fingerprint = NULL;
  gboolean focused = has_focus (self);

  if (course == NULL)
    {
      if (dues != NULL && !karne_dues_get_loading (dues) && self->course != NULL)
        close_page (self);
      return;
    }
  fingerprint = karne_course_list_fingerprint (course);
  if (g_strcmp0 (fingerprint, self->fingerprint) == 0)
    return;
  take_down (self);
  self->course = karne_course_copy (course);
  self->fingerprint = g_steal_pointer (&fingerprint);
  show_course (self);
  if (focused)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
dues_changed_cb (KarneDues *dues, gpointer data)
{
  update (data);
}

static void
karne_course_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneCoursePage *self = KARNE_COURSE_PAGE (page);

  if (session == NULL)
    {
      take_down (self);
      return;
    }
  g_signal_connect_object (karne_session_get_dues (session), "changed",
                           G_CALLBACK (dues_changed_cb), self, 0);
  update (self);
}

static void
karne_course_page_finalize (GObject *object)
{
  g_clear_pointer (&KARNE_COURSE_PAGE (object)->course, karne_course_free);
  g_free (KARNE_COURSE_PAGE (object)->fingerprint);

  G_OBJECT_CLASS (karne_course_page_parent_class)->finalize (object);
}

static void
karne_course_page_reopen (KarnePage *page, KarnePage *over)
{
  karne_course_page_open (over, KARNE_COURSE_PAGE (page)->kind);
}

static void
karne_course_page_class_init (KarneCoursePageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = karne_course_page_finalize;
  KARNE_PAGE_CLASS (klass)->set_session = karne_course_page_set_session;
  KARNE_PAGE_CLASS (klass)->print = karne_course_page_print;
  KARNE_PAGE_CLASS (klass)->reopen = karne_course_page_reopen;
}

static void
karne_course_page_init (KarneCoursePage *self)
{
  self->detail = g_object_new (KARNE_TYPE_DETAIL, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->detail));
}

void
karne_course_page_open (KarnePage *over, KarneCourseKind kind)
{
  KarneCoursePage *self;
  gboolean is_pregnancy = kind == KARNE_COURSE_PREGNANCY;

  g_return_if_fail (KARNE_IS_PAGE (over));

  self = g_object_new (KARNE_TYPE_COURSE_PAGE, "title",
                       /* Translators: titles of pages: a pregnancy by weeks, a child by age. */
                       is_pregnancy ? C_ ("course", "Pregnancy") : C_ ("course", "Child"), NULL);
  gtk_widget_set_name (GTK_WIDGET (self), is_pregnancy ? "pregnancy" : "child");
  self->kind = kind;
  karne_page_set_session (KARNE_PAGE (self), karne_page_get_session (over));
  karne_page_push (over, KARNE_PAGE (self));
}
