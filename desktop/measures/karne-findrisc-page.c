/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "karne-findrisc-page.h"

#include "karne-choice.h"
#include "karne-detail.h"
#include "karne-status-line.h"
#include "words/karne-i18n.h"

/**
 * KarneFindriscPage:
 *
 * The questions of FINDRISC, and what the answers come to. Nothing of it is kept, and what the
 * record has is not filled in: the person answers.
 */
struct _KarneFindriscPage
{
  KarnePage parent_instance;

  KarneDetail *detail;        /* (unowned) */
  KarneStatusLine *outcome;   /* (unowned) (nullable) while there are questions */
  KarneChoice *questions[11]; /* (unowned) (nullable) likewise */
};

G_DEFINE_FINAL_TYPE (KarneFindriscPage, karne_findrisc_page, KARNE_TYPE_PAGE)

typedef enum
{
  SEX,
  AGE,
  BMI,
  WAIST,
  ACTIVE,
  GREENS,
  PRESSURE,
  GLUCOSE,
  FAMILY,
  DIABETES,
  PREGNANT,
} Question;

/* An answer stands for a number of its band, or for a value of its enumeration. */
typedef struct
{
  int value;
  const char *label; /* msgid */
} Answer;

#define MAX_ANSWERS 5
#define YES_OR_NO                                                                                  \
  {                                                                                                \
    { KARNE_RISK_ANSWER_YES, NC_ ("answer", "Yes") },                                              \
    {                                                                                              \
      KARNE_RISK_ANSWER_NO, NC_ ("answer", "No")                                                   \
    }                                                                                              \
  }

static const struct
{
  const char *label; /* msgid */
  Answer answers[MAX_ANSWERS + 1];
} questions[] = {
  [SEX] = { N_ ("Sex"),
            { { KARNE_RISK_SEX_FEMALE, NC_ ("answer", "Female") },
              { KARNE_RISK_SEX_MALE, NC_ ("answer", "Male") } } },
  [AGE] = { N_ ("Age"),
            { { 17, NC_ ("answer", "Under 18 years") },
              { 40, NC_ ("answer", "18 to 44 years") },
              { 50, NC_ ("answer", "45 to 54 years") },
              { 60, NC_ ("answer", "55 to 64 years") },
              { 70, NC_ ("answer", "65 years and more") } } },
  [BMI] = { N_ ("Body mass index: weight in kg, divided twice by the height in m"),
            { { 24, NC_ ("answer", "Less than 25") },
              { 27, NC_ ("answer", "25 to 30") },
              { 31, NC_ ("answer", "More than 30") } } },
  /* Of women; those of men are below. */
  [WAIST] = { N_ ("Waist, at the navel"),
              { { 75, NC_ ("answer", "Less than 80 cm") },
                { 85, NC_ ("answer", "80 to 88 cm") },
                { 95, NC_ ("answer", "More than 88 cm") } } },
  [ACTIVE] = { N_ ("At least 30 minutes of physical activity a day"), YES_OR_NO },
  [GREENS] = { N_ ("Vegetables or fruit every day"), YES_OR_NO },
  [PRESSURE] = { N_ ("Medicine against high blood pressure"), YES_OR_NO },
  [GLUCOSE] = { N_ ("A high glucose found once, even in a pregnancy"), YES_OR_NO },
  [FAMILY] = { N_ ("Diabetes in the family"),
               { { KARNE_RISK_FAMILY_NONE, NC_ ("answer", "Nobody") },
                 { KARNE_RISK_FAMILY_DISTANT,
                   NC_ ("answer", "Grandparent, uncle, aunt or first cousin") },
                 { KARNE_RISK_FAMILY_CLOSE,
                   NC_ ("answer", "Parent, brother, sister or child") } } },
  [DIABETES] = { N_ ("Diabetes known already"), YES_OR_NO },
  [PREGNANT] = { N_ ("Pregnancy"), YES_OR_NO },
};

static const Answer waists_of_men[MAX_ANSWERS + 1] = {
  { 90, NC_ ("answer", "Less than 94 cm") },
  { 98, NC_ ("answer", "94 to 102 cm") },
  { 110, NC_ ("answer", "More than 102 cm") },
};

/* 0 where there is no answer: what each of them means by it. */
static int
get_answer (KarneFindriscPage *self, Question question)
{
  const char *chosen = karne_choice_get_chosen (self->questions[question]);

  return chosen != NULL ? (int) g_ascii_strtoll (chosen, NULL, 10) : 0;
}

static KarneFindriscAnswers
get_answers (KarneFindriscPage *self)
{
  KarneFindriscAnswers answers = {
    .sex = (KarneRiskSex) get_answer (self, SEX),
    .age = get_answer (self, AGE),
    .bmi = get_answer (self, BMI),
    .waist = get_answer (self, WAIST),
    .active = (KarneRiskAnswer) get_answer (self, ACTIVE),
    .greens = (KarneRiskAnswer) get_answer (self, GREENS),
    .pressure_medicine = (KarneRiskAnswer) get_answer (self, PRESSURE),
    .high_glucose = (KarneRiskAnswer) get_answer (self, GLUCOSE),
    .family = (KarneRiskFamily) get_answer (self, FAMILY),
    .diabetes = (KarneRiskAnswer) get_answer (self, DIABETES),
    .pregnant = (KarneRiskAnswer) get_answer (self, PREGNANT),
  };

  /* Answered before the sex was mended. */
  if (answers.sex == KARNE_RISK_SEX_MALE)
    answers.pregnant = KARNE_RISK_ANSWER_MISSING;
  if (answers.age == 0)
    answers.age = -1;
  return answers;
}

static void
say_outcome (KarneFindriscPage *self)
{
  KarneFindriscAnswers answers = get_answers (self);
  int score;
  KarneFindriscOutcome outcome = karne_findrisc_compute (&answers, &score);
  g_autofree char *words = karne_findrisc_outcome_to_words (outcome);
  g_autofree char *points = NULL;
  g_autofree char *both = NULL;

  if (score >= 0)
    {
      /* Translators: how many points a questionnaire gave, of how many it can give. */
      points =
          g_strdup_printf (ngettext ("%d point of 26.", "%d points of 26.", (gulong) score), score);
      both = g_strjoin ("\n", points, words, NULL);
    }
  karne_status_line_say (self->outcome,
                         outcome >= KARNE_FINDRISC_LOW ? "karne-measures-symbolic"
                                                       : "karne-question-symbolic",
                         both != NULL ? both : words);
}

static void
set_answers (KarneChoice *choice, const Answer *answers)
{
  KarneChoiceOption options[MAX_ANSWERS];
  char ids[MAX_ANSWERS][12];
  guint n = 0;

  for (; answers[n].label != NULL; n++)
    {
      g_snprintf (ids[n], sizeof ids[n], "%d", answers[n].value);
      options[n].id = ids[n];
      options[n].label = g_dpgettext2 (NULL, "answer", answers[n].label);
    }
  karne_choice_set_options (choice, options, n);
}

/* Waists are compared with those of the same sex, and a man is not asked about a pregnancy. */
static void
follow_sex (KarneFindriscPage *self)
{
  KarneRiskSex sex = (KarneRiskSex) get_answer (self, SEX);

  gtk_widget_set_visible (GTK_WIDGET (self->questions[WAIST]), sex != KARNE_RISK_SEX_MISSING);
  gtk_widget_set_visible (GTK_WIDGET (self->questions[PREGNANT]), sex == KARNE_RISK_SEX_FEMALE);
  set_answers (self->questions[WAIST],
               sex == KARNE_RISK_SEX_MALE ? waists_of_men : questions[WAIST].answers);
}

static void
sex_chosen_cb (KarneChoice *choice, GParamSpec *pspec, gpointer data)
{
  follow_sex (data);
}

static void
chosen_cb (KarneChoice *choice, GParamSpec *pspec, gpointer data)
{
  say_outcome (data);
}

static KarneChoice *
add_question (KarneFindriscPage *self, Question question)
{
  KarneChoice *choice =
      g_object_new (KARNE_TYPE_CHOICE, "label", karne_gettext (questions[question].label), NULL);

  karne_choice_set_open (choice, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (choice), "karne-detail-question");
  set_answers (choice, questions[question].answers);
  karne_detail_add (self->detail, GTK_WIDGET (choice));
  return choice;
}

static void
ask (KarneFindriscPage *self)
{
  karne_detail_set_heading (self->detail, _ ("Risk of type 2 diabetes"));
  karne_detail_add_text (
      self->detail, _ ("The questions of FINDRISC, for people of 18 years and more who have no "
                       "diabetes. The answers stay on this page: nothing is saved or sent."));
  for (guint i = 0; i < G_N_ELEMENTS (self->questions); i++)
    self->questions[i] = add_question (self, (Question) i);
  self->outcome = g_object_new (KARNE_TYPE_STATUS_LINE, NULL);
  karne_detail_add (self->detail, GTK_WIDGET (self->outcome));
  g_signal_connect_object (self->questions[SEX], "notify::chosen", G_CALLBACK (sex_chosen_cb), self,
                           0);
  for (guint i = 0; i < G_N_ELEMENTS (self->questions); i++)
    g_signal_connect_object (self->questions[i], "notify::chosen", G_CALLBACK (chosen_cb), self, 0);
  follow_sex (self);
  say_outcome (self);
}

/* What one person answered is not there for the next. */
static void
karne_findrisc_page_set_session (KarnePage *page, KarneSession *session)
{
  KarneFindriscPage *self = KARNE_FINDRISC_PAGE (page);

  karne_detail_clear (self->detail);
  if (session != NULL)
    ask (self);
}

static void
karne_findrisc_page_reopen (KarnePage *page, KarnePage *over)
{
  karne_findrisc_page_open (over);
}

static void
karne_findrisc_page_class_init (KarneFindriscPageClass *klass)
{
  KARNE_PAGE_CLASS (klass)->set_session = karne_findrisc_page_set_session;
  KARNE_PAGE_CLASS (klass)->reopen = karne_findrisc_page_reopen;
}

static void
karne_findrisc_page_init (KarneFindriscPage *self)
{
  self->detail = g_object_new (KARNE_TYPE_DETAIL, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->detail));
}

void
karne_findrisc_page_open (KarnePage *over)
{
  /* Translators: title of a page of questions about the risk of diabetes. */
  KarnePage *self = g_object_new (KARNE_TYPE_FINDRISC_PAGE, "title", _ ("Diabetes risk"), NULL);

  gtk_widget_set_name (GTK_WIDGET (self), "findrisc");
  karne_page_set_session (self, karne_page_get_session (over));
  karne_page_push (over, self);
}
